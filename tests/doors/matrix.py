"""Who may reach what: one row for every address and method, one column for every kind of person.

A room that adds an address adds its rows here, and what its addresses need to World.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.test import override_settings
from django.urls import URLPattern, URLResolver, get_resolver

from approvals.actions import alarms, away, decide, duty, holds, publish, regimes, withdraw
from approvals.models import Delay, Draft
from notifications.models import Message
from notifications.services import verbs
from notifications.services.verbs import Wanted
from tests import people
from tests.actions import lining
from tests.actions.authorizing import posting_of
from tests.authorizing import reviewed_by_comms
from tests.doors import authorized_world, rows_lines, rows_of_registers, rows_talk

# In the order of the columns below.
PERSONS = ("anonymous", "author", "stranger", "approver", "policy", "records", "it")

# Every address under these has a row; a room that guards more adds its prefix.
GUARDED = ("api/",)

# Open to everyone, and the same for everyone: documents without anything of the ministry's.
OPEN = {"api/v1/schema/", "api/docs/", "api/docs/problems/", "^api/"}

REVIEW, EDIT, CLEARED, PUBLISHED, ENDED = "in_review", "changes_requested", "cleared", "published", "withdrawn"


@dataclass(frozen=True)
class Row:
    """What each person is answered: `who` has one status for each column; `on` is the draft that the address names."""

    method: str
    route: str
    who: str
    on: str = REVIEW
    body: Callable[["World"], Any] | None = None

    @property
    def expected(self) -> dict[str, int]:
        return dict(zip(PERSONS, map(int, self.who.split()), strict=True))


class World:
    """The ministry of the stories with one draft in each state that matters; the desk is asked next."""

    def __init__(self) -> None:
        self.ministry = ministry = people.build()
        reviewed_by_comms(ministry)
        # The desk was asked yesterday, and is late; nothing else has a clock yet that could fire.
        late = ministry.submitted(at=people.later(-30))
        ministry.approve(late, ministry.helen, at=people.later(-29))
        alarms.fire_due(at=people.NOW)
        self.delay = Delay.objects.get(office=ministry.desk)
        desk_has_it = lambda: ministry.approve(ministry.submitted(), ministry.helen)  # noqa: E731
        self.drafts: dict[str, Draft] = {REVIEW: desk_has_it(), EDIT: desk_has_it(), CLEARED: ministry.cleared()}
        self.drafts[PUBLISHED], self.drafts[ENDED] = ministry.cleared(), desk_has_it()
        returned, out, ended = self.drafts[EDIT], self.drafts[PUBLISHED], self.drafts[ENDED]
        decide.request_changes(
            draft_id=returned.pk, by=ministry.dana, revision=returned.current.hash, at=people.NOW, comment="Shorter."
        )
        publish.publish(draft_id=out.pk, channel_id=ministry.x.pk, url=post_url(1), by=ministry.layla, at=people.NOW)
        withdraw.withdraw(draft_id=ended.pk, by=ministry.layla, at=people.NOW)
        # For a country that none of the drafts above is of.
        asked = regimes.Declaration("crisis", "Shelling.", scope="country", scope_value="CH", limit=people.HOUR)
        self.regime = regimes.declare(asked=asked, by=ministry.paul, at=people.NOW)
        self.message = Message.objects.filter(user=ministry.dana, medium="in_app").latest("pk")
        # In Arabic: it covers none of the drafts above.
        self.hold = holds.place(
            scope="language", scope_value="ar", reason="Calm first.", until=None, by=ministry.paul, at=people.NOW
        )
        self.line = lining.in_use(ministry)
        self.review, self.review_rule = rows_of_registers.reviewed_and_ruled(ministry)
        mattermost = Wanted("Room", "standard", "http://192.0.2.1/", "en", "UTC")
        with override_settings(WEBHOOK_ALLOWED_HOSTS=["192.0.2.1"]):
            self.service, _secret = verbs.register(wanted=mattermost, by=ministry.paul, at=people.NOW)
        self.absence = away.leave(
            user_id=ministry.layla.pk, starts_at=people.NOW, ends_at=people.later(48), by=ministry.layla, at=people.NOW
        )
        on_duty = people.post(ministry.helen, ministry.riyadh, "duty")
        self.shift = duty.add_shift(
            posting_id=on_duty.pk, starts_at=people.NOW, ends_at=people.later(8), by=ministry.helen, at=people.NOW
        )
        self.reply, self.template, self.said, self.settled = rows_talk.talking(ministry, self.drafts[REVIEW])
        self.authorization, self.restriction = authorized_world.suspended(ministry)
        self.persons = {
            "anonymous": None, "author": ministry.layla, "stranger": ministry.gil, "approver": ministry.dana,
            "policy": ministry.paul, "records": ministry.rita, "it": ministry.ivan,
        }  # fmt: skip

    def path(self, row: Row) -> str:
        """Return the address of a row, its parts filled in."""
        parts = {
            "<uuid:draft_id>": self.drafts[row.on].pk, "<row:policy_id>": self.ministry.policy.pk,
            "<row:message_id>": self.message.pk, "<row:regime_id>": self.regime.pk,
            "<row:webhook_id>": self.service.pk, "<row:service_id>": self.service.pk, "<ordinal:number>": 1,
            "<row:hold_id>": self.hold.pk, "<row:line_id>": self.line.pk, OFFICE: "offices/RUH/",
            "<row:delay_id>": self.delay.pk,
            "<row:absence_id>": self.absence.pk,
            "<row:authorization_id>": self.authorization.pk,
            "<row:restriction_id>": self.restriction.pk,
            "<row:channel_id>": self.ministry.x.pk,
        }  # fmt: skip
        filled = rows_talk.filled(rows_of_registers.filled(row.route, self), self)
        for part, value in parts.items():
            filled = filled.replace(part, str(value))
        return f"/{filled.removesuffix('$')}"


def post_url(number: int) -> str:
    return f"https://x.com/EmbassyRiyadh/status/{number}"


def writing(world: World) -> dict[str, Any]:
    return {"channels": [world.ministry.x.pk], "text": "Open tomorrow.", "language": "en"}


def approval(world: World) -> dict[str, Any]:
    return {"verdict": "approve", "revision": world.drafts[REVIEW].current.hash}


def question(world: World) -> dict[str, Any]:
    asked = {"question": "Is it right?", "reason": "It is new.", "limit": "PT2H", "mode": "comment"}
    return asked | {"office": world.ministry.comms.pk, "revision": world.drafts[REVIEW].current.hash}


def level(world: World) -> dict[str, Any]:
    asked = {"selector": "own_office", "role": "head", "question": "Is it accurate?"}
    return {"position": 1, "name": "Head of mission", "limit": "PT4H", **asked}


FILE = """\
chancery_policy: 1
name: From a file
order: 10
levels:
  - {position: 1, name: Head, question: Is it true?, asks: {selector: own_office, role: head}, limit: 4h}
"""


def crisis() -> dict[str, Any]:
    return {"kind": "crisis", "scope": "ministry", "reason": "Shelling.", "limit": "PT30M"}


CHANNEL = "api/v1/channels/<row:channel_id>/"
DRAFT = "api/v1/drafts/<uuid:draft_id>/"
POLICY = "api/v1/policies/<row:policy_id>/"
WEBHOOK = "api/v1/webhooks/<row:webhook_id>/"
VERSION = f"{POLICY}versions/<ordinal:number>/"
AUTHORIZATION = "api/v1/pre-authorizations/<row:authorization_id>/"
OFFICE = "^offices/(?P<code>[A-Z0-9]{1,8})/"

API = [
    #                                     anonymous author stranger approver policy records it
    Row("GET", "api/v1/me/",                   "401 200 200 200 200 200 200"),
    Row("GET", "api/v1/channels/",             "401 200 200 200 200 200 200"),
    Row("GET", "api/v1/drafts/",               "401 200 200 200 200 200 200"),
    Row("POST", "api/v1/drafts/",              "401 201 403 403 403 403 403", body=writing),
    # Whoever is signed in may send an image; this sends none (test_api_images.py).
    Row("POST", "api/v1/images/",              "401 415 415 415 415 415 415", body=lambda w: {}),
    Row("POST", "api/v1/drafts/check/",        "401 200 403 403 403 403 403", body=writing),
    Row("GET", DRAFT,                          "401 200 404 200 200 200 404"),
    Row("PATCH", DRAFT,                        "401 200 404 403 403 403 404", EDIT, lambda w: {"text": "Shorter."}),
    Row("POST", f"{DRAFT}submit/",             "401 200 404 403 403 403 404", EDIT, lambda w: {}),
    Row("POST", f"{DRAFT}decisions/",          "401 403 404 200 403 403 404", REVIEW, approval),
    Row("POST", f"{DRAFT}concurrence/",        "401 403 404 200 403 403 404", REVIEW, question),
    Row("POST", f"{DRAFT}claim/",              "401 403 404 200 403 403 404", REVIEW, lambda w: {}),
    Row("POST", f"{DRAFT}release/",            "401 409 404 409 409 409 404"),
    Row("POST", f"{DRAFT}reassign/",           "401 403 404 200 403 403 404", REVIEW,
        lambda w: {"to": w.ministry.dirk.pk}),
    Row("POST", f"{DRAFT}nudge/",              "401 200 404 200 200 200 404"),
    # The author holds a pre-authorization; the draft has been submitted already.
    Row("POST", f"{DRAFT}fast-track/",         "401 409 404 403 403 403 404", EDIT),
    Row("POST", f"{DRAFT}bypass/",             "401 403 404 403 200 403 404", REVIEW,
        lambda w: {"revision": w.drafts[REVIEW].current.hash, "reason": "Lives depend on it."}),
    Row("GET", "api/v1/bypasses/",             "401 403 403 403 200 403 403"),
    Row("POST", f"{DRAFT}withdraw/",           "401 200 404 403 403 403 404"),
    Row("POST", f"{DRAFT}publish/",            "401 200 404 403 403 403 404", CLEARED,
        lambda w: {"channel": w.ministry.x.pk, "url": post_url(2)}),
    Row("POST", f"{DRAFT}retract/",            "401 403 404 403 403 403 404", PUBLISHED,
        lambda w: {"where": "X", "taken_down_at": "2026-09-14T09:00:00Z"}),
    Row("POST", f"{DRAFT}reopen/",             "401 200 404 403 403 403 404", ENDED),
    Row("GET", f"{DRAFT}events/",              "401 200 404 200 200 200 404"),
    Row("GET", f"{DRAFT}revisions/",           "401 200 404 200 200 200 404"),
    Row("GET", f"{DRAFT}revisions/<ordinal:number>/diff/", "401 200 404 200 200 200 404"),
    Row("GET", f"{DRAFT}comments/",            "401 200 404 200 200 200 404"),
    Row("POST", f"{DRAFT}comments/",           "401 201 404 201 201 201 404", REVIEW, lambda w: {"text": "Seen."}),
    Row("GET", "api/v1/queue/",                "401 200 200 200 200 200 200"),
    # What each may do is told for each draft: test_api_queue.py.
    Row("POST", "api/v1/queue/decisions/",     "401 200 200 200 200 200 200", REVIEW,
        lambda w: {"decisions": [approval(w) | {"draft": str(w.drafts[REVIEW].pk)}]}),
    Row("GET", "api/v1/policies/",             "401 200 200 200 200 200 200"),
    Row("POST", "api/v1/policies/",            "401 403 403 403 201 403 403", body=lambda w: {"name": "Crisis"}),
    Row("GET", POLICY,                         "401 200 200 200 200 200 200"),
    Row("GET", f"{POLICY}versions/",           "401 200 200 200 200 200 200"),
    Row("POST", f"{POLICY}versions/",          "401 403 403 403 201 403 403", body=lambda w: {"levels": [level(w)]}),
    Row("GET", VERSION,                        "401 200 200 200 200 200 200"),
    # The version is in force already: a policy officer is told so, anybody else that it is not theirs to do.
    Row("POST", f"{VERSION}propose/",          "401 403 403 403 409 403 403"),
    Row("POST", f"{VERSION}enact/",            "401 403 403 403 409 403 403"),
    Row("GET", f"{VERSION}try/drafts/",        "401 403 403 403 200 403 403"),
    Row("GET", f"{VERSION}changes/",           "401 200 200 200 200 200 200"),
    # Which drafts are under which version, and moving them, is the policy team's.
    Row("GET", f"{VERSION}in-flight/",         "401 403 403 403 200 403 403"),
    Row("POST", f"{VERSION}move/",             "401 403 403 403 200 403 403", body=lambda w: {"reason": "One less."}),
    Row("POST", f"{VERSION}call-off/",         "401 403 403 403 409 403 403", body=lambda w: {"reason": "Not yet."}),
    Row("POST", f"{VERSION}try/",              "401 200 200 200 200 200 200",
        body=lambda w: {"office": w.ministry.riyadh.pk}),
    Row("GET", "api/v1/holds/",                "401 200 200 200 200 200 200"),
    Row("POST", "api/v1/holds/",               "401 403 403 403 201 403 403",
        body=lambda w: {"scope": "everything", "reason": "Calm first."}),
    Row("GET", "api/v1/holds/<row:hold_id>/",  "401 200 200 200 200 200 200"),
    Row("POST", "api/v1/holds/<row:hold_id>/lift/", "401 403 403 403 200 403 403", body=lambda w: {"reason": "Calm."}),
    # Who guards the account freezes it; nobody has, so that a policy officer has nothing to give back.
    Row("POST", f"{CHANNEL}compromised/",      "401 200 403 403 200 403 403", body=lambda w: {"reason": "Not ours."}),
    Row("POST", f"{CHANNEL}restore/",          "401 403 403 403 409 403 403", body=lambda w: {"reason": "Ours."}),
    Row("GET", f"{VERSION}file/",              "401 200 200 200 200 200 200"),
    Row("POST", "api/v1/policies/import/",     "401 403 403 403 201 403 403", body=lambda w: {"text": FILE}),
    Row("POST", "api/v1/policies/import/check/", "401 403 403 403 200 403 403", body=lambda w: {"text": FILE}),
    Row("GET", "api/v1/policies/schema/",      "401 200 200 200 200 200 200"),
    Row("GET", "api/v1/regimes/",              "401 200 200 200 200 200 200"),
    Row("POST", "api/v1/regimes/",             "401 403 403 403 201 403 403", body=lambda w: crisis()),
    Row("POST", "api/v1/regimes/check/",       "401 403 403 403 200 403 403", body=lambda w: crisis()),
    Row("GET", "api/v1/regimes/<row:regime_id>/", "401 200 200 200 200 200 200"),
    Row("POST", "api/v1/regimes/<row:regime_id>/end/", "401 403 403 403 200 403 403",
        body=lambda w: {"reason": "Calm."}),
    Row("GET", f"api/v1/{OFFICE}calendar/$",   "401 200 200 200 200 200 200"),
    # Policy officers and administrators look after services: test_api_services.py.
    Row("GET", "api/v1/webhooks/",             "401 403 403 403 200 403 403"),
    Row("POST", "api/v1/webhooks/",            "401 403 403 403 201 403 403",
        body=lambda w: {"name": "Pager", "format": "apprise", "address": "pagerduty://key@token"}),
    Row("GET", WEBHOOK,                        "401 403 403 403 200 403 403"),
    Row("POST", WEBHOOK,                       "401 403 403 403 200 403 403", body=lambda w: {"groups": ["delays"]}),
    Row("POST", f"{WEBHOOK}secret/",           "401 403 403 403 200 403 403"),
    Row("POST", f"{WEBHOOK}ping/",             "401 403 403 403 201 403 403"),
    # It is on.
    Row("POST", f"{WEBHOOK}on/",               "401 403 403 403 409 403 403"),
    Row("POST", f"{WEBHOOK}off/",              "401 403 403 403 200 403 403"),
    Row("POST", f"{WEBHOOK}remove/",           "401 403 403 403 200 403 403"),
    Row("GET", f"{WEBHOOK}deliveries/",        "401 403 403 403 200 403 403"),
    Row("POST", f"{WEBHOOK}deliveries/send-again/", "401 403 403 403 200 403 403", body=lambda w: {}),
    # It is the author's: in force, suspended, and with new terms that await them.
    Row("GET", "api/v1/pre-authorizations/",   "401 200 200 200 200 200 200"),
    Row("POST", "api/v1/pre-authorizations/",  "401 403 403 403 201 403 403",
        body=lambda w: authorized_world.asked(w.ministry) | {"posting": posting_of(w.ministry.omar, "author").pk}),
    Row("GET", AUTHORIZATION,                  "401 200 404 404 200 200 404"),
    Row("POST", f"{AUTHORIZATION}versions/",   "401 403 404 404 409 403 404",
        body=lambda w: authorized_world.asked(w.ministry)),
    Row("POST", f"{AUTHORIZATION}countersign/", "401 403 404 404 409 403 404", body=lambda w: {"version": 2}),
    Row("POST", f"{AUTHORIZATION}accept/",     "401 200 404 404 403 403 404", body=lambda w: {"version": 2}),
    Row("POST", f"{AUTHORIZATION}decline/",    "401 200 404 404 403 403 404",
        body=lambda w: {"version": 2, "reason": "Too many."}),
    Row("POST", f"{AUTHORIZATION}call-off/",   "401 403 404 404 200 403 404",
        body=lambda w: {"version": 2, "reason": "Too many."}),
    Row("POST", f"{AUTHORIZATION}suspend/",    "401 403 404 404 409 403 404", body=lambda w: {"reason": "Look."}),
    Row("POST", f"{AUTHORIZATION}revoke/",     "401 403 404 404 200 403 404", body=lambda w: {"reason": "Enough."}),
    Row("POST", f"{AUTHORIZATION}restrictions/<row:restriction_id>/lift/", "401 403 404 404 200 403 404",
        body=lambda w: {"reason": "In order."}),
    Row("GET", "api/v1/absences/",             "401 200 200 200 200 200 200"),
    Row("POST", "api/v1/absences/",            "401 201 201 201 201 201 201",
        body=lambda w: {"starts_at": "2026-09-20T09:00:00Z", "ends_at": "2026-09-21T09:00:00Z"}),
    # It is the author's: an absence of theirs is nobody else's to see but the head's.
    Row("GET", "api/v1/absences/<row:absence_id>/", "401 200 404 404 404 404 404"),
    Row("PATCH", "api/v1/absences/<row:absence_id>/", "401 200 404 404 404 404 404",
        body=lambda w: {"starts_at": "2026-09-14T09:00:00Z", "ends_at": "2026-09-21T09:00:00Z"}),
    Row("POST", "api/v1/absences/<row:absence_id>/end/", "401 200 404 404 404 404 404"),
    Row("GET", "api/v1/delays/",               "401 200 200 200 200 200 200"),
    Row("GET", "api/v1/delays/counts/",        "401 403 403 403 200 403 403"),
    Row("POST", "api/v1/delays/<row:delay_id>/reason/", "401 403 404 200 403 403 404",
        body=lambda w: {"reason": "facts"}),
    Row("GET", "api/v1/notifications/",        "401 200 200 200 200 200 200"),
    Row("GET", "api/v1/notifications/settings/", "401 200 200 200 200 200 200"),
    Row("PATCH", "api/v1/notifications/settings/", "401 200 200 200 200 200 200",
        body=lambda w: {"email": {"news": "never"}}),
    # It is the approver's.
    Row("POST", "api/v1/notifications/<row:message_id>/read/", "401 404 404 200 404 404 404"),
]  # fmt: skip

ROWS = [*API, *(Row(*row[:3], body=row[3]) for row in (*rows_lines.API, *rows_of_registers.API, *rows_talk.API))]


def routes(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every address of the application as it is written in the urls, with what answers it."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield route, entry.callback
        else:
            yield from routes(entry, route)
