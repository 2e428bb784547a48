"""Files of people: shown before anything happens, taken over whole or not at all; the same file twice is nothing."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import DeskCountry, Posting, Role, User
from approvals import audit
from approvals.actions.import_people import PlanChanged, import_people, rehearse
from approvals.models import Event, Ledger
from approvals.people_file.writing import register_rows
from approvals.refusals import Refused
from approvals.spreadsheet import csv_text
from tests.actions.asking import refused
from tests.people import LONG_AGO, NOW, later, person, post

HEAD = "username,name,email,language,time_zone,office,role,from,until,country_desk\n"
ADA = "ada,Ada Lovelace,ada@ministry.example,,,RUH,author,2026-10-01,2027-09-30,\n"
pytestmark = pytest.mark.django_db


def plan(ministry, *lines, at=NOW, by=None):
    return rehearse(text=HEAD + "".join(lines), by=by or ministry.ivan, at=at)


def take(ministry, *lines, at=NOW, by=None):
    text = HEAD + "".join(lines)
    by = by or ministry.ivan
    return import_people(text=text, seen=rehearse(text=text, by=by, at=at).digest, by=by, at=at)


def told(found):
    assert found.problems == []
    return [(change.kind, change.values) for change in found.changes]


def wrong(found):
    assert all(problem.sentence for problem in found.problems)
    return [(problem.line, problem.code) for problem in found.problems]


def test_a_dry_run_says_everything_and_writes_nothing(ministry):
    before = User.objects.count(), Posting.objects.count(), Event.objects.count()
    found = plan(ministry, ADA, "layla,Layla Haddad-Roy,,fr,,,,,,\n", "helen,,,,,RUH,head,,2027-01-31,\n")
    assert dict(told(found)) == {
        "person_new": {
            "username": "ada", "name": "Ada Lovelace", "email": "ada@ministry.example", "language": "en",
            "time_zone": "Asia/Riyadh",
        },
        "person_changed": {
            "username": "layla", "who": "Layla Haddad", "field": "language", "old": "en", "new": "fr",
        },
        "posting_new": {
            "username": "ada", "who": "Ada Lovelace", "office": "RUH", "role": "author",
            "from": "2026-09-30T21:00:00+00:00", "until": "2027-09-30T21:00:00+00:00",
        },
        "posting_changed": {
            "posting": str(Posting.objects.get(user=ministry.helen).pk), "username": "helen", "who": "Helen Brandt",
            "office": "RUH", "role": "head", "old": "", "new": "2027-01-31T21:00:00+00:00",
        },
    }  # fmt: skip
    assert (found.lines, found.people, found.unchanged) == (3, 3, 0)
    assert (User.objects.count(), Posting.objects.count(), Event.objects.count()) == before


def test_what_was_shown_is_done_and_each_thing_is_on_record(ministry):
    take(ministry, ADA, "dana,Dana Okafor-Lee,,,,MENA,approver,,,SA YE\n")
    ada = User.objects.get(username="ada")
    assert (ada.name, ada.language, ada.has_usable_password(), ada.is_staff) == ("Ada Lovelace", "en", False, False)
    posting = ada.postings.get()
    assert (posting.role, posting.starts_at) == ("author", datetime(2026, 9, 30, 21, tzinfo=UTC))
    assert User.objects.get(username="dana").name == "Dana Okafor-Lee"
    assert DeskCountry.objects.get(country="YE").office == ministry.desk
    kinds = list(Event.objects.filter(ledger__name="ministry").order_by("sequence").values_list("kind", flat=True))
    assert kinds == ["people_imported", "posting_added", "desk_changed", "person_added", "person_changed"]
    imported = Event.objects.get(kind="people_imported")
    assert (imported.by, imported.data["person_new"], len(imported.data["file"])) == (ministry.ivan, 1, 64)
    assert list(audit.verify(Ledger.objects.get(name="ministry"))) == []


def test_the_same_file_twice_changes_nothing_the_second_time(ministry):
    lines = (ADA, "bob,Bob,bob@ministry.example,fr,,MENA,approver,,,SA\n", "helen,,,,,RUH,head,,2027-01-31,\n")
    take(ministry, *lines)
    events = Event.objects.count()
    again = take(ministry, *lines, at=later(24))
    assert (told(again), again.unchanged, Event.objects.count()) == ([], 3, events)
    # Nor does it years later, when all of it is over.
    assert told(plan(ministry, *lines, at=datetime(2029, 1, 1, tzinfo=UTC))) == []


def test_with_one_wrong_line_nothing_is_done(ministry):
    with refused("people_file_wrong"):
        take(ministry, ADA, "bob,Bob,no address,,,,,,,\n")
    assert not User.objects.filter(username="ada").exists()
    assert not Event.objects.filter(kind="people_imported").exists()


def test_when_the_register_has_changed_the_new_plan_is_shown_and_nothing_done(ministry):
    text = HEAD + ADA
    seen = rehearse(text=text, by=ministry.ivan, at=NOW).digest
    person("ada", "Ada L.")
    with pytest.raises(PlanChanged) as caught:
        import_people(text=text, seen=seen, by=ministry.ivan, at=NOW)
    assert [change.kind for change in caught.value.plan.changes] == ["posting_new", "person_changed"]
    assert not Posting.objects.filter(user__username="ada").exists()
    import_people(text=text, seen=caught.value.plan.digest, by=ministry.ivan, at=NOW)
    assert Posting.objects.filter(user__username="ada").exists()


def test_who_may_not_keep_the_register_is_refused(ministry):
    at_mission = person("adam", "Adam")
    post(at_mission, ministry.riyadh, Role.ADMINISTRATOR)
    for somebody in (ministry.paul, ministry.helen, at_mission):
        with refused("not_people_keeper"):
            plan(ministry, ADA, by=somebody)
    at_headquarters = person("hedda", "Hedda")
    post(at_headquarters, ministry.comms, Role.ADMINISTRATOR)
    assert told(plan(ministry, ADA, by=at_headquarters))


def test_nobody_gives_themselves_a_posting(ministry):
    found = plan(ministry, "ivan,,,,,COMMS,policy,,,\n")
    assert wrong(found) == [(2, "posting_self")]


def test_the_last_administrator_stays(ministry):
    hedda = person("hedda", "Hedda")
    post(hedda, ministry.comms, Role.ADMINISTRATOR)
    assert wrong(plan(ministry, "hedda,,,,,COMMS,administrator,,2027-01-01,\n")) == [(2, "last_administrator")]
    in_turn = plan(
        ministry, "hedda,,,,,COMMS,administrator,,2027-01-01,\n", "dirk,,,,,MENA,administrator,2026-09-01,,\n"
    )
    assert len(told(in_turn)) == 2


@pytest.mark.parametrize(("line", "code"), [
    (",Ada,a@ministry.example,,,,,,,\n", "no_username"),
    ("ada,,a@ministry.example,,,,,,,\n", "name_needed"),
    ("ada,Ada,,,,,,,,\n", "email_needed"),
    ("ada,Ada,LAYLA@ministry.example,,,,,,,\n", "email_taken"),
    ("helen,,layla@ministry.example,,,,,,,\n", "email_taken"),
    (f"ada,{'A' * 151},a@ministry.example,,,,,,,\n", "name_too_long"),
    ("helen,,,,,XXX,author,,,\n", "office_unknown"),
    ("helen,,,,,RUH,,,,\n", "office_and_role"),
    ("helen,,,,,,author,,,\n", "office_and_role"),
    ("helen,,,,,,,2026-10-01,,\n", "times_without_posting"),
    ("helen,,,,,GVA,author,2026-10-01,2026-09-01,\n", "ends_before"),
    ("helen,,,,,GVA,author,2026-01-01,2026-09-01,\n", "posting_past"),
    ("helen,,,,,RUH,head,2026-10-01,,\n", "from_differs"),
    ("helen,,,,,RUH,head,2020-01-01 03:00,2026-09-01,\n", "until_past"),
    ("helen,,,,,,,,,SA\n", "desk_without_office"),
    ("helen,,,,,RUH,,,,SA\n", "desk_not_headquarters"),
    ("helen,,,,,MENA,,,,ZZ\n", "country_unknown"),
    ("helen,,,,,MENA,,,,Yemen\n", "country_unknown"),
])  # fmt: skip
def test_what_is_wrong_with_a_line_is_said(ministry, line, code):
    assert wrong(plan(ministry, line)) == [(2, code)]


@pytest.mark.parametrize(("lines", "code"), [
    ((ADA, ADA), "same_line"),
    ((ADA, "ada,Ada B.,,,,,,,,\n"), "contradicts"),
    ((ADA, "ada,,,,,RUH,author,2026-12-01,,\n"), "posting_overlaps"),
    ((ADA, "bob,Bob,ADA@ministry.example,,,,,,,\n"), "email_taken"),
    (("dana,,,,,MENA,,,,YE\n", "carla,,,,,COMMS,,,,YE\n"), "country_twice"),
])  # fmt: skip
def test_lines_that_do_not_agree_are_told_apart(ministry, lines, code):
    assert wrong(plan(ministry, *lines)) == [(3, code)]


def test_one_person_has_several_lines_and_postings_in_turn(ministry):
    take(ministry, ADA, "ada,,,,,RUH,author,2027-10-01,,\n", "ada,,,,,GVA,approver,,,\n")
    assert Posting.objects.filter(user__username="ada").count() == 3


def test_who_may_not_sign_in_is_not_posted_by_a_file(ministry):
    User.objects.filter(pk=ministry.omar.pk).update(is_active=False)
    assert wrong(plan(ministry, "omar,,,,,GVA,author,,,\n")) == [(2, "inactive")]


def test_an_acting_head_is_no_matter_of_a_file(ministry):
    Posting.objects.create(
        user=ministry.omar, office=ministry.geneva, role=Role.HEAD, starts_at=LONG_AGO, ends_at=later(99),
        is_acting=True,
    )  # fmt: skip
    assert wrong(plan(ministry, "omar,,,,,GVA,head,,,\n")) == [(2, "acting_head")]


def test_the_register_is_written_as_a_file_that_would_change_nothing(ministry):
    User.objects.filter(pk=ministry.omar.pk).update(name="=cmd|' /C calc'!A0")
    Posting.objects.filter(user=ministry.mina).update(ends_at=later(minutes=61, seconds=7))
    post(ministry.mina, ministry.comms, Role.RECORDS, starts_at=later(9), ends_at=later(99))
    text = csv_text(register_rows(at=NOW))
    assert "'=cmd" in text
    found = rehearse(text=text, by=ministry.ivan, at=NOW)
    assert (told(found), found.lines) == ([], User.objects.count() + 1)


def test_a_file_of_many_costs_queries_by_five_hundred_people(ministry):
    text = HEAD + "".join(f"u{n},N {n},u{n}@ministry.example,,,RUH,author,,,\n" for n in range(1200))
    with CaptureQueriesContext(connection) as planning:
        digest = rehearse(text=text, by=ministry.ivan, at=NOW).digest
    assert len(planning) <= 12
    with CaptureQueriesContext(connection) as writing:
        import_people(text=text, seen=digest, by=ministry.ivan, at=NOW)
    assert len(writing) <= 45
    assert Posting.objects.filter(user__username__startswith="u").count() == 1200


def test_a_refusal_has_a_sentence(ministry):
    with pytest.raises(Refused) as caught:
        plan(ministry, ADA, by=ministry.layla)
    assert "IT" in caught.value.sentence
