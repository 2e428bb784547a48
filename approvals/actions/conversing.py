"""Which conversation a reply belongs to: the one it was begun from, the one its address leads to, or a new one."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Lower

from accounts.models import User
from approvals import access, audit
from approvals.lifecycle import State
from approvals.models import Conversation, Draft, Kind, Publication
from approvals.refusals import Refused
from channels.post_addresses import same_post

OUT = (State.PUBLISHED, State.RETRACTED)


@dataclass(frozen=True, slots=True)
class Thread:
    """Where a reply was begun: in a conversation, or at one of our own posts that somebody replied to. Or in neither,
    and then its address says where it belongs.
    """

    conversation: UUID | None = None
    follows: UUID | None = None


NOWHERE = Thread()


def join(draft: Draft, thread: Thread, *, address: str, before: str, by: User, at: datetime) -> None:
    """Put a reply into its conversation; one that becomes something else leaves it. The caller saves the draft.

    `address` is what it answers now, and `before` what it answered until now: a corrected address leads elsewhere only
    where the conversation had been found by it. Two replies to one post, saved at the same moment, take turns.
    """
    if draft.kind != Kind.REPLY:
        if draft.revision is not None and draft.revision.body.kind == Kind.REPLY:
            draft.conversation = None
        return
    audit.lock_conversations()
    found = _begun_from(draft, thread, by=by, at=at) or _led_to(draft, address=address, before=before, at=at)
    if found.pk != draft.conversation_id:
        found.latest_at = at
        found.save(update_fields=["latest_at"])
    draft.conversation = found


def _begun_from(draft: Draft, thread: Thread, *, by: User, at: datetime) -> Conversation | None:
    """Return the conversation that was named; refuse one of which this person may see nothing."""
    seen = access.visible(by, at=at)
    if thread.follows is not None:
        original = seen.filter(pk=thread.follows, state__in=OUT).select_related("conversation").first()
        if original is None:
            raise Refused("unknown_conversation", field="conversation")
        return _around(original, at=at)
    if thread.conversation is None or thread.conversation == draft.conversation_id:
        return None
    if not seen.filter(conversation=thread.conversation).exists():
        raise Refused("unknown_conversation", field="conversation")
    return Conversation.objects.get(pk=thread.conversation)


def _led_to(draft: Draft, *, address: str, before: str, at: datetime) -> Conversation:
    """Return the conversation to which the address leads, or the one that the draft is in, or a new one."""
    had = draft.conversation
    if had is not None and same_post(address) == same_post(before):
        return had
    if found := _at_address(draft, address, at=at):
        return found
    if had is not None and not _is_at_address(draft, before, had):
        return had
    return Conversation.objects.create(office=draft.office, opened_at=at, latest_at=at)


def _at_address(draft: Draft, address: str, *, at: datetime) -> Conversation | None:
    """Return the conversation around our own post at this address, or the one in which another draft answers it."""
    original = _published_at(address)
    if original is not None and original.pk != draft.pk:
        return _around(original, at=at)
    answering = _others(draft, address).first()
    return answering.conversation if answering else None


def _is_at_address(draft: Draft, address: str, conversation: Conversation) -> bool:
    original = _published_at(address)
    if original is not None and original.conversation_id == conversation.pk:
        return True
    return _others(draft, address).filter(conversation=conversation).exists()


def _published_at(address: str) -> Draft | None:
    """Return the draft of ours that is out at this address. One query, by the index of addresses."""
    out = Publication.objects.annotate(address=Lower("url")).filter(address=same_post(address))
    found = out.select_related("draft__conversation").order_by("pk").first()
    return found.draft if found else None


def _others(draft: Draft, address: str) -> QuerySet[Draft]:
    answering = Draft.objects.exclude(pk=draft.pk).filter(kind=Kind.REPLY, conversation__isnull=False)
    same = answering.annotate(address=Lower("answered__address")).filter(address=same_post(address))
    return same.select_related("conversation").order_by("created_at", "pk")


def _around(original: Draft, *, at: datetime) -> Conversation:
    """Return the conversation around one of our own posts: opened, with that post in it, by the first reply to it."""
    if original.conversation is not None:
        return original.conversation
    opened = Conversation.objects.create(office=original.office, opened_at=at, latest_at=at)
    # What is out is not written any more: nobody else saves this column of that draft.
    Draft.objects.filter(pk=original.pk).update(conversation=opened)
    return opened
