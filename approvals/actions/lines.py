"""Cleared lines: an author writes one, it goes a route of its own like a draft, and whoever owns it withdraws it."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from accounts.authority import holders_of, seats_at, seats_of
from accounts.models import Office, Role, User
from approvals import announce_lines, audit, checks
from approvals.actions import write
from approvals.actions.locking import FURTHEST_AHEAD, author_seat, lock_draft, require_state, save_draft
from approvals.actions.write import Writing
from approvals.audit import Entry
from approvals.lifecycle import State
from approvals.models import ClearedLine, Draft, Kind, Publication, Route, Step
from approvals.refusals import Refused
from approvals.rules.content import Content, Variant
from channels.languages import same_language
from channels.models import Channel
from notifications.outbox import Envelope

LONGEST_NAME = 120
MOST_TEXTS = 20
# Where a draft that quotes a line has not gone out yet.
ON_THE_WAY = (State.DRAFT, State.IN_REVIEW, State.CHANGES_REQUESTED, State.CLEARED)


@dataclass(frozen=True, slots=True)
class Wording:
    """What an author hands in for a line: its name, its text in each language, its scope, and its time.

    Without topics, countries or channels it is for all; without `valid_from` it holds once it is cleared.
    """

    name: str
    texts: Mapping[str, str]
    until: datetime | None
    topics: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    channel_ids: tuple[int, ...] = ()
    valid_from: datetime | None = None


@transaction.atomic
def write_line(*, wording: Wording, by: User, at: datetime, office: Office) -> ClearedLine:
    """Start a line of an office where this person is an author, as a draft of its own that can be submitted."""
    if (office.pk, Role.AUTHOR) not in {seat.place for seat in seats_of(by.pk, at=at)}:
        raise Refused("not_line_author", params={"office": office.name})
    checked = _checked(wording, at=at, old=None)
    draft = write.start(by=by, writing=_writing(checked, office, at=at), at=at)
    line = ClearedLine(draft=draft)
    _take_over(line, checked, at=at)
    return line


@transaction.atomic
def revise_line(*, line_id: int, wording: Wording, by: User, if_match: str, at: datetime) -> ClearedLine:
    """Change a line that is not cleared yet, on top of the revision named by `if_match`."""
    line = _line(line_id)
    draft = lock_draft(line.draft_id)
    author_seat(draft, by, at=at)
    require_state(draft, "submit")
    line = ClearedLine.objects.select_for_update().get(pk=line_id)
    checked = _checked(wording, at=at, old=line)
    write.revise(
        draft_id=draft.pk, by=by, writing=_writing(checked, draft.office, at=at), if_match=if_match, at=at
    )  # fmt: skip
    _take_over(line, checked, at=at)
    return line


@transaction.atomic
def withdraw_line(*, line_id: int, reason: str, by: User, at: datetime) -> ClearedLine:
    """Take a cleared line out of use at once: once this is committed, nothing that rests on it goes out.

    Every draft on its way that quotes it has that on its record, and whoever has it is told; so is whoever published a
    post that did, and the policy officers.
    """
    why = checks.stated(reason)
    audit.lock_ministry()
    known = _line(line_id)
    _require_owner(known, by, at=at)
    quoting = _locked_with(known)
    own = lock_draft(known.draft_id)
    line = ClearedLine.objects.select_for_update().get(pk=line_id)
    if line.withdrawn_at is not None or line.until <= at:
        raise Refused("line_is_over")
    if line.cleared_at is None or own.state != State.CLEARED:
        raise Refused("line_not_cleared")
    audit.lock_holds()
    line.withdrawn_by, line.withdrawn_at, line.withdraw_reason = by, at, why
    line.save(update_fields=["withdrawn_by", "withdrawn_at", "withdraw_reason"])
    own.withdraw(at=at)
    data = {"line": line.pk, "name": line.name, "why": why}
    audit.record([Entry(own, "line_withdrawn", by.pk, {**data, "is_line": True})], at=at)
    save_draft(own)
    audit.record([Entry(draft, "line_withdrawn", by.pk, data) for draft in quoting], at=at)
    Draft.objects.bulk_update(quoting, audit.HEAD)
    published = published_with(line)
    audit.record_for_ministry(
        "line_withdrawn", by=by.pk, at=at, data={**data, "drafts": len(quoting), "posts": len(published)}
    )
    announce_lines.send(_told(line, quoting, by=by, at=at), _told_of_posts(line, published, by=by, at=at), at=at)
    return line


def published_with(line: ClearedLine) -> list[Publication]:
    """Return the published posts that quote a line, the newest first. One query."""
    found = Publication.objects.filter(revision__line_uses__line=line).distinct()
    return list(
        found.select_related("draft__author", "draft__office", "channel", "by").order_by("-published_at", "-pk")
    )


def owns(line: ClearedLine, person: User, *, at: datetime) -> bool:
    """Say whether somebody may withdraw a line: an author of its office, or a policy officer. One query."""
    seats = seats_of(person.pk, at=at)
    return any(seat.role == Role.POLICY or seat.place == (line.draft.office_id, Role.AUTHOR) for seat in seats)


def _line(line_id: int) -> ClearedLine:
    line = ClearedLine.objects.select_related("draft__office").filter(pk=line_id).first()
    if line is None:
        raise Refused("not_found")
    return line


def _require_owner(line: ClearedLine, by: User, *, at: datetime) -> None:
    if not owns(line, by, at=at):
        raise Refused("not_line_owner", params={"office": line.draft.office.name})


def _locked_with(line: ClearedLine) -> list[Draft]:
    """Return the drafts on their way whose present text quotes a line, locked in the order of their ids."""
    ids = Draft.objects.filter(
        line_uses__line=line, line_uses__revision=F("revision"), state__in=ON_THE_WAY
    ).values_list("pk", flat=True)  # fmt: skip
    # Its own draft with them, in one order: whoever locks several drafts locks them so.
    locked = Draft.objects.select_for_update(of=("self",)).select_related("office", "author", "route")
    found = locked.filter(pk__in=[*ids, line.draft_id]).order_by("pk")
    return [draft for draft in found if draft.pk != line.draft_id and draft.state in ON_THE_WAY]


def _told(line: ClearedLine, drafts: Sequence[Draft], *, by: User, at: datetime) -> list[Envelope]:
    """Tell the authors, those asked about a draft in review, and whose draft cannot be published. Two queries."""
    asked = _asked({draft.pk for draft in drafts if draft.state == State.IN_REVIEW}, at=at)
    envelopes: list[Envelope] = []
    for draft in drafts:
        rests_on_it = draft.route is not None and draft.route.kind == Route.Kind.CLEARED_LINES
        if draft.state == State.CLEARED and rests_on_it:
            envelopes += announce_lines.stopped(line, draft, by=by)
        else:
            people = {draft.author_id} | asked.get(draft.pk, set())
            envelopes += announce_lines.withdrawn(line, draft, people, by=by)
    return envelopes


def _asked(draft_ids: Collection[UUID], *, at: datetime) -> dict[UUID, set[int]]:
    steps = list(Step.objects.filter(draft__in=draft_ids, status=Step.Status.OPEN)) if draft_ids else []
    seats = seats_at({step.place for step in steps}, at=at)
    found: dict[UUID, set[int]] = {}
    for step in steps:
        found.setdefault(step.draft_id, set()).update(seat.user_id for seat in seats[step.place])
    return found


def _told_of_posts(line: ClearedLine, published: Sequence[Publication], *, by: User, at: datetime) -> list[Envelope]:
    counts: Counter[int] = Counter()
    for publication in published:
        counts.update({publication.by_id, publication.draft.author_id, 0})
    officers = {seat.user_id for seat in holders_of(Role.POLICY, at=at)} if published else set()
    return announce_lines.out(line, counts, officers, by=by)


def _take_over(line: ClearedLine, wording: Wording, *, at: datetime) -> None:
    line.name, line.topics, line.countries = wording.name, sorted(set(wording.topics)), list(wording.countries)
    line.valid_from, line.until = wording.valid_from or at, wording.until or at
    line.save()
    line.channels.set(wording.channel_ids)


def _writing(wording: Wording, office: Office, *, at: datetime) -> Writing:
    """Return a line as its draft has it: a text for each language on the channels of its office that speak it."""
    slot = wording.valid_from if wording.valid_from and wording.valid_from > at else None
    return Writing(
        content=_content(wording, _channels(office, wording.channel_ids)), topics=wording.topics, moment=wording.until,
        publish_at=slot,
    )  # fmt: skip


def _channels(office: Office, wanted: Collection[int]) -> list[Channel]:
    """Return the active channels of an office on which a line is checked: those in its scope where there are any."""
    active = list(Channel.objects.filter(office=office, state=Channel.State.ACTIVE).order_by("pk"))
    if not active:
        raise Refused("line_without_channel", params={"office": office.name})
    return [channel for channel in active if channel.pk in wanted] or active


def _content(wording: Wording, channels: Sequence[Channel]) -> Content:
    languages = list(wording.texts)
    places = {code: _speaking(code, channels) for code in languages}
    used = [channel.pk for channel in channels if any(channel in places[code] for code in languages)]
    variants = tuple(
        Variant(channel.pk, code, wording.texts[code]) for code in languages for channel in places[code]
    )  # fmt: skip
    first = languages[0]
    return Content(tuple(used), first, wording.texts[first], Kind.LINE, variants=variants if len(languages) > 1 else ())


def _speaking(code: str, channels: Sequence[Channel]) -> list[Channel]:
    found = [channel for channel in channels if any(same_language(code, offered) for offered in channel.languages)]
    return found or list(channels)


def _checked(wording: Wording, *, at: datetime, old: ClearedLine | None) -> Wording:
    """Return what was handed in as it is kept, or refuse it, each problem by its field."""
    name = checks.storable(wording.name, field="name").strip()
    if not name or len(name) > LONGEST_NAME:
        raise Refused("line_name_needed", field="name", params={"limit": LONGEST_NAME})
    texts = {checks.language(code, field="texts").replace("_", "-"): text for code, text in wording.texts.items()}
    if not texts or len(texts) > MOST_TEXTS or any(not text.strip() for text in texts.values()):
        raise Refused("line_text_needed", field="texts", params={"most": MOST_TEXTS})
    countries = tuple(sorted({code.upper() for code in wording.countries}))
    _require_countries(countries)
    channels = tuple(sorted(set(wording.channel_ids)))
    if Channel.objects.filter(pk__in=channels).count() < len(channels):
        raise Refused("unknown_channel", field="channels")
    _require_times(wording, at=at, old=old)
    valid_from = wording.valid_from or (old.valid_from if old is not None else None)
    return Wording(name, texts, wording.until, tuple(sorted(set(wording.topics))), countries, channels, valid_from)


def _require_countries(codes: Collection[str]) -> None:
    known = set(Office.objects.filter(country__in=codes).values_list("country", flat=True)) if codes else set()
    for code in codes:
        if code not in known:
            raise Refused("scope_unknown_country", field="countries", params={"country": code[:40]})


def _require_times(wording: Wording, *, at: datetime, old: ClearedLine | None) -> None:
    since, until = wording.valid_from, wording.until
    if until is None:
        raise Refused("line_end_needed", field="until")
    if until <= at:
        raise Refused("until_past", field="until")
    if until > at + FURTHEST_AHEAD:
        raise Refused("moment_too_far", field="until")
    if since is not None and since < at and (old is None or since != old.valid_from):
        raise Refused("line_starts_past", field="valid_from")
    if since is not None and since >= until:
        raise Refused("line_ends_before", field="until")
