"""Trust on evidence: what a holder published under a pre-authorization, what reviews found, and how quick it was."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from statistics import median

from django.db.models import Count, Q, QuerySet

from accounts.models import Posting
from accounts.zones import zone_named
from approvals.models import Draft, Kind, Restriction, Review, Route

# What is compared with the ordinary route: that of these days. And how many it takes on either side to say anything.
COMPARED = timedelta(days=90)
FEWEST = 5
WEEKS = 12
NEWEST = 20
ADVERSE = (Review.Outcome.CORRECT, Review.Outcome.RETRACT)


@dataclass(frozen=True, slots=True)
class Found:
    """How many reviews stand where, and how many found what for which reason."""

    open: int
    late: int
    owed: int
    outcomes: Mapping[str, int]
    reasons: Sequence[tuple[str, str, int]]

    @property
    def posts(self) -> int:
        """Return how many posts were cleared under it, but for those that never went out."""
        return self.open + self.owed + self.done

    @property
    def done(self) -> int:
        """Return how many are reviewed."""
        return sum(self.outcomes.values())

    @property
    def adverse(self) -> int:
        """Return how many were found wanting."""
        return sum(self.outcomes.get(outcome, 0) for outcome in ADVERSE)


@dataclass(frozen=True, slots=True)
class Week:
    """The posts of one week, from a Monday on in the calendar of the holder's office, by what became of them."""

    monday: date
    stands: int = 0
    adverse: int = 0
    awaited: int = 0

    @property
    def posts(self) -> int:
        """Return how many posts in all."""
        return self.stands + self.adverse + self.awaited


@dataclass(frozen=True, slots=True)
class Pace:
    """How long it takes from the first word to the publication: the median, and of how many drafts."""

    drafts: int
    middle: timedelta | None

    @classmethod
    def of(cls, found: Iterable[tuple[datetime, datetime]]) -> "Pace":
        """Return the median of these, each from its creation to its publication."""
        seconds = [(published - created).total_seconds() for created, published in found]
        return cls(len(seconds), timedelta(seconds=median(seconds)) if seconds else None)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What there is to go by about one holder."""

    posting: Posting
    found: Found
    weeks: Sequence[Week]
    newest: Sequence[Review]
    restrictions: Sequence[Restriction]
    fast: Pace
    ordinary: Pace

    @property
    def compares(self) -> bool:
        """Say whether there are enough drafts on either side to compare them."""
        return min(self.fast.drafts, self.ordinary.drafts) >= FEWEST


def about(posting: Posting, *, at: datetime) -> Evidence:
    """Return the evidence about a posting, its office read along. Six queries, however much there is."""
    reviews = _reviews(posting)
    restrictions = Restriction.objects.filter(authorization__posting=posting)
    return Evidence(
        posting=posting,
        found=_found(reviews),
        weeks=_weeks(reviews, zone=zone_named(posting.office.time_zone), at=at),
        newest=list(reviews.select_related("draft", "authorization_version__authorization")[:NEWEST]),
        restrictions=list(restrictions.select_related("authorization", "by", "lifted_by").order_by("-at", "-pk")),
        fast=Pace.of(_fast(posting, since=at - COMPARED)),
        ordinary=Pace.of(_ordinary(posting, since=at - COMPARED)),
    )


def _reviews(posting: Posting) -> QuerySet[Review]:
    """Return the reviews of what went out under the posting's authorizations, the newest first."""
    under = Q(authorization_version__authorization__posting=posting, origin=Review.Origin.FAST_PATH)
    return Review.objects.filter(under).exclude(status=Review.Status.VOID).order_by("-created_at", "-pk")


def _found(reviews: QuerySet[Review]) -> Found:
    rows = list(
        reviews.order_by()
        .values_list("status", "outcome", "reason")
        .annotate(times=Count("pk"), late=Count("pk", filter=Q(overdue_at__isnull=False)))
    )
    by_status: Counter[str] = Counter()
    outcomes: Counter[str] = Counter()
    reasons: Counter[tuple[str, str]] = Counter()
    for status, outcome, reason, times, _late in rows:
        by_status[status] += times
        if status == Review.Status.DONE:
            outcomes[outcome] += times
        if reason:
            reasons[outcome, reason] += times
    return Found(
        open=by_status[Review.Status.OPEN],
        late=sum(late for status, _outcome, _reason, _times, late in rows if status == Review.Status.OPEN),
        owed=by_status[Review.Status.OWED],
        outcomes=outcomes,
        reasons=[(*named, times) for named, times in sorted(reasons.items(), key=lambda row: (-row[1], row[0]))],
    )


def _weeks(reviews: QuerySet[Review], *, zone: tzinfo, at: datetime) -> list[Week]:
    """Return the last weeks, the oldest first, this one among them."""
    today = at.astimezone(zone).date()
    this = today - timedelta(days=today.weekday())
    mondays = [this - timedelta(weeks=back) for back in reversed(range(WEEKS))]
    # A day more than the weeks have: the calendar of the office may be ahead.
    since = at - timedelta(weeks=WEEKS, days=1)
    counted: Counter[tuple[date, str]] = Counter()
    for created, outcome in reviews.order_by().filter(created_at__gte=since).values_list("created_at", "outcome"):
        day = created.astimezone(zone).date()
        counted[day - timedelta(days=day.weekday()), _became(outcome)] += 1
    return [
        Week(monday, counted[monday, "stands"], counted[monday, "adverse"], counted[monday, "awaited"])
        for monday in mondays
    ]


def _became(outcome: str) -> str:
    if not outcome:
        return "awaited"
    return "adverse" if outcome in ADVERSE else "stands"


def _fast(posting: Posting, *, since: datetime) -> Iterable[tuple[datetime, datetime]]:
    under = Draft.objects.filter(
        route__kind=Route.Kind.FAST_PATH, route__authorization_version__authorization__posting=posting
    )
    return _published(under, since=since)


def _ordinary(posting: Posting, *, since: datetime) -> Iterable[tuple[datetime, datetime]]:
    """Return the drafts of the same office that levels have cleared, whole: those that were bypassed are no measure."""
    ordinary = Draft.objects.filter(office=posting.office_id, route__kind=Route.Kind.LEVELS, route__bypass=None)
    return _published(ordinary.exclude(kind=Kind.LINE), since=since)


def _published(drafts: QuerySet[Draft], *, since: datetime) -> Iterable[tuple[datetime, datetime]]:
    found = drafts.filter(cleared_at__gte=since, published_at__isnull=False)
    return found.order_by().values_list("created_at", "published_at")  # type: ignore[return-value]
