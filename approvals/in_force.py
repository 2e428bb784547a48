"""What overrides the ordinary rules at an instant: the holds and regimes in force, and whom and what they touch."""

from collections.abc import Collection
from datetime import datetime
from typing import TypeVar

from django.db.models import Exists, Q, QuerySet, Value
from django.db.models.functions import Concat

from accounts.authority import Seat
from accounts.models import Office, Role
from approvals.models import Hold, Regime
from approvals.rules.scope import Scope
from channels.models import Channel

Override = TypeVar("Override", Hold, Regime)

# Who holds one of these asks of every office; so does whoever sits at headquarters.
EVERYWHERE = frozenset({Role.POLICY, Role.RECORDS})


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


def touching(found: QuerySet[Override], seats: Collection[Seat]) -> QuerySet[Override]:
    """Return those that may touch a person who acts from these seats; the seats add no query.

    What is for one country or channel touches the offices there, and whoever asks of every office.
    """
    if any(seat.role in EVERYWHERE for seat in seats):
        return found
    mine = Office.objects.filter(pk__in={seat.office_id for seat in seats})
    named = Concat("platform", Value(":"), "handle")
    channels = Channel.objects.filter(office__in=mine).annotate(named=named).values("named")
    return found.filter(
        ~Q(scope__in=("country", "channel"))
        | Q(scope="country", scope_value__in=mine.values("country"))
        | Q(scope="channel", scope_value__in=channels)
        | Q(Exists(mine.exclude(kind=Office.Kind.MISSION)))
    )
