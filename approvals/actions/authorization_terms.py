"""The terms of a pre-authorization as a policy officer asks for them: every fault is named by its field."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from accounts.models import Posting
from approvals import checks
from approvals.models import POST_KINDS, RunsOn, Topic
from approvals.policy_file.register import countries
from approvals.refusals import Refused
from channels.languages import known_language
from channels.models import Channel

# At most a year, whichever year: nobody is trusted without being looked at again.
LONGEST = timedelta(days=366)
# A form says minutes and takes a while to fill in; and nothing begins before its holder has accepted it.
LATE_START = timedelta(hours=1)
SHORTEST_REVIEW, LONGEST_REVIEW = timedelta(minutes=15), timedelta(days=30)
MOST_POSTS = 500
MOST_OUTCOMES = 100
LONGEST_WORDS = 2000
LONGEST_NOTE = 500
# Of what was typed and is unknown, so much is said back.
MOST_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Terms:
    """What a pre-authorization allows, from when until when, how its posts are reviewed, and what that does to it.

    Times are instants; `until` is not included. A day and a week are those of the calendar of the posting's office.
    """

    channel_ids: tuple[int, ...]
    languages: tuple[str, ...]
    kinds: tuple[str, ...]
    per_day: int
    per_week: int
    starts_at: datetime | None
    until: datetime | None
    review_limit: timedelta
    barred_topics: tuple[str, ...] = ()
    barred_countries: tuple[str, ...] = ()
    review_runs_on: str = RunsOn.WORKING
    passes_to_acting: bool = False
    words: str = ""
    words_fr: str = ""
    halve_after: int | None = None
    suspend_after: int | None = None
    trust_days: int = 30
    note: str = ""


@dataclass(frozen=True, slots=True)
class Settled:
    """Terms that hold: each name once and in order, the channels found, both times known."""

    terms: Terms
    channels: list[Channel]
    starts_at: datetime
    until: datetime


def settled(terms: Terms, posting: Posting, *, at: datetime) -> Settled:
    """Return the terms as they are kept, or refuse them with every fault they have. At most three queries."""
    tidy = _tidied(terms)
    found = list(Channel.objects.filter(pk__in=tidy.channel_ids).select_related("office"))
    faults = [
        *_channel_faults(tidy, found, posting),
        *_language_and_kind_faults(tidy),
        *_barred_faults(tidy),
        *_quota_faults(tidy),
        *_time_faults(tidy, at=at),
        *_review_faults(tidy),
        *_word_faults(tidy),
    ]
    if faults:
        raise _all_of(faults)
    if tidy.starts_at is None or tidy.until is None:
        raise ValueError("Terms without their times have faults.")
    return Settled(tidy, found, tidy.starts_at, tidy.until)


def _tidied(terms: Terms) -> Terms:
    return replace(
        terms,
        channel_ids=tuple(dict.fromkeys(terms.channel_ids)),
        languages=tuple(dict.fromkeys(code.replace("_", "-") for code in terms.languages)),
        kinds=tuple(kind for kind, _label in POST_KINDS if kind in terms.kinds)
        + tuple(sorted(set(terms.kinds) - {kind for kind, _label in POST_KINDS})),
        barred_topics=tuple(sorted(set(terms.barred_topics))),
        barred_countries=tuple(sorted({code.upper() for code in terms.barred_countries})),
        words=terms.words.strip(),
        words_fr=terms.words_fr.strip(),
        note=terms.note.strip(),
    )


def _channel_faults(terms: Terms, found: Collection[Channel], posting: Posting) -> Iterator[Refused]:
    if not terms.channel_ids:
        yield Refused("no_channel", field="channels")
    elif len(found) < len(terms.channel_ids):
        yield Refused("unknown_channel", field="channels")
    for channel in found:
        params = {"channel": str(channel), "office": channel.office.name}
        if channel.office_id != posting.office_id:
            yield Refused("channel_of_another_office", field="channels", params=params)
        elif channel.state == Channel.State.CLOSED:
            yield Refused("channel_is_closed", field="channels", params=params)


def _language_and_kind_faults(terms: Terms) -> Iterator[Refused]:
    if not terms.languages:
        yield Refused("languages_needed", field="languages")
    for code in terms.languages:
        if not known_language(code):
            yield Refused("unknown_language", field="languages", params={"language": code[:MOST_SHOWN]})
    if not terms.kinds or not set(terms.kinds) <= dict(POST_KINDS).keys():
        yield Refused("kinds_needed", field="kinds")


def _barred_faults(terms: Terms) -> Iterator[Refused]:
    barred = terms.barred_topics
    topics = set(Topic.objects.filter(slug__in=barred).values_list("slug", flat=True)) if barred else set()
    for slug in barred:
        if slug not in topics:
            yield Refused("unknown_topic", field="barred_topics", params={"topic": slug[:MOST_SHOWN]})
    known = countries() if terms.barred_countries else set()
    for code in terms.barred_countries:
        if code not in known:
            yield Refused("unknown_country", field="barred_countries", params={"country": code[:MOST_SHOWN]})


def _quota_faults(terms: Terms) -> Iterator[Refused]:
    for name in ("per_day", "per_week"):
        if not 1 <= getattr(terms, name) <= MOST_POSTS:
            yield Refused("quota_out_of_range", field=name, params={"most": MOST_POSTS})
    if terms.per_week < terms.per_day:
        yield Refused("week_below_day", field="per_week")


def _time_faults(terms: Terms, *, at: datetime) -> Iterator[Refused]:
    missing = [
        Refused("zone_needed" if value else code, field=name)
        for name, code, value in (("starts_at", "start_needed", terms.starts_at), ("until", "end_needed", terms.until))
        if value is None or value.tzinfo is None
    ]
    yield from missing
    if not missing and terms.starts_at is not None and terms.until is not None:
        yield from _span_faults(terms.starts_at, terms.until, at=at)


def _span_faults(starts_at: datetime, until: datetime, *, at: datetime) -> Iterator[Refused]:
    if starts_at < at - LATE_START:
        yield Refused("start_past", field="starts_at")
    if starts_at > at + LONGEST:
        yield Refused("moment_too_far", field="starts_at")
    if until <= at:
        yield Refused("end_past", field="until")
    elif until <= starts_at:
        yield Refused("end_before_start", field="until")
    elif until - starts_at > LONGEST:
        yield Refused("longer_than_a_year", field="until")


def _review_faults(terms: Terms) -> Iterator[Refused]:
    if not SHORTEST_REVIEW <= terms.review_limit <= LONGEST_REVIEW:
        yield Refused("review_limit_out_of_range", field="review_limit")
    if terms.review_runs_on not in RunsOn.values:
        yield Refused("invalid", field="review_runs_on")
    for name in ("halve_after", "suspend_after"):
        value = getattr(terms, name)
        if value is not None and not 1 <= value <= MOST_OUTCOMES:
            yield Refused("outcomes_out_of_range", field=name, params={"most": MOST_OUTCOMES})
    if terms.halve_after is not None and terms.suspend_after is not None and terms.halve_after >= terms.suspend_after:
        yield Refused("halves_too_late", field="halve_after")
    if not 1 <= terms.trust_days <= LONGEST.days:
        yield Refused("trust_days_out_of_range", field="trust_days", params={"most": LONGEST.days})


def _word_faults(terms: Terms) -> Iterator[Refused]:
    for name, longest in (("words", LONGEST_WORDS), ("words_fr", LONGEST_WORDS), ("note", LONGEST_NOTE)):
        text: str = getattr(terms, name)
        try:
            checks.storable(text, field=name)
        except Refused as refused:
            yield refused
        if len(text) > longest:
            yield Refused("words_too_long", field=name, params={"limit": longest})


def _all_of(faults: Collection[Refused]) -> Refused:
    """Return one refusal that names every field, under the code of the first."""
    first = next(iter(faults))
    errors: dict[str, list[str]] = {}
    for fault in faults:
        for field, sentences in fault.errors.items():
            said = errors.setdefault(field, [])
            said.extend(sentence for sentence in sentences if sentence not in said)
    return Refused(first.code, params=first.params, errors=errors)


def on_record(version_terms: Settled) -> Mapping[str, object]:
    """Return the terms as they go on the ministry's record: every one of them, the words whole."""
    terms = version_terms.terms
    return {
        "channels": [str(channel) for channel in version_terms.channels], "languages": list(terms.languages),
        "kinds": list(terms.kinds), "barred_topics": list(terms.barred_topics),
        "barred_countries": list(terms.barred_countries), "per_day": terms.per_day, "per_week": terms.per_week,
        "starts_at": version_terms.starts_at.isoformat(), "until": version_terms.until.isoformat(),
        "review_limit": terms.review_limit.total_seconds(), "review_runs_on": str(terms.review_runs_on),
        "passes_to_acting": terms.passes_to_acting, "words": terms.words, "words_fr": terms.words_fr,
        "halve_after": terms.halve_after, "suspend_after": terms.suspend_after, "trust_days": terms.trust_days,
        "note": terms.note,
    }  # fmt: skip
