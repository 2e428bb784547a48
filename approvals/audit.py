"""The audit trail: record() appends, verify() checks. Nothing here updates or deletes an event."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from approvals.models import Draft, Event, Ledger, Revision
from approvals.rules.content import Content, sha256_of

# The columns of a draft (or a ledger) that record() moves; whoever records saves them with the rest of the row.
HEAD = ("event_count", "event_head")

MINISTRY = "ministry"
# No chain: the row that holds and publications take turns at.
HOLDS = "holds"
# No chain either: the row that replies take turns at while they find their conversation.
CONVERSATIONS = "conversations"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to put on record; `by` is None when the clock did it. `data` never holds a draft's text."""

    chain: Draft | Ledger
    kind: str
    by: int | None = None
    data: dict[str, Any] = field(default_factory=dict)


def record(entries: Sequence[Entry], *, at: datetime) -> None:
    """Append events to their chains with one query. The chains' rows must be locked, and be saved afterwards (HEAD)."""
    events = []
    for entry in entries:
        chain = entry.chain
        event = Event(
            draft=chain if isinstance(chain, Draft) else None,
            ledger=chain if isinstance(chain, Ledger) else None,
            sequence=chain.event_count + 1,
            kind=entry.kind,
            at=at,
            by_id=entry.by,
            data=entry.data,
            previous=chain.event_head,
        )
        event.hash = digest(event)
        chain.event_count, chain.event_head = event.sequence, event.hash
        events.append(event)
    Event.objects.bulk_create(events)


def record_for_ministry(kind: str, *, by: int | None, at: datetime, data: dict[str, Any]) -> None:
    """Append one event to the ministry's own chain, inside the transaction of whoever calls."""
    ledger = lock_ministry()
    record([Entry(ledger, kind, by, data)], at=at)
    ledger.save(update_fields=HEAD)


def lock_ministry() -> Ledger:
    """Return the head of the ministry's chain, locked: what changes the ministry's rules happens one at a time."""
    return _locked(MINISTRY)


def lock_holds() -> None:
    """Wait for every publication, and every change of a hold, that is under way; let none begin before the commit.

    Whoever locks the ministry's chain, a draft or a channel as well locks those first, in this order.
    """
    _locked(HOLDS)


def lock_conversations() -> None:
    """Wait for every reply that is being put into its conversation; let no other begin before the commit.

    Whoever locks a draft locks it first; nothing else is locked after this.
    """
    _locked(CONVERSATIONS)


def _locked(name: str) -> Ledger:
    locked = Ledger.objects.select_for_update().filter(name=name)
    found = locked.first()
    if found is None:
        Ledger.objects.get_or_create(name=name)
        found = locked.get()
    return found


def digest(event: Event) -> str:
    """Return the hash of an event: its place, its content, and the hash of the one before it."""
    return sha256_of(
        {
            "chain": str(event.draft_id or event.ledger_id),
            "sequence": event.sequence,
            "kind": event.kind,
            "at": event.at.astimezone(UTC).isoformat(),
            "by": event.by_id,
            "data": event.data,
            "previous": event.previous,
        }
    )


@dataclass(frozen=True, slots=True)
class Fault:
    """One place where a chain does not hold: the chain, the sequence number, and what is wrong there."""

    chain: str
    sequence: int
    what: str


def verify(chain: Draft | Ledger) -> Iterator[Fault]:
    """Yield every fault of one chain: an event edited, deleted, reordered or put in, a tail cut off, a text altered."""
    yield from _verify_events(chain)
    if isinstance(chain, Draft):
        yield from _verify_texts(chain)


def _verify_events(chain: Draft | Ledger) -> Iterator[Fault]:
    walk = _Walk(_name(chain))
    for event in chain.events.order_by("sequence").iterator():
        yield from walk.past(event)
    yield from walk.end(chain)


@dataclass(slots=True)
class _Walk:
    """A walk along a chain, from its beginning or from behind an event: what the next one must follow."""

    name: str
    expected: int = 0
    previous: str = ""

    def past(self, event: Event) -> Iterator[Fault]:
        """Go past the next event, and yield what is wrong with it."""
        self.expected += 1
        if event.sequence != self.expected:
            yield Fault(self.name, self.expected, "missing")
            self.expected = event.sequence
        elif event.previous != self.previous:
            yield Fault(self.name, event.sequence, "does not follow the event before it")
        if digest(event) != event.hash:
            yield Fault(self.name, event.sequence, "edited")
        self.previous = event.hash

    def end(self, chain: Draft | Ledger) -> Iterator[Fault]:
        """Yield that the last event is not the one on record as the last."""
        if self.expected != chain.event_count or self.previous != chain.event_head:
            yield Fault(self.name, chain.event_count, "the tail does not match the head on record")


def _name(chain: Draft | Ledger) -> str:
    return chain.reference if isinstance(chain, Draft) else chain.name


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a long chain, checked: from which event to which, and what is wrong there."""

    first: int
    last: int
    faults: list[Fault]
    is_end: bool


def verify_stretch(chain: Draft | Ledger, *, first: int, most: int) -> Stretch:
    """Check at most so many events of a chain from one on, and its end where they reach it. Two queries.

    Stretch after stretch, each from behind the last event of the one before, they check what verify() checks at once.
    """
    before = chain.events.filter(sequence=first - 1).first()
    walk = _Walk(_name(chain), first - 1, before.hash if before else "")
    events = list(chain.events.filter(sequence__gte=first).order_by("sequence")[:most])
    faults = [fault for event in events for fault in walk.past(event)]
    is_end = len(events) < most
    return Stretch(first, walk.expected, faults + list(walk.end(chain) if is_end else ()), is_end)


def _verify_texts(draft: Draft) -> Iterator[Fault]:
    """Yield every revision whose text is not the one whose hash went on record when it was written."""
    written = draft.events.filter(kind__in=("created", "revised")).order_by("sequence")
    kept = {revision.number: revision for revision in draft.revisions.all()}
    for event in written:
        revision = kept.pop(event.data.get("revision"), None)
        on_record = event.data.get("hash")
        if revision is None or revision.hash != on_record or _digest_of(revision) != on_record:
            yield Fault(draft.reference, event.sequence, "its text is not the one that was written")
    for revision in kept.values():
        yield Fault(draft.reference, draft.event_count, f"revision {revision.number} is not on record")


def _digest_of(revision: Revision) -> str:
    try:
        return Content.from_json(revision.content).digest()
    except (KeyError, TypeError):
        return ""


def verify_all() -> Iterator[Fault]:
    """Yield every fault of every chain there is."""
    for draft in Draft.objects.order_by("pk").iterator():
        yield from verify(draft)
    for ledger in Ledger.objects.order_by("pk"):
        yield from verify(ledger)
