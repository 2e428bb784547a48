"""Which pre-authorizations a regime suspends: those that could let out a post that it covers."""

from collections.abc import Iterable
from datetime import datetime

from approvals.models import PreAuthorization, Regime


def usable(*, at: datetime) -> list[PreAuthorization]:
    """Return the pre-authorizations whose accepted terms are in force at `at`, with holders and offices. One query."""
    lasting = PreAuthorization.objects.filter(revoked_at__isnull=True, ended_at__isnull=True)
    running = lasting.filter(version__starts_at__lte=at, version__until__gt=at)
    return list(running.select_related("version", "posting__office", "posting__user").order_by("number"))


def touched(regime: Regime, among: Iterable[PreAuthorization]) -> list[PreAuthorization]:
    """Return those that a regime suspends for what it covers; none where it leaves pre-authorizations alone. No query.

    For a topic these are all that do not bar it anyway.
    """
    return [one for one in among if _covers(regime, one)] if regime.suspends_fast_path else []


def _covers(regime: Regime, one: PreAuthorization) -> bool:
    if regime.scope == Regime.Scope.COUNTRY:
        return one.posting.office.country == regime.scope_value
    if regime.scope == Regime.Scope.TOPIC:
        return one.version is not None and regime.scope_value not in one.version.barred_topics
    return True
