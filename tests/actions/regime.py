"""Regimes for the stories that need one on, put there without going through the screens."""

from datetime import timedelta

from approvals.models import Regime, RegimeLevel
from tests.people import NOW

HALF_AN_HOUR = timedelta(minutes=30)


def regime(ministry, kind="crisis", *, starts_at=NOW, limit=HALF_AN_HOUR, **fields):
    """Return a regime of Paul's for the whole ministry, unless said otherwise."""
    values = {"reason": "Shelling near the embassy", "declared_by": ministry.paul, "declared_at": NOW} | fields
    return Regime.objects.create(kind=kind, starts_at=starts_at, limit=limit, **values)


def regime_level(regime, position=1, name="Duty officer", *, office, role="approver", placement="before", **fields):
    """Return a level of a regime that asks a named office one question."""
    values = {"selector": "office", "question": f"Does {name} agree?", "limit": HALF_AN_HOUR} | fields
    return RegimeLevel.objects.create(
        regime=regime, position=position, name=name, office=office, role=role, placement=placement, **values
    )
