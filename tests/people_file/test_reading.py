"""Files of people as they really come: from Excel in two languages, mended by hand, broken, huge, or not meant well."""

import pytest

from approvals.people_file import cells
from approvals.people_file.problems import Wrong
from approvals.people_file.reading import LARGEST, MOST_LINES, read, text_of
from approvals.refusals import Refused
from tests.people import NOW

HEAD = "username,name\n"
FOUND = {"username": "ada", "name": "Ada"}


def lines(text):
    sheet = read(text)
    assert sheet.problems == []
    return [line.cells for line in sheet.lines]


def wrong(text):
    return [(problem.line, problem.code) for problem in read(text).problems]


@pytest.mark.parametrize("raw", [
    b"username,name\nada,Ada\n",
    b"\xef\xbb\xbfusername,name\r\nada,Ada\r\n",
    b"username;name\nada;Ada",
    b"sep=;\nusername;name\nada;Ada",
    b"username\tname\nada\tAda",
    b"\n\n,\nusername,name\n\nada,Ada\n,,\n",
    b'"Username" , "Name" \n ada , Ada \n'.replace(b' , "', b',"').replace(b'" ,', b'",').replace(b'" \n', b'"\n'),
    "Identifiant;Nom\nada;Ada\n".encode("utf-16"),
    b"Nom d'utilisateur;Nom complet;;\nada;Ada;;\n",
], ids=["plain", "mark", "semicolon", "sep", "tab", "blank", "quoted", "utf-16", "french"])  # fmt: skip
def test_one_file_however_it_was_saved(raw):
    assert lines(text_of(raw)) == [FOUND]


@pytest.mark.parametrize(("heading", "column"), [
    ("E-Mail", "email"), ("Adresse électronique", "email"), ("Fuseau horaire", "time_zone"), ("time-zone", "time_zone"),
    ("Bureau", "office"), ("Rôle", "role"), ("Début", "from"), ("À partir de", "from"), ("Jusqu’au", "until"),
    ("Langue", "language"), ("PAYS", "country_desk"),
])  # fmt: skip
def test_headings_are_known_in_both_languages(heading, column):
    assert lines(f"username,{heading}\nada,x\n") == [{"username": "ada", column: "x"}]


@pytest.mark.parametrize(("text", "code"), [
    ("", [(1, "no_username_column")]),
    ("ada,Ada\n", [(1, "no_username_column"), (1, "unknown_column"), (1, "unknown_column")]),
    ("username,shoe size\nada,38\n", [(1, "unknown_column"), (2, "cells_too_many")]),
    ("username,nom,name\nada,Ada,Ada\n", [(1, "column_twice")]),
    (f'{HEAD}ada,"Ada\n', [(2, "quotes")]),
    (f'{HEAD}ada,"Ada" B\nbob,Bob\n', [(2, "quotes")]),
    (f"{HEAD}ada,Ada,Lovelace\n", [(2, "cells_too_many")]),
    (f"{HEAD}ada,{'A' * 255}\n", [(2, "cell_too_long")]),
    (f"{HEAD}ada,{'A' * 200_000}\n", [(2, "cell_too_long")]),
    (f"{HEAD}ada,A\u202eda\n", [(2, "unusable")]),
    (f'{HEAD}ada,"A\nda"\nbob,Bo\x07b\n', [(2, "unusable"), (4, "unusable")]),
    (f"sep=,\n{HEAD}ada,Ada,x\n", [(3, "cells_too_many")]),
])  # fmt: skip
def test_what_is_wrong_is_said_by_line(text, code):
    assert wrong(text) == code
    assert all(problem.sentence for problem in read(text).problems)


@pytest.mark.parametrize(("act", "code"), [
    (lambda: text_of("username\nzoë\n".encode("latin-1")), "people_file_not_text"),
    (lambda: text_of(b"\xff\xfea"), "people_file_not_text"),
    (lambda: text_of(b"x" * (LARGEST + 1)), "people_file_too_large"),
    (lambda: read(f"{HEAD}ada,A\x00da\n"), "people_file_not_text"),
    (lambda: read(f"{HEAD}ada,\ud800\n"), "people_file_not_text"),
    (lambda: read(HEAD + "a,b\n" * 100_000), "people_file_too_long"),
    (lambda: read(HEAD + "é" * LARGEST), "people_file_too_large"),
])  # fmt: skip
def test_what_cannot_be_read_at_all_is_refused(act, code):
    with pytest.raises(Refused) as caught:
        act()
    assert caught.value.code == code
    assert caught.value.sentence


def test_as_many_lines_as_are_taken_are_taken():
    assert len(read(HEAD + "".join(f"u{number},N\n" for number in range(MOST_LINES))).lines) == MOST_LINES


def test_a_cell_that_was_made_harmless_is_read_as_it_was_meant():
    assert lines(f"{HEAD}ada,'=Ada\nbob,'Bob\n") == [
        {"username": "ada", "name": "=Ada"}, {"username": "bob", "name": "'Bob"},
    ]  # fmt: skip


@pytest.mark.parametrize(("cell", "begins", "ends"), [
    ("2026-09-14", "2026-09-13T21:00", "2026-09-14T21:00"),
    ("2026-9-1", "2026-08-31T21:00", "2026-09-01T21:00"),
    ("14.09.2026", "2026-09-13T21:00", "2026-09-14T21:00"),
    ("14/09/2026", "2026-09-13T21:00", "2026-09-14T21:00"),
    ("9/14/2026", "2026-09-13T21:00", "2026-09-14T21:00"),
    ("05/05/2026", "2026-05-04T21:00", "2026-05-05T21:00"),
    ("2026-09-14 08:30", "2026-09-14T05:30", "2026-09-14T05:30"),
    ("14.09.2026 8:30:15", "2026-09-14T05:30", "2026-09-14T05:30"),
])  # fmt: skip
def test_a_day_is_read_on_the_clock_of_the_office_and_the_last_day_counts(cell, begins, ends):
    assert f"{cells.begins(cell, 'Asia/Riyadh'):%Y-%m-%dT%H:%M}" == begins
    assert f"{cells.ends(cell, 'Asia/Riyadh'):%Y-%m-%dT%H:%M}" == ends


@pytest.mark.parametrize(("cell", "code"), [
    ("03/04/2026", "day_ambiguous"), ("13/13/2026", "day_shape"), ("2026-02-30", "day_shape"), ("soon", "day_shape"),
    ("46279", "day_shape"), ("0001-01-01", "day_far"), ("9999-12-31", "day_far"), ("2026-09-14 25:00", "day_shape"),
    ("٢٠٢٦-٠٩-١٤", "day_shape"), ("14/09.2026", "day_shape"),
])  # fmt: skip
def test_a_day_that_cannot_be_read_in_one_way_is_not_guessed(cell, code):
    with pytest.raises(Wrong) as caught:
        cells.begins(cell, "UTC")
    assert caught.value.code == code


@pytest.mark.parametrize("zone", ["UTC", "Asia/Riyadh", "America/Toronto", "Pacific/Auckland"])
def test_what_is_written_is_read_as_the_same_instant(zone):
    for instant in (NOW, cells.begins("2026-03-29", zone)):
        assert cells.begins(cells.as_begin(instant, zone), zone) == instant
        assert cells.ends(cells.as_end(instant, zone), zone) == instant


@pytest.mark.parametrize(("cell", "role"), [
    ("author", "author"), ("Head of mission", "head"), ("CHEF DE MISSION", "head"), ("Approbateur", "approver"),
    ("Responsable des politiques", "policy"),
])  # fmt: skip
def test_roles_are_known_in_both_languages(cell, role):
    assert cells.role(cell) == role


@pytest.mark.parametrize(("read_cell", "cell", "code"), [
    (cells.username, "", "no_username"), (cells.username, "a b", "username_shape"), (cells.username, "a" * 81,
     "username_shape"), (cells.email, "ada", "email_shape"), (cells.language, "de", "language_unknown"),
    (cells.time_zone, "Riyadh time", "zone_unknown"), (cells.role, "king", "role_unknown"),
])  # fmt: skip
def test_a_cell_that_is_not_understood_says_so(read_cell, cell, code):
    with pytest.raises(Wrong) as caught:
        read_cell(cell)
    assert caught.value.code == code


def test_cells_are_taken_as_people_write_them():
    assert cells.username("Ada.L") == "ada.l"
    assert cells.time_zone("asia/riyadh") == "Asia/Riyadh"
    assert (cells.language("Français"), cells.language("EN")) == ("fr", "en")
