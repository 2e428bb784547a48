"""The parts of the page that a person begins with: each has at most a few rows, and the way to all of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.authority import Seat
from accounts.models import DutyShift, Posting, Role, User
from accounts.queries import in_force_at
from approvals import access, granted, queries
from approvals.granted import SOON, Paper
from approvals.lifecycle import State
from approvals.models import Draft, PolicyVersion, PreAuthorization, Review, Urgency
from approvals.web import my_drafts
from approvals.web import overrides as shown
from approvals.web.own_drafts import Group, grouped

Words = str | Promise

ROWS = 5
# Among so many that press, the first few are found.
MOST_PRESSING = 50


@dataclass(frozen=True, slots=True)
class Section:
    """One part: its rows as one template shows them, the way to all of them, and what is said when there is none.

    `count` is how many there are, where that is known; `context_count` names the count of the frame that says so.
    """

    key: str
    title: Words
    template: str
    rows: Sequence[Any] = ()
    empty: Words = ""
    url: str = ""
    all_label: Words = ""
    count: int | None = None
    context_count: str = ""
    # Every draft that there is, where the rows are the first of them.
    drafts: Sequence[Draft] = ()

    @property
    def is_whole(self) -> bool:
        """Say whether every one there is can be read here."""
        return self.count is not None and self.count <= len(self.rows)


def queue(user: User, seats: Collection[Seat]) -> tuple[Section, int]:
    """Return what awaits this person's decision, most urgent first, and how much that is, for the frame to say."""
    steps, count = queries.first_awaiting(user, limit=ROWS, seats=seats)
    section = Section(
        "queue", _("Awaiting your decision"), "approvals/home/_steps.html", steps,
        empty=_("Nothing awaits your decision."), url=reverse("queue"), all_label=_("To the queue"),
        context_count="queue_count",
    )  # fmt: skip
    return section, count


def own(user: User, *, at: datetime) -> list[Section]:
    """Return a person's own drafts by what they need; the parts that are empty left out, but the first."""
    groups = grouped(user, at=at, shown=ROWS)
    if not any(group.drafts for group in groups):
        return [Section("own", _("Your drafts"), "approvals/home/_first_post.html", [user])]
    return [_own(group) for group in groups if group.drafts or group.key == "needs"]


def _own(group: Group) -> Section:
    return Section(
        group.key, group.title, "approvals/home/_drafts.html", group.drafts, empty=_("Nothing needs you now."),
        url=f"{reverse('drafts')}?group={group.key}", all_label=_("All of these"), count=group.count,
        drafts=group.drafts,
    )  # fmt: skip


def held_of(sections: Sequence[Section], *, at: datetime) -> dict[UUID, str]:
    """Return why drafts of these parts wait that a hold keeps whole. At most one query."""
    return my_drafts.held([draft for section in sections for draft in section.drafts], at=at)


def fast_path(user: User, *, at: datetime) -> list[Section]:
    """Return where this person's pre-authorizations stand, and which of their posts await review; nothing for none."""
    mine = PreAuthorization.objects.filter(granted.living(), posting__user=user).order_by("pk")[:ROWS]
    papers = [Paper(row, at) for row in granted.read_along(mine)]
    owed = Review.objects.filter(publisher=user, status=Review.Status.OPEN).select_related("draft__revision", "office")
    reviews = list(owed.order_by("due_at", "pk")[:ROWS])
    found = []
    if papers:
        found.append(Section(
            "authorization", _("Your pre-authorization"), "approvals/home/_papers.html", papers,
            url=reverse("authorizations"), all_label=_("To the register"),
        ))  # fmt: skip
    if reviews:
        found.append(Section(
            "owed", _("Your posts that await review"), "approvals/home/_reviews.html", reviews,
            url=reverse("reviews"), all_label=_("To the reviews"),
        ))  # fmt: skip
    return found


def is_on_a_duty_list(user: User, *, at: datetime) -> bool:
    """Say whether a person takes shifts as a duty officer, on duty now or not. One query."""
    return Posting.objects.filter(in_force_at(at), user=user, role=Role.DUTY).exists()


def burning(user: User, seats: Collection[Seat], *, at: datetime) -> Section:
    """Return the urgent drafts and those of a crisis that are in review, what is late first, then the soonest due."""
    pressing = access.visible(user, at=at, seats=seats).filter(
        state=State.IN_REVIEW, urgency__in=(Urgency.URGENT, Urgency.CRISIS)
    )  # fmt: skip
    newest = list(pressing.order_by("-state_since", "pk").values_list("pk", flat=True)[:MOST_PRESSING])
    found = queries.listed(Draft.objects.filter(pk__in=newest)) if newest else ()
    rows = sorted(found, key=my_drafts.late_then_soonest)
    return Section(
        "burning", _("Urgent now"), "approvals/home/_drafts.html", rows[:ROWS],
        empty=_("No urgent draft and none of a crisis is in review."),
        url=f"{reverse('drafts')}?of=all&state=in_review", all_label=_("Everything in review"),
    )  # fmt: skip


def on_duty(*, at: datetime) -> Section:
    """Return who is on duty now, office by office."""
    shifts = DutyShift.objects.filter(starts_at__lte=at, ends_at__gt=at, posting__user__is_active=True)
    rows = shifts.select_related("posting__user", "posting__office").order_by("posting__office__name", "pk")
    return Section(
        "duty", _("On duty now"), "approvals/home/_shifts.html", list(rows[:ROWS]), empty=_("Nobody is on duty now."),
        url=reverse("duty"), all_label=_("To the duty lists"),
    )  # fmt: skip


def delays(user: User, seats: Collection[Seat], *, at: datetime) -> Section:
    """Return the levels and reviews that are late now, the latest of all first."""
    late = queries.delays(user, at=at, seats=seats).filter(resolved_at__isnull=True).order_by("due_at", "pk")
    first = list(late.select_related(None).values_list("pk", flat=True)[:ROWS])
    return Section(
        "delays", _("Late now"), "approvals/home/_delays.html", queries.delays_of(first), empty=_("Nothing is late."),
        url=reverse("delays"), all_label=_("All delays"),
    )  # fmt: skip


def overrides(request: HttpRequest) -> Section:
    """Return the holds and regimes in force."""
    rows = shown.touching(request)
    return Section(
        "in_force", _("Holds and regimes in force"), "approvals/home/_overrides.html", rows[:ROWS],
        empty=_("No hold and no regime is in force."), url=reverse("holds"), all_label=_("All holds"), count=len(rows),
    )  # fmt: skip


def versions(user: User) -> Section:
    """Return the policy versions that await a second officer, the oldest proposal first."""
    proposed = PolicyVersion.objects.filter(status=PolicyVersion.Status.PROPOSED)
    rows = proposed.select_related("policy", "proposed_by").order_by("proposed_at", "pk")[:ROWS]
    return Section(
        "versions", _("Versions that await a second officer"), "approvals/home/_versions.html",
        [(version, version.proposed_by_id == user.pk) for version in rows],
        empty=_("No version awaits a second officer."), url=reverse("policies"), all_label=_("All policies"),
    )  # fmt: skip


def ending(*, at: datetime) -> Section:
    """Return the pre-authorizations that end within a month, the soonest first."""
    near = PreAuthorization.objects.filter(granted.living(), version__until__gt=at, version__until__lte=at + SOON)
    rows = near.select_related("posting__user", "posting__office", "version").order_by("version__until", "pk")
    return Section(
        "ending", _("Pre-authorizations that end soon"), "approvals/home/_ending.html", list(rows[:ROWS]),
        empty=_("No pre-authorization ends within 30 days."), url=f"{reverse('authorizations')}?state=ending",
        all_label=_("All that end soon"),
    )  # fmt: skip


def records() -> Section:
    """Return the ways of a records officer: to find a draft, and to what answers a request."""
    return Section("records", _("Find a record"), "approvals/home/_records.html", [None])
