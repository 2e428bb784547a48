"""Write a draft, revise it, comment on it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.authority import seats_of
from accounts.models import Office, Role, User
from accounts.zones import known_zone
from approvals import announce, audit, checks, quoting
from approvals.actions import answering, conversing, images
from approvals.actions.answering import NOTHING, Answered
from approvals.actions.conversing import NOWHERE, Thread
from approvals.actions.locking import (
    FURTHEST_AHEAD,
    author_seat,
    lock_draft,
    require_own_channel,
    require_state,
    save_draft,
)
from approvals.audit import Entry
from approvals.models import (
    POST_KINDS,
    Audience,
    Draft,
    Kind,
    ReferenceCounter,
    Revision,
    Topic,
    Urgency,
)
from approvals.refusals import Refused
from approvals.rules.content import Content, Variant, clean_text
from channels.models import Channel

# What is no part of the text, and so of no revision.
DETAILS = (
    "topics", "urgency", "audience", "moment", "publish_at", "slot_told_at", "answer_by", "answer_told_at",
    "conversation",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Writing:
    """What an author hands in: the content, what it is about, when it is needed, and what a reply answers where."""

    content: Content
    topics: tuple[str, ...] = ()
    urgency: str = Urgency.ROUTINE
    moment: datetime | None = None
    publish_at: datetime | None = None
    audience: str = Audience.HOST
    answer_by: datetime | None = None
    answers: Answered = NOTHING
    thread: Thread = NOWHERE

    @classmethod
    def of(cls, draft: Draft) -> "Writing":
        """Return what the draft holds now. At most one query."""
        return cls(
            draft.current.body, tuple(draft.topics), draft.urgency, draft.moment, draft.publish_at, draft.audience,
            draft.answer_by, Answered.of(draft),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Checked:
    writing: Writing
    office: Office
    channels: list[Channel] = field(default_factory=list)
    acting_for: int | None = None


@transaction.atomic
def create(*, by: User, writing: Writing, at: datetime) -> Draft:
    """Start the draft of a post; the office is the one that owns the first channel chosen."""
    if writing.content.kind not in dict(POST_KINDS):
        raise Refused("invalid", field="kind")
    return start(by=by, writing=writing, at=at)


@transaction.atomic
def start(*, by: User, writing: Writing, at: datetime) -> Draft:
    """Start a draft with its first revision: of a post, or of a line to take, which nobody but its action makes."""
    checked = _check(writing, by=by, at=at, old=None)
    draft = Draft(
        reference=_next_reference(checked.office, at=at),
        office=checked.office,
        author=by,
        created_at=at,
        state_since=at,
    )
    _take_over(draft, checked.writing)
    draft.save(force_insert=True)
    _join(draft, checked.writing, before="", by=by, at=at)
    _add_revision(draft, checked, by=by, at=at, kind="created")
    return draft


@transaction.atomic
def revise(*, draft_id: UUID, by: User, writing: Writing, if_match: str, at: datetime) -> Draft:
    """Save a new revision on top of the one named by `if_match`; the same content again makes no revision."""
    draft = lock_draft(draft_id)
    seat = author_seat(draft, by, at=at)
    require_state(draft, "submit")
    current = draft.current
    if if_match != current.hash:
        raise Refused("if_match_stale")
    checked = replace(_check(writing, by=by, at=at, old=draft), acting_for=seat.acting_for)
    _take_over(draft, checked.writing)
    _join(draft, checked.writing, before=current.body.in_reply_to, by=by, at=at)
    if checked.writing.content.to_json() == current.content:
        answering.keep(draft, checked.writing.answers, by=by, at=at)
        audit.record([Entry(draft, "details_changed", by.pk, _details(draft, checked.writing.answers))], at=at)
        save_draft(draft, *DETAILS)
        return draft
    _add_revision(draft, checked, by=by, at=at, kind="revised")
    return draft


def start_over(old: Draft, revision: Revision, *, opened_by: int | None, at: datetime) -> Draft:
    """Start a draft with a revision of another one, for the author of that one to go on with.

    Same office, channels, topics, audience and conversation; who opened it is on its record. Inside the transaction of
    whoever calls, who has locked the other draft.
    """
    content = revision.body
    draft = Draft(
        reference=_next_reference(old.office, at=at), office=old.office, author=old.author, kind=content.kind,
        topics=old.topics, audience=old.audience, conversation_id=old.conversation_id, created_at=at, state_since=at,
    )  # fmt: skip
    draft.save(force_insert=True)
    draft.channels.set(old.channels.all())
    draft.revision = Revision.objects.create(
        draft=draft, number=1, content=content.to_json(), hash=content.digest(), written_by=old.author, created_at=at
    )
    images.write_uses(draft.current)
    answers = Answered.of(old)
    answering.keep(draft, answers, by=old.author, at=at)
    data = {"revision": 1, "hash": draft.current.hash, **_details(draft, answers), "corrects": old.reference}
    audit.record([Entry(draft, "created", opened_by, data)], at=at)
    save_draft(draft, "revision")
    return draft


def _add_revision(draft: Draft, checked: _Checked, *, by: User, at: datetime, kind: str) -> None:
    content = checked.writing.content
    number = draft.current.number + 1 if draft.revision else 1
    draft.revision = Revision.objects.create(
        draft=draft,
        number=number,
        content=content.to_json(),
        hash=content.digest(),
        written_by=by,
        acting_for_id=checked.acting_for,
        created_at=at,
    )
    images.write_uses(draft.current)
    quoting.write_uses(draft, quoting.of_draft(draft, at=at))
    draft.channels.set(checked.channels)
    answering.keep(draft, checked.writing.answers, by=by, at=at)
    data = {"revision": number, "hash": draft.current.hash, **_details(draft, checked.writing.answers)}
    audit.record([Entry(draft, kind, by.pk, data)], at=at)
    save_draft(draft, "revision", "kind", *DETAILS)


def _take_over(draft: Draft, writing: Writing) -> None:
    draft.kind = writing.content.kind
    draft.topics = sorted(set(writing.topics))
    draft.urgency, draft.audience = writing.urgency, writing.audience
    if draft.publish_at != writing.publish_at:
        draft.slot_told_at = None
    if draft.answer_by != writing.answer_by:
        draft.answer_told_at = None
    draft.moment, draft.publish_at, draft.answer_by = writing.moment, writing.publish_at, writing.answer_by


def _join(draft: Draft, writing: Writing, *, before: str, by: User, at: datetime) -> None:
    address = writing.content.in_reply_to
    conversing.join(draft, writing.thread, address=address, before=before, by=by, at=at)


def _details(draft: Draft, answers: Answered) -> dict[str, object]:
    return {
        "topics": draft.topics,
        "urgency": draft.urgency,
        "audience": draft.audience,
        "moment": announce.iso(draft.moment),
        "publish_at": announce.iso(draft.publish_at),
        **answering.on_record(draft, answers),
    }


def _check(writing: Writing, *, by: User, at: datetime, old: Draft | None) -> _Checked:
    content = _cleaned(writing.content)
    content = replace(content, images=images.checked(content, old=old.current.body if old else None, by=by, at=at))
    # Own postings come first, and stand: who is an author in person does not write in somebody else's name.
    offices = {seat.office_id: seat for seat in reversed(seats_of(by.pk, at=at)) if seat.role == Role.AUTHOR}
    channels = _channels(content.channel_ids)
    for channel in channels:
        require_own_channel(channel, offices)
    _check_variants(content.variants, content.channel_ids)
    _check_kind(content.kind, old)
    if writing.urgency not in Urgency.values:
        raise Refused("invalid", field="urgency")
    if writing.audience not in Audience.values:
        raise Refused("invalid", field="audience")
    if content.kind in (Kind.REPLY, Kind.REPOST) and not content.in_reply_to:
        raise Refused("reply_needs_address", field="in_reply_to")
    known = set(Topic.objects.filter(slug__in=writing.topics).values_list("slug", flat=True))
    for topic in writing.topics:
        if topic not in known:
            raise Refused("unknown_topic", field="topics", params={"topic": topic})
    _check_times(writing, at=at, old=old)
    answers, answer_by = answering.checked_for(
        old, writing.answers, writing.answer_by, kind=content.kind, moment=writing.moment, at=at
    )
    writing = replace(writing, answers=answers, answer_by=answer_by)
    office = old.office if old else channels[0].office
    return _Checked(
        replace(writing, content=content),
        office,
        channels,
        offices[channels[0].office_id].acting_for,
    )


def _check_kind(kind: str, old: Draft | None) -> None:
    """Refuse what is no kind, and to make a post of a line or a line of a post."""
    is_changed = old is not None and kind != old.kind
    if kind not in Kind.values or (is_changed and Kind.LINE in (kind, old.kind)):  # type: ignore[union-attr]
        raise Refused("invalid", field="kind")


def _cleaned(content: Content) -> Content:
    """Return the content as it is kept, or refuse what no database or platform can hold."""
    variants = tuple(
        replace(variant, text=clean_text(checks.storable(variant.text, field="variants")))
        for variant in content.variants
    )
    return replace(
        content,
        text=clean_text(checks.storable(content.text, field="text")),
        language=checks.language(content.language, field="language"),
        in_reply_to=checks.public_address(content.in_reply_to, field="in_reply_to"),
        channel_ids=tuple(dict.fromkeys(content.channel_ids)),
        variants=variants,
    )


def _channels(channel_ids: Collection[int]) -> list[Channel]:
    if not channel_ids:
        raise Refused("no_channel", field="channels")
    found: Mapping[int, Channel] = {
        channel.pk: channel for channel in Channel.objects.filter(pk__in=channel_ids).select_related("office")
    }
    if len(found) < len(channel_ids):
        raise Refused("unknown_channel", field="channels")
    return [found[channel_id] for channel_id in channel_ids]


def _check_variants(variants: Collection[Variant], channel_ids: Collection[int]) -> None:
    seen: set[tuple[int, str]] = set()
    for variant in variants:
        checks.language(variant.language, field="variants")
        if variant.channel_id not in channel_ids:
            raise Refused("variant_without_channel", field="variants")
        if (variant.channel_id, variant.language) in seen:
            raise Refused("variant_repeated", field="variants")
        seen.add((variant.channel_id, variant.language))


def _check_times(writing: Writing, *, at: datetime, old: Draft | None) -> None:
    for name in ("moment", "publish_at"):
        value: datetime | None = getattr(writing, name)
        if value is None or (old is not None and getattr(old, name) == value):
            continue
        if value <= at:
            raise Refused("moment_past", field=name)
        if value > at + FURTHEST_AHEAD:
            raise Refused("moment_too_far", field=name)
    if writing.moment and writing.publish_at and writing.publish_at >= writing.moment:
        raise Refused("slot_after_moment", field="publish_at")


def _next_reference(office: Office, *, at: datetime) -> str:
    """Take the next number of this office's year: the counter's row stays locked until the commit."""
    zone = known_zone(office.time_zone)
    if zone is None:
        raise Refused("office_zone_unknown", params={"office": office.name, "zone": office.time_zone})
    year = at.astimezone(zone).year
    ReferenceCounter.objects.get_or_create(office=office, year=year)
    counter = ReferenceCounter.objects.select_for_update().get(office=office, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"{office.code}-{year}-{counter.last:04d}"
