"""How the stories declare regimes: a crisis for the ministry, asked for by Paul, unless said otherwise."""

from approvals.actions import regime_turns, regimes
from approvals.actions.regimes import AddedLevel, Declaration
from tests.actions.regime import HALF_AN_HOUR
from tests.people import NOW


def declaration(kind="crisis", **fields):
    return Declaration(**{"kind": kind, "reason": "Shelling near the embassy", "limit": HALF_AN_HOUR} | fields)


def added(name="Duty officer", position=1, *, office, **fields):
    values = {"role": "approver", "limit": HALF_AN_HOUR, "question": f"Does {name} agree?"} | fields
    return AddedLevel(position=position, name=name, office_id=office.pk if office else None, **values)


def asked(ministry, kind="crisis", *, by=None, at=NOW, **fields):
    """Ask for a regime; nothing that waits for the commit has happened yet."""
    return regimes.declare(asked=declaration(kind, **fields), by=by or ministry.paul, at=at)


def declared(ministry, kind="crisis", *, at=NOW, **fields):
    """Declare a regime and let happen what happens when it is committed."""
    regime = asked(ministry, kind, at=at, **fields)
    regime_turns.fire_regimes(at=at)
    return regime


def ended(ministry, regime, *, at, by=None, reason="It is quiet again."):
    """End a regime and let happen what happens when it is committed."""
    regime = regimes.end(regime_id=regime.pk, reason=reason, by=by or ministry.petra, at=at)
    regime_turns.fire_regimes(at=at)
    return regime
