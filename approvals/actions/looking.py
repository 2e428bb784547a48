"""Remember how far somebody has read a draft. It is nobody's business but theirs: nothing goes on record of it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from approvals import access
from approvals.models import Look
from approvals.refusals import Refused


@transaction.atomic
def look(*, draft_id: UUID, by: User, revision: str, seen: int, at: datetime) -> Look:
    """Remember that somebody read this revision, and the first `seen` events of the draft's record.

    What is read stays read: an older page that is still open somewhere takes nothing back. Five queries at most.
    """
    draft = access.visible(by, at=at).filter(pk=draft_id).first()
    if draft is None:
        raise Refused("not_found")
    read = draft.revisions.filter(hash=revision).order_by("-number").first() if revision.isalnum() else None
    if read is None or not 0 <= seen <= draft.event_count:
        raise Refused("look_unlikely")
    fresh = {"revision": read, "event_count": seen, "at": at}
    kept, is_first = Look.objects.select_for_update().get_or_create(person=by, draft=draft, defaults=fresh)
    if is_first or seen < kept.event_count or at < kept.at:
        return kept
    kept.revision, kept.event_count, kept.at = read, seen, at
    kept.save(update_fields=["revision", "event_count", "at"])
    return kept
