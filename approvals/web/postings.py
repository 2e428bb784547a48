"""Postings as a form names them: “Helen Roth (helen), Head of mission, Embassy in Riyadh”."""

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property

from django.db.models import Q

from accounts.models import Posting, Role


def label_of(posting: Posting) -> str:
    """Return how a posting is named, so that no two of different people are named alike."""
    return f"{posting.user.name} ({posting.user.username}), {Role(posting.role).label}, {posting.office.name}"


class Postings:
    """The postings in force at an instant, read once and only when they are asked for. One query."""

    def __init__(self, *, at: datetime) -> None:
        self.at = at

    @cached_property
    def in_force(self) -> Sequence[Posting]:
        """Return them, by the names of their holders."""
        lasting = Posting.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=self.at), starts_at__lte=self.at)
        return list(lasting.select_related("user", "office").order_by("user__name", "pk"))

    @property
    def suggested(self) -> list[str]:
        """Return the names that a form suggests: authors, who are many, can be typed."""
        return [label_of(posting) for posting in self.in_force if posting.role != Role.AUTHOR]

    def find(self, typed: str) -> Posting | None:
        """Return the one posting that was typed: as it is suggested, or by a name or username that has only one."""
        said = typed.strip().casefold()
        exactly = [posting for posting in self.in_force if label_of(posting).casefold() == said]
        if exactly:
            return exactly[0]
        by_name = [
            posting for posting in self.in_force if said in (posting.user.name.casefold(), posting.user.username)
        ]
        return by_name[0] if len(by_name) == 1 else None
