"""Who hears of cleared lines: beside announce.py, by the same bridge. Messages name a line, never its text."""

from collections.abc import Iterable, Mapping
from typing import Any

from accounts.models import User
from approvals import announce
from approvals.announce import iso
from approvals.models import ClearedLine, Draft
from notifications.outbox import Envelope, Param

send = announce.send


def path_of(line: ClearedLine) -> str:
    """Return the path of a line's page."""
    return f"/lines/{line.pk}/"


def cleared(draft: Draft) -> list[Envelope]:
    """Tell the author of a line that it is cleared, and until when it can be quoted."""
    line = draft.line
    return announce.to_author(draft, "line_cleared", name=line.name, until=iso(line.until))


def ended(draft: Draft) -> list[Envelope]:
    """Tell the author of a line that its end has come."""
    return announce.to_author(draft, "line_ended", name=draft.line.name)


def withdrawn(line: ClearedLine, draft: Draft, people: Iterable[int], *, by: User) -> list[Envelope]:
    """Tell these people that a draft of theirs quotes a line which is withdrawn."""
    return announce.to_people(draft, "line_withdrawn", people, by=by, name=line.name, why=line.withdraw_reason)


def stopped(line: ClearedLine, draft: Draft, *, by: User) -> list[Envelope]:
    """Tell the author that a draft which was cleared by a line cannot be published, for the line is withdrawn."""
    said = {"name": line.name, "why": line.withdraw_reason}
    return announce.to_author(draft, "line_withdrawn_stops", by=by, **said)


def out(line: ClearedLine, published: Mapping[int, int], officers: Iterable[int], *, by: User) -> list[Envelope]:
    """Tell who published posts that quote a line how many of theirs do, and the policy officers how many there are.

    `published` says of each person how many posts; the posts themselves are listed on the line's page.
    """
    total = published.get(0, 0)
    counts = dict.fromkeys(officers, total) | {person: n for person, n in published.items() if person}
    said: dict[str, Any] = {"name": line.name, "by": by.name, "why": line.withdraw_reason}
    return [
        _to(person, line, "line_withdrawn_out", {**said, "posts": count})
        for person, count in sorted(counts.items())
        if person != by.pk and count
    ]


def _to(person: int, line: ClearedLine, kind: str, params: Mapping[str, Param]) -> Envelope:
    event = f"line:{line.pk}:{kind}"
    return Envelope(
        user_id=person, kind=kind, key=f"{event}:{person}", event=event, params=dict(params), path=path_of(line),
        thread="",
    )  # fmt: skip
