"""Lets the demo ministry live its last months in one go: everything in the order of time, with the clocks firing."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import chain

from django.db import transaction
from django.db.models import Min

from approvals.actions import alarms
from approvals.demo import cast, happenings, people_away, script
from approvals.demo.authorizations import authorizations_granted
from approvals.demo.calendars import calendars_set
from approvals.demo.happenings import Happening
from approvals.demo.holds import holds_placed
from approvals.demo.lines import lines_written
from approvals.demo.long_work import work_asked
from approvals.demo.regimes import regimes_declared
from approvals.demo.telling import Telling
from approvals.demo.templates import templates_written
from approvals.demo.unsaved import words_left
from approvals.models import CalendarChange, Draft, Hold, PreAuthorization, Regime, Review, Step
from approvals.refusals import Refused
from notifications import outbox

# How long after its time a clock fires, where a sweep comes round every five seconds.
SWEEP_LAG = timedelta(seconds=2)


@transaction.atomic
def load(*, at: datetime) -> dict[str, Draft]:
    """Put the whole ministry in place as it would stand at `at`, or nothing of it; return the drafts by story.

    Every draft is written, decided and published by the real actions, at instants in the past, and the clocks are
    swept in between: chains, delays and messages are those that would have come about. E-mails of that past were
    never waited for, so they count as sent and stay where they are.
    """
    now = at.replace(second=0, microsecond=0)
    ministry = cast.build(now=now)
    people_away.settle(ministry, now=now)
    tellings = [Telling(story, ministry, now=now) for story in script.stories()]
    told = chain(
        calendars_set(ministry, now=now),
        happenings.policies_written(ministry, now=now),
        authorizations_granted(ministry, now=now),
        happenings.channels_frozen(ministry, now=now),
        lines_written(ministry, now=now),
        holds_placed(ministry, now=now),
        people_away.claimed(ministry, now=now),
        templates_written(ministry, now=now),
        regimes_declared(ministry, now=now),
        work_asked(ministry, now=now),
        happenings.inboxes_read(ministry, now=now),
        words_left(ministry, now=now),
        *(telling.happenings() for telling in tellings),
    )
    since = None
    for happening in sorted(Happening(when, order, happen) for order, (when, happen) in enumerate(told)):
        sweep(until=happening.at, since=since)
        _let(happening.happen, at=happening.at)
        since = happening.at
    sweep(until=now, since=since)
    outbox.count_as_sent(until=at)
    return {telling.story.name: telling.draft() for telling in tellings}


def sweep(*, until: datetime, since: datetime | None = None) -> None:
    """Fire every clock that runs out up to an instant, each seconds after its own time, as the worker would have.

    What was due already when it was wound, such as a risk that came with the submission, fires at `since`: not before
    there was anything to fire.
    """
    while (due := _next_alarm()) and due <= until:
        at = min(due + SWEEP_LAG, until)
        alarms.fire_due(at=max(at, since) if since else at)


def _next_alarm() -> datetime | None:
    tables = (
        Draft.objects,
        Step.objects,
        Hold.objects,
        Regime.objects,
        CalendarChange.objects,
        PreAuthorization.objects,
        Review.objects,
    )
    found = [table.aggregate(first=Min("next_alarm_at"))["first"] for table in tables]
    return min((first for first in found if first), default=None)


def _let(happen: Callable[[datetime], object], *, at: datetime) -> None:
    """Let something happen; a refusal of what data/ tells names what was told."""
    try:
        happen(at)
    except Refused as refused:
        sentences = [refused.sentence, *(line for lines in refused.errors.values() for line in lines)]
        refused.add_note(f"in the demo, {happen}: {' '.join(sentences)}")
        raise
