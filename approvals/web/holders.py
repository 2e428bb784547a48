"""A page per holder: what was published under the pre-authorization, what reviews found, and how quick it was."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import clock, reader
from accounts.models import Posting, Role
from approvals import evidence, granted
from approvals.evidence import Evidence, Week
from approvals.granted import Reader
from approvals.models import Review
from approvals.refusals import Refused
from approvals.web import authorization_words
from approvals.web.door import page, person
from approvals.web.words import span

# The drawing, in units of its own.
HEIGHT, STEP, BAR = 120, 48, 30


@dataclass(frozen=True, slots=True)
class Bar:
    """One week as it is drawn: a bar of up to three parts, the posts that stand at its foot."""

    week: Week
    x: int
    parts: Sequence[tuple[str, int, int]]

    @property
    def middle(self) -> int:
        """Return where the name of the week stands."""
        return self.x + BAR // 2


@page
@require_safe
def holder(request: HttpRequest, posting_id: int) -> HttpResponse:
    """Show the evidence about one holder to those who answer for it: officers, the holder, the head."""
    at = clock.now()
    me = Reader(person(request), reader.seats(request))
    posting = Posting.objects.select_related("user", "office").filter(pk=posting_id).first()
    if posting is None or not _may_see(me, posting):
        raise Refused("not_found")
    papers = [
        granted.Paper(row, at) for row in granted.read_along(posting.pre_authorizations.order_by("-created_at", "-pk"))
    ]
    if not papers:
        raise Refused("not_found")
    shown = evidence.about(posting, at=at)
    context = {
        "posting": posting,
        "evidence": shown,
        "papers": [(one, authorization_words.sentence(one), authorization_words.tone(one)) for one in papers],
        "bars": bars(shown.weeks),
        "height": HEIGHT,
        "width": STEP * len(shown.weeks),
        "most": max((week.posts for week in shown.weeks), default=0),
        "outcomes": [(str(label), shown.found.outcomes.get(code, 0)) for code, label in Review.Outcome.choices],
        "reasons": _reasons(shown),
        "restrictions": [(one, authorization_words.reason(one.cause, one.reason)) for one in shown.restrictions],
        "paces": _paces(shown),
        "fewest": evidence.FEWEST,
        "days": evidence.COMPARED.days,
        "at": at,
    }
    return render(request, "approvals/holder.html", context)


def bars(weeks: Sequence[Week]) -> list[Bar]:
    """Return the weeks as bars, the highest as high as the drawing."""
    most = max((week.posts for week in weeks), default=0) or 1
    return [_bar(week, place, most) for place, week in enumerate(weeks)]


def _bar(week: Week, place: int, most: int) -> Bar:
    parts, foot = [], HEIGHT
    for name, posts in (("stands", week.stands), ("adverse", week.adverse), ("awaited", week.awaited)):
        high = round(posts / most * HEIGHT)
        foot -= high
        if high:
            parts.append((name, foot, high))
    return Bar(week, place * STEP + (STEP - BAR) // 2, parts)


def _may_see(me: Reader, posting: Posting) -> bool:
    heads = any(seat.place == (posting.office_id, Role.HEAD) for seat in me.seats)
    return me.sees_all or heads or posting.user_id == me.user.pk


def _reasons(shown: Evidence) -> list[tuple[str, str, int]]:
    return [
        (str(Review.Outcome(outcome).label), str(Review.Reason(reason).label), times)
        for outcome, reason, times in shown.found.reasons
    ]


def _paces(shown: Evidence) -> dict[str, str]:
    lengths = {"fast": shown.fast.middle, "ordinary": shown.ordinary.middle}
    return {name: span(max(length, timedelta(minutes=1))) for name, length in lengths.items() if length is not None}
