"""Who guards an account: those who may say that it may be compromised, which freezes it at once."""

from collections.abc import Collection

from accounts.authority import Seat
from accounts.models import Role
from channels.models import Channel

# At the office that owns the account, and at any office.
THERE = frozenset({Role.AUTHOR, Role.HEAD})
ANYWHERE = frozenset({Role.DUTY, Role.POLICY, Role.ADMINISTRATOR})


def guards(seats: Collection[Seat], channel: Channel) -> bool:
    """Say whether somebody in these seats guards an account. No query."""
    return any(seat.role in ANYWHERE or (seat.role in THERE and seat.office_id == channel.office_id) for seat in seats)
