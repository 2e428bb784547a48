"""What a reply or a repost answers: checked as it was pasted, and kept with the draft. Nothing is fetched."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from accounts.models import User
from approvals import checks
from approvals.actions.locking import FURTHEST_AHEAD
from approvals.answer_times import ANSWERING
from approvals.models import AnsweredPost, Draft
from approvals.refusals import Refused
from approvals.rules.content import clean_text
from channels.findings import explain
from channels.post_addresses import same_post
from channels.screening import unreadable

LONGEST_ADDRESS = 500
LONGEST_AUTHOR = 200
LONGEST_ANSWERED = 10_000
# Before there was anything that a ministry could answer in public.
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
# Clocks of platforms and of browsers may be a little ahead of ours.
AHEAD = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Answered:
    """The post that is answered: who wrote it, what it says, as far as somebody pasted it, and when it was posted."""

    author: str = ""
    text: str = ""
    posted_at: datetime | None = None

    @classmethod
    def of(cls, draft: Draft) -> "Answered":
        """Return what is kept with a draft. At most one query."""
        kept = kept_with(draft)
        return cls(kept.author, kept.text, kept.posted_at) if kept else NOTHING


NOTHING = Answered()


def kept_with(draft: Draft) -> AnsweredPost | None:
    """Return the post that a draft answers, as it is kept. At most one query, and none for an original."""
    if draft.kind not in ANSWERING:
        return None
    return AnsweredPost.objects.select_related("entered_by").filter(draft=draft).first()


def checked_for(
    old: Draft | None, answered: Answered, answer_by: datetime | None, *, kind: str, moment: datetime | None,
    at: datetime,
) -> tuple[Answered, datetime | None]:  # fmt: skip
    """Return what is answered and by when, as they are kept with a new draft or with this one. At most one query."""
    before = Answered.of(old) if old else NOTHING
    kept = checked(answered, kind=kind, at=at, before=before)
    had = old.answer_by if old else None
    return kept, check_time(answer_by, kind=kind, moment=moment, at=at, before=had)


def checked(answered: Answered, *, kind: str, at: datetime, before: Answered) -> Answered:
    """Return what is answered as it is kept, or refuse it; whoever makes a post an original drops what it answered."""
    if kind not in ANSWERING:
        if answered not in (NOTHING, before):
            raise Refused("answers_nothing", field="answers")
        return NOTHING
    author = " ".join(readable(answered.author, field="answers.author").split())
    text = clean_text(readable(answered.text, field="answers.text")).strip()
    if len(author) > LONGEST_AUTHOR:
        raise Refused("answered_author_too_long", field="answers.author", params={"limit": LONGEST_AUTHOR})
    if len(text) > LONGEST_ANSWERED:
        params = {"length": len(text), "limit": LONGEST_ANSWERED}
        raise Refused("answered_too_long", field="answers.text", params=params)
    posted_at = answered.posted_at
    if posted_at is not None and not EARLIEST <= posted_at <= at + AHEAD:
        raise Refused("answered_time_unlikely", field="answers.posted_at")
    return Answered(author, text, posted_at)


def check_time(
    answer_by: datetime | None, *, kind: str, moment: datetime | None, at: datetime, before: datetime | None
) -> datetime | None:  # fmt: skip
    """Return by when it should be answered, or refuse a time that has passed or that the draft does not live to see.

    What the draft had already may stay: a time passes while somebody writes. An original answers nothing.
    """
    if kind not in ANSWERING:
        if answer_by not in (None, before):
            raise Refused("answers_nothing", field="answer_by")
        return None
    if answer_by is None:
        return None
    if answer_by != before:
        if answer_by <= at:
            raise Refused("answer_by_past", field="answer_by")
        if answer_by > at + FURTHEST_AHEAD:
            raise Refused("moment_too_far", field="answer_by")
    if moment is not None and answer_by >= moment:
        raise Refused("answer_by_after_moment", field="answer_by")
    return answer_by


def keep(draft: Draft, answered: Answered, *, by: User, at: datetime) -> None:
    """Keep what the draft answers, with who entered it when; the same again is not entered anew."""
    if draft.kind not in ANSWERING:
        AnsweredPost.objects.filter(draft=draft).delete()
        return
    address = same_post(draft.current.body.in_reply_to)[:LONGEST_ADDRESS]
    kept = AnsweredPost.objects.filter(draft=draft).first()
    if kept is None:
        kept = AnsweredPost(draft=draft)
    elif (kept.address, kept.author, kept.text, kept.posted_at) == (
        address, answered.author, answered.text, answered.posted_at
    ):  # fmt: skip
        return
    kept.address = address
    kept.author, kept.text, kept.posted_at = answered.author, answered.text, answered.posted_at
    kept.entered_by, kept.entered_at = by, at
    kept.save()


def on_record(draft: Draft, answered: Answered) -> dict[str, object]:
    """Return what goes on record of what is answered: facts by which its text can be proven, but not the text."""
    if draft.kind not in ANSWERING:
        return {}
    facts = {
        "author": answered.author,
        "posted_at": answered.posted_at.isoformat() if answered.posted_at else None,
        "characters": len(answered.text),
        "hash": hashlib.sha256(answered.text.encode()).hexdigest() if answered.text else "",
    }
    return {
        "answer_by": draft.answer_by.isoformat() if draft.answer_by else None,
        "answers": facts,
        "conversation": str(draft.conversation_id) if draft.conversation_id else None,
    }


def readable(text: str, *, field: str) -> str:
    """Return a text that shows a reader all that is in it, or refuse it with every place where it does not."""
    found = unreadable(checks.storable(text, field=field))
    if found:
        raise Refused(found[0].code, sentence=explain(found[0]), errors={field: [explain(one) for one in found]})
    return text
