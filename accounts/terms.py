"""What a person held when: every place, and from when until when, for questions about what has been."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import FilteredRelation, Q

from accounts.authority import Place
from accounts.models import Posting


@dataclass(frozen=True, slots=True)
class Term:
    """A time during which a person could act at a place: from an instant until another (None: still), half-open."""

    place: Place
    starts_at: datetime
    ends_at: datetime | None

    def meets(self, since: datetime, until: datetime) -> bool:
        """Say whether any instant from `since` to `until` lies in it, both of these included."""
        return self.starts_at <= until and (self.ends_at is None or self.ends_at > since)


def terms_of(user_id: int) -> list[Term]:
    """Return every term of a person, those that are over among them, by own postings and as deputy. One query."""
    acting = FilteredRelation("deputies", condition=Q(deputies__user_id=user_id))
    held = Posting.objects.alias(acting=acting).filter(Q(user_id=user_id) | Q(acting__user_id=user_id))
    rows = held.values_list(
        "office_id", "role", "user_id", "starts_at", "ends_at", "acting__starts_at", "acting__ends_at"
    )
    found = []
    for office_id, role, holder, held_from, held_until, acts_from, acts_until in rows.order_by("pk"):
        if holder == user_id:
            found.append(Term((office_id, role), held_from, held_until))
        else:
            until = min(held_until, acts_until) if held_until else acts_until
            found.append(Term((office_id, role), max(held_from, acts_from), until))
    return found
