"""The word to administrators that the clocks are not being swept: since when, what is silent, and what to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts import clock, reader
from accounts.models import Role, User
from approvals import heartbeats
from approvals.heartbeats import Pulse

# Every page of every administrator asks; once in so many seconds is enough for all that one process serves.
KEPT_FOR = 5.0
WHAT_TO_DO = {
    (False, False): _("No worker and no beat says that it lives. Start them again, then read the end of their logs."),
    (False, True): _("No worker says that it lives. Start one again, then read the end of its log."),
    (True, False): _("Beat does not say that it lives. Start it again, then read the end of its log."),
    (True, True): _(
        "Beat and a worker live. See whether the broker (Redis or Valkey) answers and has room, then read the end of "
        "the worker's log."
    ),
}


@dataclass(frozen=True, slots=True)
class Stopped:
    """That no clock fires; `since` is the end of the last sweep, None when there has been none."""

    since: datetime | None
    what_to_do: str | Promise


@dataclass(slots=True)
class _Kept:
    until: float = 0.0
    stopped: Stopped | None = None


_kept = _Kept()


def for_reader(request: HttpRequest) -> Stopped | None:
    """Return what an administrator must know, None for everyone else and while all is well. At most two queries."""
    if not _is_administrator(request):
        return None
    if clock.steady() >= _kept.until:
        _kept.stopped = found(heartbeats.pulses())
        _kept.until = clock.steady() + KEPT_FOR
    return _kept.stopped


def found(heard: Sequence[Pulse]) -> Stopped | None:
    """Return what these heartbeats mean for the clocks."""
    lives = {part: any(pulse.lives for pulse in heartbeats.of(part, heard)) for part in heartbeats.PARTS}
    if lives["sweep"]:
        return None
    swept = heartbeats.of("sweep", heard)
    return Stopped(swept[0].at if swept else None, WHAT_TO_DO[lives["worker"], lives["beat"]])


def _is_administrator(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return False
    return user.is_staff or reader.holds(request, Role.ADMINISTRATOR)
