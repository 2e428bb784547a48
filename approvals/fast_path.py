"""Which pre-authorization somebody may use, and whether a post is within it: what the form and the press ask."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Count, F, Q, QuerySet

from accounts.authority import Seat
from accounts.models import Office
from accounts.zones import zone_named
from approvals import checks, facts, fast_path_words, in_force, restrictions, reviewing
from approvals.models import AuthorizationVersion, Hold, Kind, PreAuthorization, Regime, Restriction, Review
from approvals.refusals import Refused
from approvals.rules import fast_path as rules
from approvals.rules.cleared_lines import NONE
from approvals.rules.content import Content
from approvals.rules.countries_named import countries_named
from channels.models import Channel

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Held:
    """A pre-authorization with its terms, the seat that somebody may use it from, and where it stands."""

    authorization: PreAuthorization
    version: AuthorizationVersion
    seat: Seat
    terms: rules.Terms
    standing: rules.Standing

    @property
    def quota(self) -> rules.Quota:
        """Return the quota as it is now."""
        return rules.quota(self.terms, self.standing)


@dataclass(frozen=True, slots=True)
class Asked:
    """A post as the fast path asks it: its content, what it is about, its office and channels, and its times."""

    content: Content
    office: Office
    channels: Sequence[Channel]
    topics: Sequence[str] = ()
    urgency: str = "routine"
    audience: str = "host"
    publish_at: datetime | None = None
    moment: datetime | None = None

    def facts(self) -> dict[str, frozenset[str]]:
        """Return what regimes and review rules can ask about it; it goes out by itself, whatever it quotes."""
        return facts.routing_facts(
            office=self.office, content=self.content, channels=self.channels, topics=self.topics,
            urgency=self.urgency, audience=self.audience, cleared_line=NONE,
        )  # fmt: skip


def find(office: Office, seats: Collection[Seat]) -> tuple[PreAuthorization, Seat] | None:
    """Return the pre-authorization for posts of this office that one of these seats may use, and it. One query."""
    standing = PreAuthorization.objects.filter(revoked_at__isnull=True, ended_at__isnull=True, version__isnull=False)
    found = standing.filter(posting__office=office).select_related("version", "posting__office").order_by("pk")
    for authorization in found:
        seat = seat_for(authorization, seats)
        if seat is not None:
            return authorization, seat
    return None


def of_office(office: Office, seats: Collection[Seat], *, at: datetime) -> Held | None:
    """Return the pre-authorization for posts of this office that one of these seats may use, or None.

    One that is suspended, or not yet in force, is returned all the same: whoever shows it says why. Three queries, one
    where there is none.
    """
    found = find(office, seats)
    return hold(*found, at=at) if found is not None else None


def mine(seats: Collection[Seat], *, at: datetime) -> list[Held]:
    """Return every pre-authorization that one of these seats may use, suspended ones among them.

    One query, and three for each that is found.
    """
    standing = PreAuthorization.objects.filter(revoked_at__isnull=True, ended_at__isnull=True, version__isnull=False)
    found = standing.filter(posting__office__in={seat.office_id for seat in seats})
    rows = found.select_related("version", "posting__office").order_by("number")
    usable = [(row, seat) for row in rows if (seat := seat_for(row, seats)) is not None]
    return [held for row, seat in usable if (held := hold(row, seat, at=at)) is not None]


def seat_for(authorization: PreAuthorization, seats: Iterable[Seat]) -> Seat | None:
    """Return the seat from which a pre-authorization may be used; None where none of them will do. No query."""
    posting, version = authorization.posting, authorization.version
    if version is None:
        return None
    holder = rules.Holder(posting.pk, posting.office_id, posting.role, version.passes_to_acting)
    return next((seat for seat in seats if rules.may_use(holder, _sitting(seat))), None)


def hold(
    authorization: PreAuthorization, seat: Seat, *, at: datetime, as_it_was: datetime | None = None
) -> Held | None:  # fmt: skip
    """Return a pre-authorization with its terms and how it stands at `at`; None while none of its versions is accepted.

    With `as_it_was` a revocation, a suspension or other terms that came later do not count. Three queries; then four.
    """
    version = authorization.version if as_it_was is None else _accepted_by(authorization, as_it_was)
    if version is None:
        return None
    terms = terms_of(version)
    return Held(authorization, version, seat, terms, _standing(authorization, at=at, as_it_was=as_it_was))


def _accepted_by(authorization: PreAuthorization, at: datetime) -> AuthorizationVersion | None:
    """Return the version whose terms were in force at `at`: the last that was accepted by then. One query."""
    return authorization.versions.filter(accepted_at__lte=at).order_by("-number").first()


def terms_of(version: AuthorizationVersion) -> rules.Terms:
    """Return the terms of a version as the rules see them. One query."""
    return rules.Terms(
        channels=frozenset(version.channels.values_list("pk", flat=True)), languages=frozenset(version.languages),
        kinds=frozenset(version.kinds), barred_topics=frozenset(version.barred_topics),
        barred_countries=frozenset(version.barred_countries), per_day=version.per_day, per_week=version.per_week,
        starts_at=version.starts_at, until=version.until,
    )  # fmt: skip


def used(authorization: PreAuthorization, *, at: datetime) -> tuple[int, int]:
    """Return how many posts went out under it today, and on this day and the six before, in its office's calendar.

    Counted is every clearance by the fast path, whatever became of it since. One query.
    """
    today, week = days_of(authorization.posting.office, at=at)
    made = Review.objects.filter(
        origin=Review.Origin.FAST_PATH, authorization_version__authorization=authorization, created_at__gte=week
    )
    counted = made.aggregate(today=Count("pk", Q(created_at__gte=today)), week=Count("pk"))
    return counted["today"], counted["week"]


def days_of(office: Office, *, at: datetime) -> tuple[datetime, datetime]:
    """Return when this calendar day of an office began, and when the week before its end began."""
    zone = zone_named(office.time_zone)
    today = at.astimezone(zone).date()
    first = today - WEEK + timedelta(days=1)
    return datetime.combine(today, time(), zone), datetime.combine(first, time(), zone)


def reasons(held: Held, asked: Asked, *, at: datetime) -> list[Refused]:
    """Return every reason why this post may not go out under this pre-authorization at `at`, each with its sentence.

    The content's own rules (limits, screening) are asked apart. Two queries, for regimes and holds; one for topics.
    """
    found = rules.reasons(held.terms, held.standing, wanted(held.terms, asked), at=at)
    return fast_path_words.refusals(found) + overriding(asked, at=at)


@dataclass(frozen=True, slots=True)
class Glance:
    """What one glance says: which pre-authorization this is, and why the post is not within it (nothing: it is)."""

    held: Held
    reasons: tuple[Refused, ...]

    @property
    def is_within(self) -> bool:
        """Say whether the post may go out at once."""
        return not self.reasons


def glance(asked: Asked, seats: Collection[Seat], *, at: datetime) -> Glance | None:
    """Return whether a post is within the pre-authorization that one of these seats may use, or why not; None: no such.

    What the channels' rules and the screening block is a reason, too; what they want confirmed is none. A fixed number
    of queries. Nothing is locked: the press asks all of it again.
    """
    held = of_office(asked.office, seats, at=at) if asked.content.kind != Kind.LINE else None
    if held is None:
        return None
    found = reasons(held, asked, at=at)
    stops = checks.blocking(asked.content, asked.channels, at=at)
    found += [Refused(code, sentence=sentence, field="text") for code, sentence in stops]
    if reviewing.reviewers_for(asked.office, asked.facts()) is None:
        found.append(Refused("no_review_rule"))
    return Glance(held, tuple(found))


def wanted(terms: rules.Terms, asked: Asked) -> rules.Wanted:
    """Return a post as the rules see it: the countries it names are those that these terms bar."""
    posts = asked.content.posts()
    named = (
        countries_named(post.words, language=post.language, countries=terms.barred_countries) for post in posts
    )  # fmt: skip
    return rules.Wanted(
        kind=asked.content.kind,
        targets=tuple(
            rules.Target(channel.pk, str(channel), channel.state == Channel.State.ACTIVE) for channel in asked.channels
        ),
        languages=frozenset(post.language for post in posts), topics=frozenset(asked.topics),
        countries=frozenset({asked.office.country}).union(*named), slot=asked.publish_at, moment=asked.moment,
    )  # fmt: skip


def overriding(asked: Asked, *, at: datetime, as_it_was: datetime | None = None) -> list[Refused]:
    """Return the regimes and the holds that stop this post at `at`, each with its sentence. Two queries.

    What was put in force at once counts as soon as it is committed, though it read the clock after a post that waited
    for it; with `as_it_was` only what was in force then.
    """
    known = asked.facts()
    regimes = _regimes(at=at, as_it_was=as_it_was).filter(suspends_fast_path=True)
    found = [_by_regime(regime) for regime in regimes if in_force.scope_of(regime).covers(known)]
    names = {channel.pk: f"{channel.platform}:{channel.handle}" for channel in asked.channels}
    posts = [
        facts.facts_of_post(names[post.channel_id], post.language, country=asked.office.country, topics=asked.topics)
        for post in asked.content.posts()
        if post.channel_id in names
    ]
    holds = _holds(at=at, as_it_was=as_it_was).select_related("placed_by")
    covering = [hold for hold in holds if any(in_force.scope_of(hold).covers(post) for post in posts)]
    return found + [_by_hold(hold) for hold in covering]


def _regimes(*, at: datetime, as_it_was: datetime | None) -> QuerySet[Regime]:
    begun = Q(starts_at__lte=at)
    if as_it_was is None:
        begun |= Q(starts_at=F("declared_at"))
    return Regime.objects.filter(in_force.not_over("ended_at", at=at), begun)


def _holds(*, at: datetime, as_it_was: datetime | None) -> QuerySet[Hold]:
    standing = Hold.objects.filter(in_force.not_over("lifted_at", at=at))
    return standing if as_it_was is None else standing.filter(placed_at__lte=as_it_was)


def _by_regime(regime: Regime) -> Refused:
    return Refused("fast_path_regime", params={"regime": regime.get_kind_display(), "reason": regime.reason})


def _by_hold(hold: Hold) -> Refused:
    return Refused("on_hold", params={"reason": hold.reason, "by": hold.placed_by.name})


def _sitting(seat: Seat) -> rules.Sitting:
    return rules.Sitting(seat.posting_id, seat.office_id, seat.role, seat.acting_for is not None, seat.is_acting)


def _standing(authorization: PreAuthorization, *, at: datetime, as_it_was: datetime | None) -> rules.Standing:
    """Return where an instrument stands. What stops it counts as soon as it is committed, whatever its time says."""
    today, week = used(authorization, at=at)
    # What was lifted before the post truly went out did not stop it; one that came later did not, either.
    if as_it_was is None:
        standing = authorization.restrictions.filter(lifted_at__isnull=True)
    else:
        lifted_later = Q(lifted_at__isnull=True) | Q(lifted_at__gt=as_it_was)
        standing = authorization.restrictions.filter(lifted_later, at__lte=as_it_was)
    found = list(standing.order_by("at", "pk"))
    revoked = authorization.revoked_at
    return rules.Standing(
        is_revoked=revoked is not None and (as_it_was is None or revoked <= as_it_was),
        suspended=next((restrictions.why(row) for row in found if row.kind == Restriction.Kind.SUSPENDED), ""),
        is_halved=any(
            row.kind == Restriction.Kind.HALVED and (row.until is None or row.until > at) for row in found
        ),
        today=today, this_week=week,
    )  # fmt: skip
