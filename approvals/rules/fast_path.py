"""May a post go out without prior approval, and why not: every condition that is not met, each by its own code."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from approvals.rules.conditions import language_names
from approvals.rules.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Terms:
    """What a version of a pre-authorization allows, from `starts_at` until (and not including) `until`."""

    channels: frozenset[int]
    languages: frozenset[str]
    kinds: frozenset[str]
    barred_topics: frozenset[str]
    barred_countries: frozenset[str]
    per_day: int
    per_week: int
    starts_at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """What has become of the instrument, and how much of it is used up.

    `suspended` says why it is, empty where it is not; `is_halved` that its quota is halved for now; `today` and
    `this_week` how many posts went out under it on this calendar day of its office, and on this day and the six before.
    """

    is_revoked: bool = False
    suspended: str = ""
    is_halved: bool = False
    today: int = 0
    this_week: int = 0


@dataclass(frozen=True, slots=True)
class Target:
    """One account that a post is for: whether it is active, and what people call it."""

    id: int
    name: str
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants to publish now; `countries` are those it is from and those that it names.

    `slot` is when it should go out, where that is still to come; `moment` when it is of no use any more.
    """

    kind: str
    targets: tuple[Target, ...]
    languages: frozenset[str]
    topics: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    slot: datetime | None = None
    moment: datetime | None = None


@dataclass(frozen=True, slots=True)
class Quota:
    """How many posts a day, and in seven days, may go out."""

    per_day: int
    per_week: int


def quota(terms: Terms, standing: Standing) -> Quota:
    """Return the quota as it is now: halved, rounded down, where it is, and one at the least."""
    if not standing.is_halved:
        return Quota(terms.per_day, terms.per_week)
    return Quota(max(1, terms.per_day // 2), max(1, terms.per_week // 2))


def reasons(terms: Terms, standing: Standing, wanted: Wanted, *, at: datetime) -> tuple[Verdict, ...]:
    """Return every reason why this may not go out under these terms at `at`; none when it may."""
    return (*instrument_reasons(terms, standing, at=at), *post_reasons(terms, wanted, at=at), *_quota(terms, standing))


def instrument_reasons(terms: Terms, standing: Standing, *, at: datetime) -> tuple[Verdict, ...]:
    """Return why nothing at all may go out under these terms at `at`; none when it may."""
    found: list[Verdict] = []
    if standing.is_revoked:
        found.append(Verdict.no("authorization_revoked"))
    if standing.suspended:
        found.append(Verdict.no("authorization_suspended", why=standing.suspended))
    if at < terms.starts_at:
        found.append(Verdict.no("authorization_not_begun", starts_at=terms.starts_at))
    if at >= terms.until:
        found.append(Verdict.no("authorization_over", until=terms.until))
    return tuple(found)


def post_reasons(terms: Terms, wanted: Wanted, *, at: datetime) -> tuple[Verdict, ...]:
    """Return why this post is not one of those that these terms allow; none when it is."""
    return (*_channels(terms, wanted), *_content(terms, wanted), *_times(wanted, at=at))


def _channels(terms: Terms, wanted: Wanted) -> Iterator[Verdict]:
    for target in wanted.targets:
        if target.id not in terms.channels:
            yield Verdict.no("fast_path_channel", channel=target.name)
        elif not target.is_active:
            yield Verdict.no("channel_not_active", channel=target.name)


def _content(terms: Terms, wanted: Wanted) -> Iterator[Verdict]:
    if wanted.kind not in terms.kinds:
        yield Verdict.no("fast_path_kind", kind=wanted.kind)
    for language in sorted(wanted.languages):
        if language_names((language,)).isdisjoint(terms.languages):
            yield Verdict.no("fast_path_language", language=language)
    for topic in sorted(wanted.topics & terms.barred_topics):
        yield Verdict.no("fast_path_topic", topic=topic)
    for country in sorted(wanted.countries & terms.barred_countries):
        yield Verdict.no("fast_path_country", country=country)


def _times(wanted: Wanted, *, at: datetime) -> Iterator[Verdict]:
    if wanted.slot is not None and wanted.slot > at:
        yield Verdict.no("fast_path_slot", publish_at=wanted.slot)
    if wanted.moment is not None and wanted.moment <= at:
        yield Verdict.no("moment_past")


def _quota(terms: Terms, standing: Standing) -> Iterator[Verdict]:
    now = quota(terms, standing)
    if standing.today >= now.per_day:
        yield Verdict.no("fast_path_day_full", used=standing.today, quota=now.per_day)
    if standing.this_week >= now.per_week:
        yield Verdict.no("fast_path_week_full", used=standing.this_week, quota=now.per_week)


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose the instrument is: its posting, at which place, and whether it passes to whoever acts for the holder."""

    posting_id: int
    office_id: int
    role: str
    passes_to_acting: bool


@dataclass(frozen=True, slots=True)
class Sitting:
    """One seat that somebody acts from now, as the question of who may use an instrument asks of it."""

    posting_id: int
    office_id: int
    role: str
    is_deputy: bool = False
    is_acting: bool = False


def may_use(holder: Holder, sitting: Sitting) -> bool:
    """Say whether an instrument may be used from this seat.

    The holder's own; and where it passes, that of a deputy of the posting, or of the acting head of the same post.
    """
    if sitting.posting_id == holder.posting_id:
        return not sitting.is_deputy or holder.passes_to_acting
    same_post = (sitting.office_id, sitting.role) == (holder.office_id, holder.role)
    return holder.passes_to_acting and same_post and sitting.is_acting
