"""What somebody who has a draft's page open is told: what others have done to it since the page was made."""

from collections.abc import Collection
from typing import Any

from django.http import HttpRequest

from accounts.authority import Seat
from accounts.models import User
from approvals import access
from approvals.models import Draft
from approvals.web.sentences import Storyteller, people_named
from approvals.web.typed import id_in, ordinal_in

MOST_TOLD = 3


def news(request: HttpRequest, user: User, seats: Collection[Seat]) -> dict[str, Any] | None:
    """Return what happened to the draft that the page shows, beyond the events it has; None for no draft of theirs.

    One query while there is nothing new, four when there is.
    """
    asked, seen = id_in(request.GET.get("draft", "")), ordinal_in(request.GET.get("seen", ""))
    if asked is None or seen is None:
        return None
    draft = access.visible_from(user, seats).filter(pk=asked).select_related("revision").first()
    if draft is None:
        return None
    told = _told(draft, user, seen) if draft.event_count > seen else []
    return {"seen": draft.event_count, "revision": draft.current.hash, "told": told}


def _told(draft: Draft, user: User, seen: int) -> list[str]:
    """Return the latest of what others did, in sentences."""
    events = list(draft.events.filter(sequence__gt=seen).select_related("by").order_by("sequence"))
    own = {event.at for event in events if event.by_id == user.pk}
    events = [event for event in events if event.at not in own][-MOST_TOLD:]
    named = people_named(events)
    people = User.objects.in_bulk(named) if named else {}
    channels = list(draft.channels.all()) if any(event.data.get("channel") for event in events) else []
    teller = Storyteller(people=people, channels=channels)
    return [teller.tell(event).sentence for event in events]
