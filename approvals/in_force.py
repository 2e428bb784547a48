"""What overrides the ordinary rules at an instant: the holds and regimes in force, and whom and what they touch."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TypeVar

from django.db.models import Q, QuerySet

from accounts.authority import Seat
from accounts.models import Office, Role
from approvals.models import Hold, Regime
from approvals.rules.scope import Scope

Override = TypeVar("Override", Hold, Regime, Hold | Regime)

# Who holds one of these asks of every office; so does whoever sits at headquarters.
EVERYWHERE = frozenset({Role.POLICY, Role.RECORDS})
LOCAL = ("country", "channel")


def holds(*, at: datetime) -> QuerySet[Hold]:
    """Return the holds in force at `at`: placed by then, and neither lifted nor at their end."""
    return Hold.objects.filter(not_over("lifted_at", at=at), placed_at__lte=at)


def regimes(*, at: datetime) -> QuerySet[Regime]:
    """Return the regimes in force at `at`: begun by then, and neither ended nor at their end."""
    return Regime.objects.filter(not_over("ended_at", at=at), starts_at__lte=at)


def not_over(ended: str, *, at: datetime) -> Q:
    """Return the condition that an end has not come at `at`, neither `until` nor the column that says who ended it."""
    before_end = Q(until__isnull=True) | Q(until__gt=at)
    return before_end & (Q(**{f"{ended}__isnull": True}) | Q(**{f"{ended}__gt": at}))


def scope_of(row: Hold | Regime) -> Scope:
    """Return what a hold or a regime covers, as the rules ask it."""
    return Scope(row.scope, row.scope_value, frozenset(row.exempt_topics))


def touching(rows: Sequence[Override], seats: Collection[Seat]) -> list[Override]:
    """Return those of these rows that may touch a person who acts from these seats.

    What is for one country or channel touches the offices there, and whoever asks of every office. One query, none
    unless something is for a country or a channel.
    """
    is_local = any(row.scope in LOCAL for row in rows)
    if not is_local or any(seat.role in EVERYWHERE for seat in seats):
        return list(rows)
    mine = Office.objects.filter(pk__in={seat.office_id for seat in seats})
    read = list(mine.values_list("kind", "country", "channels__platform", "channels__handle"))
    if any(kind != Office.Kind.MISSION for kind, *_ in read):
        return list(rows)
    here = {("country", country) for _, country, *_ in read}
    here |= {("channel", f"{platform}:{handle}") for *_, platform, handle in read if platform}
    return [row for row in rows if row.scope not in LOCAL or (row.scope, row.scope_value) in here]
