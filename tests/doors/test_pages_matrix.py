"""Every page answers each kind of person as the matrix says, none is missing from it, and looking changes nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from approvals.models import Denial
from tests.doors import rows_images, rows_of_pages, rows_of_registers, rows_talk
from tests.doors.matrix import CLEARED, EDIT, ENDED, FILE, PERSONS, PUBLISHED, REVIEW, World, post_url, routes
from tests.people import NOW

# Django's own, and what is not a page of a signed-in person: proven elsewhere.
ELSEWHERE = ("api/", "^api/", "admin/", "sign-in/", "sign-out/", "password/", "profile/", "language/", "theme/")
# A document with nothing of the ministry's, for anybody's editor (test_pages_policy_files.py), and what a mail program
# may do by the signed link of a mail (test_pages_told.py); a calendar has a secret address (test_my_calendar.py).
OPEN = {
    "policies/schema.json", "notifications/unsubscribe/<str:token>/", r"^calendar/(?P<token>[A-Za-z0-9_-]{43})\.ics$",
}  # fmt: skip
WRITES = ("INSERT", "UPDATE", "DELETE")
pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Row:
    """What each person is answered; `on` is the draft that the address names; `sent` the form."""

    method: str
    route: str
    who: str
    on: str = REVIEW
    sent: Callable[[World], dict[str, Any]] = lambda world: {}

    @property
    def expected(self) -> dict[str, int]:
        return dict(zip(PERSONS, map(int, self.who.split()), strict=True))


def writing(world: World) -> dict[str, Any]:
    return {"channels": [world.ministry.x.pk], "text": "Open.", "language": "en", "kind": "original",
            "urgency": "routine", "variants": "0", "do": "save"}  # fmt: skip


def read(state: str, **more: Any) -> Callable[[World], dict[str, Any]]:
    """Return a form that names the revision that was read."""
    return lambda world: {"revision": world.drafts[state].current.hash, **more}


DRAFT = "drafts/<uuid:draft_id>/"
POLICY, PRESET = "policies/<row:policy_id>/", "policies/presets/<slug:name>/"
SERVICE = "services/<row:service_id>/"
OFFICE = "^offices/(?P<code>[A-Z0-9]{1,8})/$"
CALENDAR = "^offices/(?P<code>[A-Z0-9]{1,8})/calendar/$"
A_DAY = {"do": "day", "kind": "closed", "day": "2026-09-15", "name": "Moving house"}
ROSTER = "^duty/(?P<code>[A-Z0-9]{1,8})/$"
ACTING = "^offices/(?P<code>[A-Z0-9]{1,8})/acting-head/$"
ACTING_END = "^offices/(?P<code>[A-Z0-9]{1,8})/acting-head/(?P<posting_id>[1-9][0-9]{0,17})/end/$"
VERSION = f"{POLICY}versions/<ordinal:number>/"
PAPER = "authorizations/<authorization:number>/"
SIGNED = {"version": 2, "reason": "Enough."}

# 302 for nobody in particular is the way to the sign-in page; for a person, the way on after a deed.
ROWS = [*(Row(*row[:3], sent=row[3]) for row in rows_of_pages.PAGES),
    #                                anonymous author stranger approver policy records it
    Row("GET", "",                        "302 200 200 200 200 200 200"),
    Row("GET", "drafts/new/",             "302 200 200 200 200 200 200"),
    Row("POST", "drafts/new/",            "302 302 400 400 400 400 400", sent=writing),
    Row("POST", "drafts/check/",          "302 200 200 200 200 200 200", sent=writing),
    Row("GET", DRAFT,                     "302 200 404 200 200 200 404"),
    Row("GET", DRAFT,                     "302 200 404 200 200 200 404", PUBLISHED),
    Row("GET", f"{DRAFT}edit/",           "302 200 404 403 403 403 404", EDIT),
    Row("POST", f"{DRAFT}edit/",          "302 302 404 403 403 403 404", EDIT,
        lambda w: writing(w) | {"base": w.drafts[EDIT].current.hash}),
    Row("POST", f"{DRAFT}submit/",        "302 302 404 403 403 403 404", EDIT, read(EDIT)),
    # The author holds a pre-authorization; the draft has been submitted already.
    Row("POST", f"{DRAFT}fast-track/",    "302 409 404 403 403 403 404", EDIT, read(EDIT)),
    Row("POST", f"{DRAFT}accept/",        "302 409 404 403 403 403 404", EDIT, read(EDIT)),
    Row("POST", f"{DRAFT}approve/",       "302 403 404 302 403 403 404", REVIEW, read(REVIEW)),
    Row("POST", f"{DRAFT}request-changes/", "302 403 404 302 403 403 404", REVIEW, read(REVIEW, comment="No.")),
    Row("POST", f"{DRAFT}reject/",        "302 403 404 302 403 403 404", REVIEW, read(REVIEW, reason="tone")),
    Row("POST", f"{DRAFT}withdraw/",      "302 302 404 403 403 403 404", REVIEW, read(REVIEW)),
    Row("POST", f"{DRAFT}reopen/",        "302 302 404 403 403 403 404", ENDED, read(ENDED)),
    Row("POST", f"{DRAFT}ask/",           "302 403 404 302 403 403 404", REVIEW,
        lambda w: read(REVIEW, office=w.ministry.comms.pk, how="comment", question="?", reason="!", limit="2")(w)),
    Row("POST", f"{DRAFT}claim/",         "302 403 404 302 403 403 404"),
    Row("POST", f"{DRAFT}release/",       "302 409 404 409 409 409 404"),
    Row("POST", f"{DRAFT}reassign/",      "302 403 404 302 403 403 404", sent=lambda w: {"to": w.ministry.dirk.pk}),
    Row("POST", f"{DRAFT}nudge/",         "302 302 404 302 302 302 404"),
    Row("POST", f"{DRAFT}comment/",       "302 302 404 302 302 302 404", REVIEW, read(REVIEW, text="Seen.")),
    Row("POST", f"{DRAFT}publish/",       "302 302 404 403 403 403 404", CLEARED,
        lambda w: read(CLEARED)(w) | {"channel": w.ministry.x.pk, "url": post_url(2)}),
    Row("POST", f"{DRAFT}retract/",       "302 403 404 403 403 403 404", PUBLISHED,
        read(PUBLISHED, where="X", taken_down_at="2026-09-14T12:00")),
    Row("GET", f"{DRAFT}bypass/",         "302 403 404 403 200 403 404"),
    Row("POST", f"{DRAFT}bypass/",        "302 403 404 403 302 403 404", REVIEW, read(REVIEW, reason="Lives.")),
    Row("GET", "bypasses/",               "302 403 403 403 200 403 403"),
    Row("GET", "away/",                   "302 200 200 200 200 200 200"),
    Row("POST", "away/",                  "302 302 302 302 302 302 302",
        sent=lambda w: {"starts_at": "2026-09-20T09:00", "ends_at": "2026-09-21T09:00"}),
    # Who heads the author's office may; none of these does.
    Row("GET", "away/of/<row:user_id>/",  "302 200 404 404 404 404 404"),
    Row("POST", "away/of/<row:user_id>/", "302 302 404 404 404 404 404",
        sent=lambda w: {"starts_at": "2026-09-20T09:00", "ends_at": "2026-09-21T09:00"}),
    Row("GET", "away/<row:absence_id>/",  "302 200 404 404 404 404 404"),
    Row("POST", "away/<row:absence_id>/", "302 302 404 404 404 404 404",
        sent=lambda w: {"starts_at": "2026-09-14T09:00", "ends_at": "2026-09-21T09:00"}),
    Row("POST", "away/<row:absence_id>/end/", "302 302 404 404 404 404 404"),
    Row("GET", "duty/",                   "302 200 200 200 200 200 200"),
    Row("GET", ROSTER,                    "302 200 200 200 200 200 200"),
    Row("POST", ROSTER,                   "302 403 403 403 403 403 403"),
    Row("POST", "duty/shifts/<row:shift_id>/move/", "302 403 403 403 403 403 403"),
    Row("POST", "duty/shifts/<row:shift_id>/remove/", "302 403 403 403 403 403 403"),
    # An administrator's: the policy officer's posting, and IT's account, are none.
    Row("GET", ACTING,                    "302 403 403 403 403 403 403"),
    Row("POST", ACTING,                   "302 403 403 403 403 403 403"),
    Row("POST", ACTING_END,               "302 404 404 404 404 404 404"),
    Row("GET", "queue/",                  "302 200 200 200 200 200 200"),
    Row("GET", "live/",                   "302 200 200 200 200 200 200"),
    Row("GET", "delays/",                 "302 200 200 200 200 200 200"),
    Row("POST", "delays/<row:delay_id>/reason/", "302 403 404 302 403 403 404", sent=lambda w: {"reason": "facts"}),
    Row("GET", "delays/counts/",          "302 403 403 403 200 403 403"),
    Row("GET", "delays/counts/file/",     "302 403 403 403 200 403 403"),
    Row("GET", "policies/",               "302 200 200 200 200 200 200"),
    Row("POST", "policies/",              "302 403 403 403 302 403 403", sent=lambda w: {"name": "Crisis", "order": 1}),
    Row("GET", POLICY,                    "302 302 302 302 302 302 302"),
    Row("GET", f"{POLICY}edit/",          "302 403 403 403 200 403 403"),
    Row("POST", f"{POLICY}edit/",         "302 403 403 403 200 403 403", sent=lambda w: {"do": "add"}),
    Row("POST", f"{POLICY}check/",        "302 403 403 403 200 403 403", sent=lambda w: {"levels": "1"}),
    Row("GET", "policies/values/",        "302 403 403 403 404 403 403"),
    Row("GET", VERSION,                   "302 200 200 200 200 200 200"),
    # The version is in force already: a policy officer is told so, anybody else that it is not theirs to do.
    Row("POST", f"{VERSION}propose/",     "302 403 403 403 409 403 403"),
    Row("POST", f"{VERSION}enact/",       "302 403 403 403 409 403 403"),
    Row("GET", f"{VERSION}try/",          "302 200 200 200 200 200 200"),
    Row("GET", f"{VERSION}in-flight/",    "302 403 403 403 200 403 403"),
    Row("POST", f"{VERSION}move/",        "302 403 403 403 302 403 403", sent=lambda w: {"reason": "One level less."}),
    Row("POST", f"{VERSION}call-off/",    "302 403 403 403 409 403 403", sent=lambda w: {"reason": "Not yet."}),
    # The author's: in force, suspended, and with a version that awaits its holder.
    Row("GET", "authorizations/",         "302 200 200 200 200 200 200"),
    Row("GET", "authorizations/new/",     "302 403 403 403 200 403 403"),
    Row("POST", "authorizations/new/",    "302 403 403 403 302 403 403", sent=lambda w: {"posting": "Helen Brandt"}),
    Row("GET", "authorizations/holders/<row:posting_id>/", "302 200 404 404 200 200 404"),
    Row("GET", PAPER,                     "302 200 404 404 200 200 404"),
    Row("GET", f"{PAPER}paper/",          "302 200 404 404 200 200 404"),
    Row("GET", f"{PAPER}amend/",          "302 403 403 403 409 403 403"),
    Row("POST", f"{PAPER}amend/",         "302 403 403 403 409 403 403"),
    Row("POST", f"{PAPER}countersign/",   "302 403 404 404 409 403 404", sent=lambda w: SIGNED),
    Row("POST", f"{PAPER}accept/",        "302 302 404 404 403 403 404", sent=lambda w: SIGNED),
    Row("POST", f"{PAPER}decline/",       "302 302 404 404 403 403 404", sent=lambda w: SIGNED),
    Row("POST", f"{PAPER}call-off/",      "302 403 404 404 302 403 404", sent=lambda w: SIGNED),
    Row("POST", f"{PAPER}suspend/",       "302 403 404 404 409 403 404", sent=lambda w: SIGNED),
    Row("POST", f"{PAPER}restrictions/<row:restriction_id>/lift/", "302 403 404 404 302 403 404",
        sent=lambda w: SIGNED),
    Row("POST", f"{PAPER}revoke/",        "302 403 404 404 302 403 404", sent=lambda w: SIGNED),
    Row("GET", "regimes/",                "302 200 200 200 200 200 200"),
    Row("GET", "regimes/declare/",        "302 403 403 403 200 403 403"),
    Row("POST", "regimes/declare/",       "302 403 403 403 302 403 403", sent=lambda w: {
        "kind": "crisis", "scope": "ministry", "reason": "Shelling.", "limit": "30", "in_flight": "clocks",
        "levels": "0", "do": "declare"}),
    Row("GET", "regimes/<row:regime_id>/", "302 200 200 200 200 200 200"),
    Row("POST", "regimes/<row:regime_id>/end/", "302 403 403 403 302 403 403", sent=lambda w: {"reason": "Calm."}),
    *(Row(method, route, who, sent=sent) for method, route, who, sent in rows_of_registers.PAGES),
    Row("GET", "channels/<row:channel_id>/compromised/", "302 200 403 403 200 403 403"),
    Row("POST", "channels/<row:channel_id>/compromised/", "302 302 403 403 302 403 403",
        sent=lambda w: {"reason": "Not ours."}),
    # Nobody has frozen it.
    Row("GET", "channels/<row:channel_id>/restore/", "302 403 403 403 409 403 403"),
    Row("POST", "channels/<row:channel_id>/restore/", "302 403 403 403 409 403 403",
        sent=lambda w: {"reason": "Ours."}),
    Row("POST", "holds/<row:hold_id>/lift/", "302 403 403 403 302 403 403", sent=lambda w: {"reason": "Calm."}),
    Row("GET", f"{VERSION}file/",         "302 200 200 200 200 200 200"),
    Row("GET", "policies/import/",        "302 403 403 403 200 403 403"),
    Row("POST", "policies/import/",       "302 403 403 403 302 403 403", sent=lambda w: {"do": "import", "text": FILE}),
    Row("GET", "policies/presets/",       "302 200 200 200 200 200 200"),
    Row("POST", PRESET,                   "302 403 403 403 302 403 403",
        sent=lambda w: {"uk-direct-target": str(w.ministry.policy.pk)}),
    Row("GET", "notifications/",          "302 200 200 200 200 200 200"),
    Row("GET", "notifications/settings/", "302 200 200 200 200 200 200"),
    Row("POST", "notifications/settings/", "302 200 200 200 200 200 200"),
    Row("POST", "notifications/read/",    "302 302 302 302 302 302 302"),
    # It is the approver's.
    Row("POST", "notifications/<row:message_id>/read/", "302 404 404 302 404 404 404"),
    Row("GET", "services/",               "302 403 403 403 200 403 403"),
    Row("GET", "services/new/",           "302 403 403 403 200 403 403"),
    Row("POST", "services/new/",          "302 403 403 403 302 403 403", sent=lambda w: {
        "name": "Pager", "format": "apprise", "address": "pagerduty://key@token", "language": "en",
        "time_zone": "UTC"}),
    Row("GET", SERVICE,                   "302 403 403 403 200 403 403"),
    Row("GET", f"{SERVICE}edit/",         "302 403 403 403 200 403 403"),
    Row("POST", f"{SERVICE}edit/",        "302 403 403 403 302 403 403",
        sent=lambda w: {"name": "Room 2", "language": "fr", "time_zone": "UTC"}),
    Row("POST", f"{SERVICE}secret/",      "302 403 403 403 200 403 403"),
    Row("POST", f"{SERVICE}ping/",        "302 403 403 403 302 403 403"),
    Row("POST", f"{SERVICE}on/",          "302 403 403 403 409 403 403"),
    Row("POST", f"{SERVICE}off/",         "302 403 403 403 302 403 403"),
    Row("POST", f"{SERVICE}remove/",      "302 403 403 403 302 403 403"),
    Row("POST", f"{SERVICE}again/",       "302 403 403 403 302 403 403"),
    Row("GET", "my-calendar/",            "302 200 200 200 200 200 200"),
    Row("POST", "my-calendar/new/",       "302 200 200 200 200 200 200"),
    Row("POST", "my-calendar/revoke/",    "302 302 302 302 302 302 302"),
    # The registers are open to every member of the ministry.
    Row("GET", "channels/",               "302 200 200 200 200 200 200"),
    Row("GET", "channels/<int:pk>/",      "302 200 200 200 200 200 200"),
    Row("GET", "offices/",                "302 200 200 200 200 200 200"),
    Row("GET", OFFICE,                    "302 200 200 200 200 200 200"),
    Row("GET", CALENDAR,                  "302 200 200 200 200 200 200"),
    # Those who keep the calendar of an office are told apart in test_pages_calendar.py.
    Row("POST", CALENDAR,                 "302 403 403 403 302 403 403", sent=lambda w: A_DAY),
    Row("GET", "offices/ministry-days/",  "302 200 200 200 200 200 200"),
    Row("POST", "offices/ministry-days/", "302 403 403 403 302 403 403", sent=lambda w: A_DAY),
]  # fmt: skip


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """One world for all rows; each cell is undone."""
    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=False), transaction.atomic():
        made = rows_of_pages.whole_world()
        made.clients = {person: client_of(user) for person, user in made.persons.items()}
        yield made
        transaction.set_rollback(True)


def pages():
    return {route for route, _view in routes() if not route.startswith(ELSEWHERE)} - OPEN


def test_every_page_has_a_row_and_every_row_a_page():
    assert len(pages()) >= 30
    assert {row.route for row in ROWS} == pages()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.method} {row.route}")
def test_each_person_is_answered_as_the_matrix_says(world, row):
    assert {person: answered(world, row, person) for person in PERSONS} == row.expected


@pytest.mark.parametrize("route", sorted({row.route for row in ROWS}))
def test_a_page_answers_no_other_method(world, route):
    methods = {row.method for row in ROWS if row.route == route}
    refused = {"PUT", "DELETE", "PATCH"} | ({"GET", "POST"} - methods)
    for method in sorted(refused):
        with transaction.atomic():
            response = world.clients["author"].generic(method, path(world, Row(method, route, "")))
            transaction.set_rollback(True)
        assert response.status_code == 405, f"{method} {route}"


def answered(world, row, person):
    """Give the status, and undo what was done; a page that is looked at writes nothing but a denial."""
    with transaction.atomic():
        send = getattr(world.clients[person], row.method.lower())
        with CaptureQueriesContext(connection) as asked:
            response = send(path(world, row), row.sent(world))
        written = [query["sql"] for query in asked if query["sql"].startswith(WRITES)]
        if row.method == "GET":
            assert [sql for sql in written if "approvals_denial" not in sql] == []
        if person == "anonymous":
            assert response["Location"].startswith("/sign-in/")
            assert written == []
        if response.status_code == 404 and "<uuid:draft_id>" in row.route:
            denial = Denial.objects.latest("pk")
            assert (denial.draft_id, denial.user) == (world.drafts[row.on].pk, world.persons[person])
        transaction.set_rollback(True)
    return response.status_code


def client_of(user):
    client = Client()
    if user is not None:
        client.force_login(user, backend="accounts.backends.SignIn")
    return client


def path(world, row):
    parts = {
        "<uuid:draft_id>": world.drafts[row.on].pk, "<row:policy_id>": world.ministry.policy.pk,
        "<row:message_id>": world.message.pk, "<ordinal:number>": 1, "<row:hold_id>": world.hold.pk,
        "<row:regime_id>": world.regime.pk, "<row:service_id>": world.service.pk, "<row:delay_id>": world.delay.pk,
        "<row:line_id>": world.line.pk, "<row:addition_id>": 999, "<row:review_id>": world.review.pk,
        "<int:pk>": world.ministry.x.pk, OFFICE: "offices/RUH/", "<slug:name>": "uk-direct",
        ROSTER: "duty/RUH/", ACTING: "offices/RUH/acting-head/", ACTING_END: "offices/RUH/acting-head/999999999/end/",
        "<authorization:number>": world.authorization.number, "<row:restriction_id>": world.restriction.pk,
        "<row:posting_id>": world.authorization.posting_id, "<row:work_id>": world.work.pk,
        "<row:user_id>": world.ministry.layla.pk, "<row:absence_id>": world.absence.pk,
        "<row:shift_id>": world.shift.pk, "<row:channel_id>": world.ministry.x.pk,
        "<row:rule_id>": world.review_rule.pk, CALENDAR: "offices/RUH/calendar/", "<uuid:key>": world.template.pk,
        "<row:view_id>": world.view.pk, **rows_images.addresses(world.image),
    }  # fmt: skip
    filled = rows_talk.filled(row.route, world)
    for part, value in parts.items():
        filled = filled.replace(part, str(value))
    return f"/{filled}"
