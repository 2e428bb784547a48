"""What a person may see, taken along as a file: drafts without their text, the record without what nobody submitted."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.authority import seats_of
from accounts.models import Role, User, Work
from accounts.work import Made, Progress
from approvals import access
from approvals.models import Draft, Event
from approvals.refusals import Refused
from approvals.spreadsheet import csv_text
from approvals.work.telling import Told, refusals_told

TOGETHER: Final = 1000
MOST_DRAFTS: Final = 100_000
MOST_EVENTS: Final = 200_000

DRAFT_COLUMNS: Final = (
    "reference", "state", "office", "author", "kind", "urgency", "audience", "language", "channels", "topics",
    "created_at", "submitted_at", "cleared_at", "published_at", "state_since", "moment", "publish_at", "answer_by",
)  # fmt: skip
EVENT_COLUMNS: Final = ("chain", "sequence", "kind", "at", "by", "data", "previous", "hash")


class DraftsFile(Told):
    """The drafts that a person may see, the newest change first: where each stands, and no word of its text."""

    template = "approvals/work/file.html"

    def words(self, work: Work) -> str:
        """Return the title."""
        return _("Drafts you may see, as a file")

    def prepare(self, work: Work, progress: Progress) -> list[tuple[object, ...]]:
        """Read the drafts, a thousand at a time."""
        with refusals_told():
            found = access.visible(work.by, at=progress.now())
            total = _require(found.count(), MOST_DRAFTS)
            rows: list[tuple[object, ...]] = []
            for draft in _in_order(found):
                rows.append(_draft_row(draft))
                progress.note(len(rows), max(total, len(rows)))
            return rows

    def complete(self, work: Work, prepared: list[tuple[object, ...]], *, at: datetime) -> Made:
        """Keep the file."""
        return Made({"rows": len(prepared)}, f"drafts-{at:%Y-%m-%d}.csv", csv_text([DRAFT_COLUMNS, *prepared]))

    def may_see(self, work: Work, reader: User, *, at: datetime) -> bool:
        """Say whether the reader holds a posting still: it names drafts of where they did. An empty one names none."""
        return not work.result.get("rows") or bool(seats_of(reader.pk, at=at))


class RecordFile(Told):
    """The audit trail of a time, event by event with its hashes, for records officers."""

    template = "approvals/work/file.html"

    def words(self, work: Work) -> str:
        """Return the title."""
        days: dict[str, str] = work.asked
        return _("The record from %(since)s to %(until)s, as a file") % days

    def prepare(self, work: Work, progress: Progress) -> list[tuple[object, ...]]:
        """Read the events, a thousand at a time."""
        with refusals_told():
            if not self.may_see(work, work.by, at=progress.now()):
                raise Refused("not_records_officer")
            found = _events(work, at=progress.now())
            total = _require(found.count(), MOST_EVENTS)
            rows: list[tuple[object, ...]] = []
            for event in found.iterator(chunk_size=TOGETHER):
                rows.append(_event_row(event))
                progress.note(len(rows), max(total, len(rows)))
            return rows

    def complete(self, work: Work, prepared: list[tuple[object, ...]], *, at: datetime) -> Made:
        """Keep the file."""
        name = f"record-{work.asked['since']}-{work.asked['until']}.csv"
        return Made({"rows": len(prepared)}, name, csv_text([EVENT_COLUMNS, *prepared]))

    def may_see(self, work: Work, reader: User, *, at: datetime) -> bool:
        """Say whether the reader is a records officer still."""
        return access.holds(reader, Role.RECORDS, at=at)


def _require(count: int, most: int) -> int:
    if count > most:
        raise Refused("rows_too_many", params={"most": most})
    return count


def _in_order(found: Any) -> Iterator[Draft]:
    rows = found.select_related("office", "author", "revision").prefetch_related("channels")
    yield from rows.order_by("-state_since", "pk").iterator(chunk_size=TOGETHER)


def _draft_row(draft: Draft) -> tuple[object, ...]:
    language = draft.revision.content.get("language", "") if draft.revision else ""
    channels = " ".join(f"{channel.platform}:{channel.handle}" for channel in draft.channels.all())
    times = (
        draft.created_at, draft.submitted_at, draft.cleared_at, draft.published_at, draft.state_since, draft.moment,
        draft.publish_at, draft.answer_by,
    )  # fmt: skip
    return (
        draft.reference, draft.state, draft.office.code, draft.author.name, draft.kind, draft.urgency, draft.audience,
        language, channels, " ".join(draft.topics), *(_iso(time) for time in times),
    )  # fmt: skip


def _events(work: Work, *, at: datetime) -> Any:
    """Return the events of the days asked for, those of drafts that nobody has submitted left out."""
    since, until = work.asked["starts_at"], work.asked["ends_at"]
    seen = Q(ledger__isnull=False) | Q(draft__in=access.visible(work.by, at=at).order_by().values("pk"))
    found = Event.objects.filter(seen, at__gte=datetime.fromisoformat(since), at__lt=datetime.fromisoformat(until))
    return found.select_related("draft", "ledger", "by").order_by("at", "pk")


def _event_row(event: Event) -> tuple[object, ...]:
    chain = event.draft.reference if event.draft else event.ledger.name if event.ledger else ""
    data = json.dumps(event.data, ensure_ascii=False, sort_keys=True)
    by = event.by.username if event.by else ""
    return chain, event.sequence, event.kind, _iso(event.at), by, data, event.previous, event.hash


def _iso(at: datetime | None) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z") if at else ""
