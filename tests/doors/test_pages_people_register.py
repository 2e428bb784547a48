"""The register of people on pages: what everybody sees, what keepers see, files in and out."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Absence, Deputy, Posting, Role, User, Work, WorkFile
from approvals.models import Event
from tests.authorizing import authorized
from tests.doors.pages import main, words
from tests.people import LONG_AGO, NOW, later, person, post

HEAD = "username,name,email,language,time_zone,office,role,from,until,country_desk\n"
ADA = "ada,Ada Lovelace,ada@ministry.example,,,RUH,author,2026-10-01,2027-09-30,\n"


def test_the_register_says_who_holds_what_and_not_their_addresses(visit, ministry):
    said = main(visit("layla").get("/people/"))
    assert "Helen Brandt Head of mission, Embassy in Riyadh" in said
    assert "@ministry.example" not in said
    assert "Import a file" not in said
    assert "13 people" in said


def test_the_register_is_narrowed_by_name_office_role_and_who_is_away(visit, ministry):
    reader = visit("layla")
    Absence.objects.create(user=ministry.helen, starts_at=later(-1), ends_at=later(20))
    posting = Posting.objects.get(user=ministry.helen)
    Deputy.objects.create(posting=posting, user=ministry.omar, starts_at=later(-1), ends_at=later(20))
    Posting.objects.create(
        user=ministry.gil, office=ministry.geneva, role=Role.HEAD, starts_at=LONG_AGO, ends_at=later(9), is_acting=True
    )
    for query, who in [
        ("q=hel+bra", ["Helen Brandt"]), ("office=MENA", ["Dana Okafor", "Dirk Maes"]),
        ("office=RUH&role=head", ["Helen Brandt"]), ("standing=away", ["Helen Brandt"]),
        ("standing=deputies", ["Omar Sayegh"]), ("standing=acting", ["Gil Perrin"]), ("standing=none", ["Ivan Petit"]),
        ("q=layla%40ministry", []), ("q=%00", 13), ("office=XXX&role=king&standing=inactive", 13),
    ]:  # fmt: skip
        page = reader.get(f"/people/?{query}")
        found = page.count('scope="row"')
        assert found == (who if isinstance(who, int) else len(who)), query
        for name in who if isinstance(who, list) else ():
            assert name in main(page)
    assert "Omar Sayegh acts" in main(reader.get("/people/?q=helen"))
    assert "Acts for Helen Brandt: Head of mission, Embassy in Riyadh" in main(reader.get("/people/?q=omar"))
    assert "Nobody fits" in main(reader.get("/people/?q=nobody"))


def test_the_register_comes_in_pages_that_cost_the_same(visit, ministry):
    reader = visit("layla")
    reader.get("/people/")
    with CaptureQueriesContext(connection) as few:
        reader.get("/people/")
    for number in range(120):
        post(person(f"p{number}", f"P {number:03}"), ministry.riyadh, Role.AUTHOR)
    with CaptureQueriesContext(connection) as many:
        page = reader.get("/people/?q=P")
    assert len(many) == len(few)
    assert "1 to 50 of 124" in main(page)
    assert "51 to 100 of 124" in main(reader.get("/people/?q=P&page=2"))


def test_a_person_has_a_page_with_what_was_is_and_will_be(visit, ministry):
    post(ministry.helen, ministry.geneva, Role.AUTHOR, ends_at=later(-99))
    post(ministry.helen, ministry.geneva, Role.HEAD, starts_at=later(99))
    said = main(visit("layla").get(f"/people/{ministry.helen.pk}/"))
    assert "Posts held now Head of mission, Embassy in Riyadh" in said
    assert "Posts to come Head of mission, Permanent Mission in Geneva" in said
    assert "Posts held before Author, Permanent Mission in Geneva" in said
    assert "@EmbassyRiyadh" in said
    assert "Not away, and acts for nobody." in said
    assert "helen@ministry.example" not in said


def test_a_pre_authorization_stands_on_the_page_for_whoever_may_see_it(visit, ministry):
    number = authorized(ministry).number
    address = f"/people/{ministry.helen.pk}/"
    assert number in main(visit("paul").get(address))
    assert number not in main(visit("dana").get(address))


def test_who_left_without_a_trace_is_on_no_page(visit, ministry):
    gone = person("gone", "Gone", is_active=False)
    visit("layla").get(f"/people/{gone.pk}/", 404)
    assert "may not sign in" in main(visit("ivan").get(f"/people/{gone.pk}/"))
    assert "Gone" in main(visit("ivan").get("/people/?standing=inactive"))
    visit("layla").get("/people/99999999/", 404)


def test_whoever_keeps_the_register_finds_by_address_and_takes_it_along(visit, ministry):
    reader = visit("ivan")
    assert "Layla Haddad layla" in main(reader.get("/people/?q=layla%40ministry"))
    file = reader.get("/people/file/")
    assert file.splitlines()[0].endswith("username,name,email,language,time_zone,office,role,from,until,country_desk")
    said = main(reader.post("/people/import/", 200, text=file, do="check"))
    assert "There is nothing to do." in said
    visit("layla").get("/people/file/", 403)


def test_a_dry_run_shows_everything_and_a_second_press_does_it(visit, ministry):
    reader = visit("ivan")
    assert "ines.moreau" in reader.get("/people/import/")
    page = reader.post("/people/import/", 200, text=f"{HEAD}{ADA}layla,,,fr,,,,,,\n", do="check")
    said = main(page)
    assert "Ada Lovelace (ada) – ada@ministry.example, English, Asia/Riyadh" in said
    assert "Ada Lovelace: Author, Embassy in Riyadh – from 1 October 2026 until 30 September 2027" in said
    assert "Layla Haddad (layla): language en fr" in said
    assert not User.objects.filter(username="ada").exists()
    seen = page.split('name="seen" value="')[1].split('"')[0]
    assert reader.post("/people/import/", text=f"{HEAD}{ADA}layla,,,fr,,,,,,\n", seen=seen, do="import") == "/people/"
    assert "1 new people, 1 new postings, 1 other changes" in main(reader.get("/people/"))
    assert User.objects.get(username="ada").postings.count() == 1


def test_a_file_is_sent_as_it_is_and_comes_back_to_be_mended(visit, ministry):
    raw = "\ufeffIdentifiant;Nom;Courriel\nada;Ada;none\n".encode()
    page = visit("ivan").post("/people/import/", 200, file=SimpleUploadedFile("people.csv", raw), do="check")
    assert "Line 2 “none” is no e-mail address." in main(page)
    assert "Identifiant;Nom;Courriel" in page
    assert "Import all of this" not in page


@pytest.mark.parametrize(("raw", "status", "sentence"), [
    (b"username\nzo\xeb\n", 400, "This is no text that can be read."),
    (b"x" * 2_100_000, 413, "A file of people has at most 2 MB."),
    (b"username\n" + b"a\n" * 100_000, 400, "A file of people has at most 20000 lines."),
    (b"username\na\x00\n", 400, "This is no text that can be read."),
    (b"", 400, "The submitted file is empty."),
    (b"<html>\n", 200, "The first line must name the columns"),
])  # fmt: skip
def test_what_cannot_be_read_is_refused_with_a_way_out(visit, ministry, raw, status, sentence):
    page = visit("ivan").post("/people/import/", status, file=SimpleUploadedFile("people.csv", raw), do="check")
    assert sentence in main(page)


def test_when_the_register_has_changed_it_is_shown_anew(visit, ministry):
    page = visit("ivan").post("/people/import/", 409, text=HEAD + ADA, seen="an older plan", do="import")
    assert "The register has changed since this was shown" in main(page)
    assert "Ada Lovelace (ada)" in main(page)
    assert not Event.objects.filter(kind="people_imported").exists()


def test_a_wrong_file_is_not_imported_whatever_was_pressed(visit, ministry):
    page = visit("ivan").post("/people/import/", 400, text=f"{HEAD}ada,,,,,,,,,\n", seen=_digest(visit), do="import")
    assert "Nothing was imported." in main(page)


def _digest(visit):
    page = visit("ivan").post("/people/import/", 200, text=f"{HEAD}ada,,,,,,,,,\n", do="check")
    assert "is new, and needs a name" in main(page)
    from approvals.actions.import_people import rehearse

    return rehearse(text=f"{HEAD}ada,,,,,,,,,\n", by=User.objects.get(username="ivan"), at=NOW).digest


def test_a_large_file_is_looked_at_and_taken_over_by_a_worker(visit, ministry, settings):
    from accounts import work

    reader = visit("ivan")
    text = HEAD + "".join(f"u{n},N {n},u{n}@ministry.example,,,RUH,author,,,\n" for n in range(700))
    address = reader.post("/people/import/", file=SimpleUploadedFile("all.csv", text.encode()), do="check")
    assert "It waits for a worker" in main(reader.get(address))
    work.take_up(at=NOW)
    page = reader.get(address)
    assert "700 lines were read." in main(page)
    assert "And 500 more." in main(page)
    seen = page.split('name="seen" value="')[1].split('"')[0]
    check = Work.objects.get()
    visit("paul").post("/people/import/", 403, work=check.pk, seen=seen)
    imported = reader.post("/people/import/", work=check.pk, seen=seen)
    work.take_up(at=NOW)
    assert "The file has been imported." in main(reader.get(imported))
    assert Posting.objects.filter(user__username__startswith="u").count() == 700
    assert WorkFile.objects.count() == 2
    again = reader.post("/people/import/", work=check.pk, seen=seen)
    work.take_up(at=NOW)
    assert "The register has changed since this was shown" in main(reader.get(again))


@pytest.mark.parametrize("number", ["0", "x", "9" * 30, "999999"])
def test_a_piece_of_work_that_is_not_ones_own_is_not_imported(visit, ministry, number):
    visit("ivan").post("/people/import/", 404, work=number, seen="")


def test_the_way_to_the_register_is_in_the_navigation_and_to_work_in_the_menu(visit, ministry):
    said = words(visit("layla").get("/"))
    assert "Offices People" in said
    assert "Work under way" in said
