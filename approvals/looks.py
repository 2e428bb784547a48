"""What a person has read of a draft, and what happened since: read with a fixed number of queries."""

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from approvals.models import Draft, Event, Look


def of(user: User, drafts: Collection[Draft]) -> dict[UUID, Look]:
    """Return this person's last look at each of these drafts that they have looked at, with its revision. One query."""
    return {look.draft_id: look for look in _looks(user, drafts).select_related("revision")}


def changed(user: User, drafts: Collection[Draft]) -> set[UUID]:
    """Return those of the drafts to which something happened since this person looked, not by their own act. One query.

    What one has never looked at has not changed.
    """
    since = Event.objects.filter(draft=OuterRef("draft"), sequence__gt=OuterRef("event_count"))
    mine = Event.objects.filter(draft=OuterRef("draft"), at=OuterRef("at"), by=user)
    news = since.exclude(Exists(mine))
    return set(_looks(user, drafts).filter(Exists(news)).values_list("draft_id", flat=True))


def news(look: Look | None, events: Iterable[Event]) -> list[Event]:
    """Return what of a draft's events is new to whom this look is of; nothing is before the first look.

    What came of one's own act, in the same instant, is no news to oneself.
    """
    if look is None:
        return []
    known: Sequence[Event] = list(events)
    own = {event.at for event in known if event.by_id == look.person_id}
    return [event for event in known if event.sequence > look.event_count and event.at not in own]


def _looks(user: User, drafts: Collection[Draft]) -> QuerySet[Look]:
    return Look.objects.filter(person=user, draft__in=[draft.pk for draft in drafts])
