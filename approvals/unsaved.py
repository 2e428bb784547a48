"""The unsaved words of one person: named reads, each of which asks for that person's and for nobody else's."""

from uuid import UUID

from django.db.models import QuerySet

from accounts.models import User
from approvals.models import UnsavedWords


def of_person(user: User) -> QuerySet[UnsavedWords]:
    """Return what this person typed and did not save, the newest first."""
    return UnsavedWords.objects.filter(person=user, ended_at__isnull=True)


def of_form(user: User, draft_id: UUID | None) -> QuerySet[UnsavedWords]:
    """Return what this person typed at the form of a draft, or at an empty one, the newest first."""
    found = of_person(user)
    return found.filter(draft_id=draft_id) if draft_id else found.filter(draft__isnull=True)


def one(user: User, draft_id: UUID | None, key: UUID) -> UnsavedWords | None:
    """Return the words of one sitting at a form; None when they are gone, or somebody else's. One query."""
    return of_form(user, draft_id).filter(key=key).first()
