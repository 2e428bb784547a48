"""Which row of the demo ministry a picture is taken of, and who looks at it."""

from collections.abc import Callable
from typing import TypeVar

from django.db.models import Model
from django.urls import reverse

from accounts import clock
from accounts.models import Absence, DutyShift, Posting, Role, User, Work
from approvals import queries
from approvals.models import (
    ClearedLine,
    Conversation,
    Draft,
    PolicyVersion,
    PreAuthorization,
    Regime,
    Review,
    ReviewRule,
)
from channels.models import Channel
from notifications.services import verbs
from notifications.services.models import Endpoint
from notifications.services.verbs import Wanted

Find = Callable[[str], tuple[str, str]]
Row = TypeVar("Row", bound=Model)
OFFICER = "policy.one"


class NothingThere(LookupError):
    """The demo ministry has no row for this picture."""


def named(username: str) -> User:
    """Return one of the demo's people."""
    return User.objects.get(username=username)


def some(found: Row | None, what: str) -> Row:
    """Return what was found, or say what the demo lacks."""
    if found is None:
        raise NothingThere(what)
    return found


def first_waiting(who: str) -> tuple[str, str]:
    """Find the most urgent draft that awaits this person."""
    steps = queries.awaiting(named(who), at=clock.now(), limit=1)
    if not steps:
        raise NothingThere("a draft that waits")
    return who, reverse("draft", args=[steps[0].draft_id])


def draft_in(state: str, page: str = "draft") -> Find:
    """Find the newest draft in this state, as its author sees it."""

    def find(_who: str) -> tuple[str, str]:
        draft = some(Draft.objects.filter(state=state).exclude(kind="line").order_by("-state_since").first(), state)
        return draft.author.username, reverse(page, args=[draft.pk])

    return find


def draft_of(author: str, state: str, page: str = "draft") -> Find:
    """Find the newest draft of this author in this state."""

    def find(_who: str) -> tuple[str, str]:
        found = Draft.objects.filter(author__username=author, state=state).exclude(kind="line")
        return author, reverse(page, args=[some(found.order_by("-state_since").first(), f"{state} of {author}").pk])

    return find


def draft_for(reader: str, state: str, page: str = "draft") -> Find:
    """Find the newest draft in this state that a reader may see."""

    def find(_who: str) -> tuple[str, str]:
        found = queries.drafts(named(reader), at=clock.now()).filter(state=state).exclude(kind="line")
        return reader, reverse(page, args=[some(found.first(), f"{state} for {reader}").pk])

    return find


def a_review(_who: str) -> tuple[str, str]:
    """Find a review that communications owe."""
    found = Review.objects.filter(status="open").order_by("due_at").first() or Review.objects.first()
    return "hq.comms", reverse("review", args=[some(found, "a review").pk])


def a_conversation(_who: str) -> tuple[str, str]:
    """Find the conversation with most drafts in it, as the author of its first sees it."""
    draft = some(Draft.objects.filter(conversation__isnull=False).order_by("conversation__latest_at").last(), "a reply")
    return draft.author.username, reverse(
        "conversation", args=[some(Conversation.objects.get(pk=draft.conversation_id), "").pk]
    )


def away_of_another(_who: str) -> tuple[str, str]:
    """Find somebody at an embassy whose head arranges their absences."""
    author = named("riyadh.author")
    return "riyadh.head", reverse("away_other", args=[author.pk])


def an_absence(_who: str) -> tuple[str, str]:
    """Find an absence that is not over, as whoever is away sees it."""
    found = Absence.objects.filter(ends_at__gt=clock.now()).order_by("starts_at").first()
    absence = some(found, "an absence")
    return absence.user.username, reverse("away_change", args=[absence.pk])


def a_roster(_who: str) -> tuple[str, str]:
    """Find the roster of an office that has one, as its first duty officer sees it."""
    shift = some(DutyShift.objects.select_related("posting__office", "posting__user").first(), "a shift")
    return shift.posting.user.username, reverse("duty_office", args=[shift.posting.office.code])


def policy(page: str) -> Find:
    """Find the policy whose version in force has most levels."""
    return lambda _who: (OFFICER, reverse(page, args=[_fullest().policy_id]))


def version(page: str, query: str = "") -> Find:
    """Find the version in force that has most levels."""
    return lambda _who: (OFFICER, reverse(page, args=[_fullest().policy_id, _fullest().number]) + query)


def _fullest() -> PolicyVersion:
    in_force = PolicyVersion.objects.filter(status="in_force")
    return max(in_force, key=lambda version: version.levels.count())


def proposed_version(_who: str) -> tuple[str, str]:
    """Find a version that awaits a second policy officer."""
    found = some(PolicyVersion.objects.filter(status="proposed").first(), "a proposed version")
    return "policy.two", reverse("policy_version", args=[found.policy_id, found.number])


def authorization(page: str) -> Find:
    """Find the pre-authorization that the demo's ambassador holds, as a policy officer sees it."""
    return lambda _who: (OFFICER, reverse(page, args=[_held().number]))


def authorization_of_holder(_who: str) -> tuple[str, str]:
    """Find the same, as its holder sees it."""
    return _held().posting.user.username, reverse("authorization", args=[_held().number])


def a_holder(_who: str) -> tuple[str, str]:
    """Find the page with what its holder did."""
    return OFFICER, reverse("holder", args=[_held().posting_id])


def _held() -> PreAuthorization:
    held = PreAuthorization.objects.select_related("posting__user", "version")
    return some(
        held.filter(revoked_at=None, ended_at=None, version__isnull=False).order_by("pk").first(), "one in force"
    )


def a_review_rule(_who: str) -> tuple[str, str]:
    """Find a review rule."""
    return OFFICER, reverse("review_rule", args=[some(ReviewRule.objects.first(), "a review rule").pk])


def a_line(_who: str) -> tuple[str, str]:
    """Find a cleared line."""
    return "geneva.author", reverse("line", args=[some(ClearedLine.objects.order_by("pk").first(), "a line").pk])


def a_regime(_who: str) -> tuple[str, str]:
    """Find the newest regime."""
    return OFFICER, reverse("regime", args=[some(Regime.objects.order_by("-pk").first(), "a regime").pk])


def service(page: str) -> Find:
    """Find a service that is told; the demo has none, since none would answer, so one is registered."""

    def find(_who: str) -> tuple[str, str]:
        found = Endpoint.objects.first()
        if found is None:
            asked = Wanted("Duty phone", "apprise", "pagerduty://key@token", "en", "UTC")
            found, _secret = verbs.register(wanted=asked, by=named(OFFICER), at=clock.now())
        return OFFICER, reverse(page, args=[found.pk])

    return find


def a_channel(who: str) -> tuple[str, str]:
    """Find a channel."""
    return who, reverse("channel", args=[_channel().pk])


def compromised(_who: str) -> tuple[str, str]:
    """Find a channel that its head of mission may stop."""
    return "geneva.ambassador", reverse("channel_compromised", args=[_channel().pk])


def _channel() -> Channel:
    geneva = Posting.objects.filter(user=named("geneva.ambassador"), role=Role.HEAD).values("office_id")
    return some(Channel.objects.filter(office__in=geneva, state="active").order_by("pk").first(), "a channel")


def somebody(page: str) -> Find:
    """Find the head of a mission on whom much depends."""
    return lambda who: (who, reverse(page, args=[named("riyadh.head").pk]))


def a_posting(who: str) -> tuple[str, str]:
    """Find the posting of the same head of mission."""
    posting = Posting.objects.filter(user=named("riyadh.head"), ends_at__isnull=True).first()
    return who, reverse("posting_end", args=[some(posting, "a posting").pk])


def a_piece_of_work(_who: str) -> tuple[str, str]:
    """Find a piece of work that is done."""
    work = some(Work.objects.filter(status=Work.Status.DONE).select_related("by").first(), "work that is done")
    return work.by.username, reverse("work_one", args=[work.pk])
