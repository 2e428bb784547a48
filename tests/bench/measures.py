"""What is measured, and how it is told."""

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection
from django.test import Client

from accounts.authority import seats_of
from approvals import queries, review_queue
from approvals.actions import alarms, decide
from approvals.models import Draft, Step
from tests.bench.crowd import fill, owe_reviews
from tests.bench.deadlines import deadlines
from tests.bench.searching import searches, vary
from tests.people import Ministry, build, later

ROUNDS = 15


def measure(*, sizes: Sequence[int], decisions: int, due: int) -> None:
    """Measure everything and print one line for each figure."""
    call_command("migrate", verbosity=0)
    ministry = build()
    made = 0
    print(f"{'what':58} {'figure':>22}")
    _deadlines()
    for size in sizes:
        fill(ministry, first=made + 1, last=size)
        owe_reviews(ministry, first=made + 1, last=size)
        made = size
        _queue(ministry, size)
        _reviews(ministry, size)
    vary(ministry, first=1, last=made)
    _read(searches(ministry), made)
    _decisions(ministry, decisions)
    fill(ministry, first=made + 1, last=max(made, due) + due)
    _sweep(due)


def _deadlines() -> None:
    first, added, between = deadlines()
    tell("a calendar read and compiled, first deadline", f"{first:.1f} ms")
    tell("deadlines on a year of holidays, one core", f"{added:,.0f}/s")
    tell("working time between two instants", f"{between:,.0f}/s")


def _queue(ministry: Ministry, size: int) -> None:
    at = later(1)
    client = Client(headers={"host": "localhost"})
    client.force_login(ministry.dana)
    reads: dict[str, Callable[[], object]] = {
        "queries.awaiting, 50 rows": lambda: queries.awaiting(ministry.dana, at=at, limit=50),
        "queries.awaiting_count": lambda: queries.awaiting_count(ministry.dana, at=at),
        "page /queue/": lambda: client.get("/queue/"),
        "GET /api/v1/queue/": lambda: client.get("/api/v1/queue/"),
    }
    _read(reads, size)


def _reviews(ministry: Ministry, size: int) -> None:
    at = later(1)
    client = Client(headers={"host": "localhost"})
    client.force_login(ministry.carla)
    seats = seats_of(ministry.carla.pk, at=at)
    middle = review_queue.After(50_000, later(8), 0)
    reads: dict[str, Callable[[], object]] = {
        "review_queue.awaiting, 50 rows": lambda: review_queue.awaiting(ministry.carla, at=at, limit=50),
        "the same from the middle on": lambda: review_queue.awaiting(ministry.carla, at=at, limit=50, after=middle),
        "review_queue.awaiting_count": lambda: review_queue.awaiting_count(ministry.carla, seats=seats),
        "page /reviews/": lambda: client.get("/reviews/"),
    }
    _read(reads, size)


def _read(reads: Mapping[str, Callable[[], object]], size: int) -> None:
    for name, read in reads.items():
        read()
        queries_of_one = count_queries(read)
        tell(f"{name}, {size:,} open", f"{median(read) * 1000:.1f} ms, {queries_of_one} queries")


def _decisions(ministry: Ministry, count: int) -> None:
    waiting = list(Draft.objects.filter(state="in_review").select_related("revision").order_by("pk")[: count + 1])
    first, *others = waiting
    of_one = count_queries(lambda: _approve(ministry, first))
    with _stopwatch() as taken:
        for draft in others:
            _approve(ministry, draft)
    tell("decide.approve, next level opened", f"{len(others) / taken():.0f}/s, {of_one} queries")


def _approve(ministry: Ministry, draft: Draft) -> None:
    decide.approve(draft_id=draft.pk, by=ministry.dana, revision=draft.current.hash, at=later(1))


def _sweep(due: int) -> None:
    # Exactly so many deadlines fall due in one second; the others wait for another day.
    chosen = Step.objects.filter(status="open").order_by("-pk").values_list("pk", flat=True)[:due]
    Step.objects.filter(status="open").update(next_alarm_at=later(1000))
    Step.objects.filter(pk__in=list(chosen)).update(next_alarm_at=later(7), due_at=later(8))
    of_one = count_queries(lambda: alarms.fire_steps(at=later(8)))
    with _stopwatch() as taken:
        fired = alarms.fire_due(at=later(8))
    tell(f"sweep of {fired:,} deadlines, delay flagged", f"{fired / taken():,.0f}/s, {taken():.1f} s")
    tell("queries for one batch of 500", f"{of_one}")
    with _stopwatch() as idle:
        alarms.fire_due(at=later(8))
    tell("sweep when nothing is due", f"{idle() * 1000:.1f} ms")


def count_queries(deed: Callable[[], object]) -> int:
    """Return how many statements it sends, BEGIN and COMMIT apart."""
    sent: list[str] = []

    def note(execute, sql, params, many, context):
        sent.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        deed()
    return len(sent)


def median(read: Callable[[], object], *, rounds: int = ROUNDS) -> float:
    """Return the seconds that it takes, in the middle of so many."""
    times = []
    for _round in range(rounds):
        with _stopwatch() as taken:
            read()
        times.append(taken())
    return statistics.median(times)


@contextmanager
def _stopwatch():
    start = time.perf_counter()
    end: list[float] = []
    yield lambda: (end[0] if end else time.perf_counter()) - start
    end.append(time.perf_counter())


def tell(what: str, figure: str) -> None:
    """Print one figure."""
    print(f"{what:58} {figure:>22}", flush=True)
