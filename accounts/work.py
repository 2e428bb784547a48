"""Long work: asked for by a person, done by a worker under a lease, its progress shown, its result kept for a while.

What a kind of work does is said by the room it belongs to: settings.WORK_KINDS names a class for each, made from Kind.
The database alone says what is to be done: a worker that dies over it leaves a lease that ends.
"""

import logging
import time
import traceback
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from accounts.models import User, Work, WorkFile

logger = logging.getLogger(__name__)

# Renewed with the progress; a worker that died over it leaves it to another after so long.
LEASE: Final = timedelta(seconds=60)
# For the one transaction in which nothing can be renewed. As long as a task may take (config/celery_settings.py).
LEASE_TO_COMPLETE: Final = timedelta(seconds=240)
# What has killed so many workers is given up, for its asker to see.
MOST_ATTEMPTS: Final = 3
# So many pieces may one person have waiting or under way.
MOST_IN_HAND: Final = 5
KEPT: Final = timedelta(days=30)
SAID_EVERY: Final = 0.5  # seconds between two notes of progress

Status = Work.Status
IN_HAND = (Status.WAITING, Status.RUNNING)


class Unable(Exception):
    """The work cannot be done, or not now: a code, and what its sentence names. Nothing of it is kept."""

    def __init__(self, code: str, params: Mapping[str, Any] | None = None) -> None:
        super().__init__(code)
        self.code, self.params = code, dict(params or {})


class Lost(Exception):
    """The work was called off, or another worker has taken it over: whoever still does it must stop."""


@dataclass(frozen=True, slots=True)
class Made:
    """What came of a piece of work: a small result, and at most one file."""

    result: dict[str, Any] = field(default_factory=dict)
    name: str = ""
    text: str = ""


class Kind:
    """What one kind of work does: `prepare` looks, for long; `complete` writes, in the transaction that ends it.

    Both ask again whether the person may: rights are those of the moment.
    """

    # Shows the result on the page of the work; its context is given by `shown`.
    template = ""

    def words(self, work: Work) -> str:
        """Return what is being done, as a title."""
        raise NotImplementedError

    def prepare(self, work: Work, progress: "Progress") -> Any:
        """Do what needs no transaction, saying how far it is. Raises Unable."""
        raise NotImplementedError

    def complete(self, work: Work, prepared: Any, *, at: datetime) -> Made:
        """Write what is to be written, all or nothing, and return the result. Raises Unable."""
        raise NotImplementedError

    def tell(self, work: Work, *, at: datetime) -> None:
        """Tell who asked that it is over, in the same transaction."""

    def why(self, work: Work) -> str:
        """Return the sentence for what was refused."""
        return _("It could not be done, and nothing was changed. Ask for it again, or tell your administrators.")

    def may_see(self, work: Work, reader: User, *, at: datetime) -> bool:
        """Say whether who asked may see the result still, with the rights of this moment."""
        return True

    def shown(self, work: Work, reader: User) -> dict[str, Any]:
        """Return what the template of the result needs."""
        return {}


class Progress:
    """How far a worker is; each note renews its lease, and finds out when the work is no longer its own."""

    def __init__(self, work: Work, *, at: datetime) -> None:
        self._work, self._at, self._started = work, at, time.monotonic()
        self._said = 0.0

    def now(self) -> datetime:
        """Return the instant at which the worker began, moved on by the time that has passed."""
        return self._at + timedelta(seconds=time.monotonic() - self._started)

    def note(self, done: int, total: int) -> None:
        """Say that so much of so much is done; twice a second at most, the end always. Raises Lost."""
        if done < total and time.monotonic() - self._said < SAID_EVERY:
            return
        self._said = time.monotonic()
        self._renew(LEASE, done=done, total=total)

    def complete(self) -> None:
        """Take the lease for as long as one transaction may last. Raises Lost."""
        self._renew(LEASE_TO_COMPLETE)

    def _renew(self, lease: timedelta, **said: int) -> None:
        if not _held(self._work).update(leased_until=self.now() + lease, **said):
            raise Lost


@cache
def kind_of(name: str) -> Kind:
    """Return what does this kind of work; KeyError for one that no room has."""
    kind: Kind = import_string(settings.WORK_KINDS[name])()
    return kind


@transaction.atomic
def begin(
    *, kind: str, by: User, asked: Mapping[str, Any], at: datetime, given: Mapping[str, str] | None = None
) -> Work:
    """Ask for a piece of work, with the file it needs (`name` and `text`). Raises Unable when too much is in hand."""
    if Work.objects.filter(by=by, status__in=IN_HAND).count() >= MOST_IN_HAND:
        raise Unable("work_too_much", {"most": MOST_IN_HAND})
    work = Work.objects.create(kind=kind, by=by, asked=dict(asked), asked_at=at)
    if given is not None:
        WorkFile.objects.create(work=work, purpose=WorkFile.Purpose.GIVEN, name=given["name"], text=given["text"])
    return work


@transaction.atomic
def call_off(*, work_id: int, by: User, at: datetime) -> bool:
    """Let one's own work end here; say whether that came in time. What it had not completed is not kept."""
    work = Work.objects.select_for_update().filter(pk=work_id, by=by, status__in=IN_HAND).first()
    if work is None:
        return False
    _end(work, Status.CALLED_OFF, at=at)
    return True


def take_up(*, at: datetime) -> bool:
    """Do the piece of work that comes next, if any, to its end; say whether there was one."""
    work = claim(at=at)
    if work is None:
        return False
    progress = Progress(work, at=at)
    try:
        _do(work, progress)
    except Lost:
        logger.info("%s was called off or taken over.", work)
    except Unable as unable:
        _fail(work, unable.code, unable.params, at=progress.now())
    except SoftTimeLimitExceeded:
        _fail(work, "work_too_long", {}, at=progress.now())
    except Exception as error:  # noqa: BLE001 (whatever it is, its asker must not wait for ever)
        # Where it happened, and not what it said: that may be somebody's text.
        where = "".join(traceback.format_tb(error.__traceback__))
        logger.error("%s failed (%s)\n%s", work, type(error).__name__, where)
        _fail(work, "work_fault", {}, at=progress.now())
    return True


def claim(*, at: datetime) -> Work | None:
    """Take the lease of the work under way whose own has ended, or of what has waited longest; None for nothing.

    One piece is under way at a time. Three queries at most.
    """
    try:
        with transaction.atomic():
            return _claimed(at)
    except IntegrityError:
        return None  # another worker was first: one_work_at_a_time


def forget(*, at: datetime) -> int:
    """Delete what was over so long ago that its result is kept no more; return how many pieces of work."""
    _count, deleted = Work.objects.filter(finished_at__lt=at - KEPT).delete()
    return deleted.get("accounts.Work", 0)


def _claimed(at: datetime) -> Work | None:
    running = Work.objects.filter(status=Status.RUNNING).first()
    if running is not None and running.leased_until is not None and running.leased_until > at:
        return None
    free = Work.objects.select_for_update(skip_locked=True)
    if running is not None:
        work = free.filter(pk=running.pk, status=Status.RUNNING, lease=running.lease).first()
    else:
        work = free.filter(status=Status.WAITING).order_by("asked_at", "pk").first()
    if work is None:
        return None
    if work.attempts >= MOST_ATTEMPTS:
        _end(work, Status.FAILED, at=at, problem="work_killed")
        return None
    work.status, work.lease, work.leased_until = Status.RUNNING, uuid.uuid4(), at + LEASE
    work.started_at, work.attempts, work.done = work.started_at or at, work.attempts + 1, 0
    work.save()
    return work


def _do(work: Work, progress: Progress) -> None:
    kind = kind_of(work.kind)
    prepared = kind.prepare(work, progress)
    progress.complete()
    with transaction.atomic():
        # The work first: whoever calls it off waits here, and comes too late.
        held = _held(work).select_for_update().select_related("by").first()
        if held is None:
            raise Lost
        at = progress.now()
        made = kind.complete(held, prepared, at=at)
        held.result, held.done = made.result, held.total
        if made.name:
            WorkFile.objects.create(work=held, purpose=WorkFile.Purpose.MADE, name=made.name, text=made.text)
        _end(held, Status.DONE, at=at)


def _fail(work: Work, code: str, params: dict[str, Any], *, at: datetime) -> None:
    with transaction.atomic():
        held = _held(work).select_for_update().select_related("by").first()
        if held is not None:
            _end(held, Status.FAILED, at=at, problem=code, params=params)


def _end(
    work: Work, status: Work.Status, *, at: datetime, problem: str = "", params: dict[str, Any] | None = None
) -> None:  # fmt: skip
    work.status, work.finished_at, work.lease, work.leased_until = status, at, None, None
    work.problem, work.problem_params = problem, params or {}
    work.save()
    if status != Status.CALLED_OFF and work.kind in settings.WORK_KINDS:
        kind_of(work.kind).tell(work, at=at)


def _held(work: Work) -> Any:
    return Work.objects.filter(pk=work.pk, lease=work.lease, status=Status.RUNNING)
