"""Who hears that a conversation waits for an answer."""

from collections.abc import Iterable

from approvals.announce import iso, to_people
from approvals.models import Draft
from notifications.outbox import Envelope


def answer_waits(draft: Draft, asked: Iterable[int], *, levels: str) -> list[Envelope]:
    """Tell the author, and those who are asked now, that the conversation waits beyond the time to answer by."""
    people = {*asked, draft.author_id}
    return to_people(draft, "answer_waits", people, by=None, answer_by=iso(draft.answer_by), levels=levels)
