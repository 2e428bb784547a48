"""How long the server takes for every page: with the demo ministry, and with very many drafts in it."""

import gc
import statistics
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, cast

from django.core.management import call_command
from django.db import connection
from django.test import Client

from accounts import clock
from accounts.models import Office, User
from approvals.demo.load import load
from approvals.models import PolicyVersion
from approvals.rules.content import Content
from channels.models import Channel
from tests.bench.crowd import fill
from tests.bench.measures import count_queries, median, tell
from tests.gallery.sights import SIGHTS, Sight
from tests.people import Ministry

# Of the many drafts most are out; these still wait at the desk, so that its queue is as long as a bad week makes it.
STILL_WAITING = 400
OUT = """
UPDATE approvals_step SET status = 'passed', next_alarm_at = NULL
    WHERE draft_id IN (SELECT id FROM approvals_draft WHERE reference LIKE 'BEN-%%') AND draft_id NOT IN
        (SELECT md5('bench' || g)::uuid FROM generate_series(1, %(waiting)s) AS g);
UPDATE approvals_draft SET state = 'published', cleared_at = state_since, policy_version_id = NULL
    WHERE reference LIKE 'BEN-%%' AND id NOT IN
        (SELECT md5('bench' || g)::uuid FROM generate_series(1, %(waiting)s) AS g);
UPDATE approvals_draft SET state_since = state_since - (interval '7 minutes' * substring(reference from 10)::int)
    WHERE reference LIKE 'BEN-%%';
VACUUM ANALYZE
"""


@dataclass(frozen=True)
class Timed:
    """What one page took."""

    sight: Sight
    milliseconds: float
    queries: int
    kilobytes: float


def measure_pages(*, drafts: int) -> None:
    """Measure every page twice, and print the slowest of each first."""
    call_command("migrate", verbosity=0)
    load(at=clock.now())
    with connection.cursor() as cursor:
        # What the database does by itself a minute later.
        cursor.execute("VACUUM ANALYZE")
    seen = [(sight, *sight.seen()) for sight in SIGHTS]
    # As a worker does when it has started: what the loading left behind is nothing that a page waits for.
    gc.collect()
    gc.freeze()
    _print("the demo ministry", [_time(*one) for one in seen])
    _crowd(drafts)
    _print(f"{drafts:,} drafts more", [_time(*one) for one in seen])


def _time(sight: Sight, who: str, path: str) -> Timed:
    client = Client(headers={"host": "localhost"})
    if who:
        client.force_login(User.objects.get(username=who), backend="accounts.backends.SignIn")

    def read() -> Any:
        return client.get(path)

    size = len(read().content) / 1000
    return Timed(sight, median(read, rounds=7) * 1000, count_queries(read), size)


def _print(what: str, timed: list[Timed]) -> None:
    middle = statistics.median(one.milliseconds for one in timed)
    print(f"\nPages, {what}: {middle:.0f} ms in the middle of {len(timed)}, the slowest first")
    for one in sorted(timed, key=lambda one: -one.milliseconds):
        tell(f"  {one.sight.name}", f"{one.milliseconds:.0f} ms, {one.queries} queries, {one.kilobytes:.0f} kB")


def _crowd(drafts: int) -> None:
    named = {username: User.objects.get(username=username) for username in ("riyadh.author", "riyadh.head")}
    version = PolicyVersion.objects.get(status="in_force", policy__is_default=True)
    riyadh = Office.objects.get(code="RUH")
    desk = Office.objects.filter(postings__user__username="hq.desk", postings__role="approver").first()
    assert desk is not None
    channel = Channel.objects.filter(office=riyadh, state="active").first()
    assert channel is not None
    ministry = SimpleNamespace(
        riyadh=riyadh, desk=desk, minister=Office.objects.get(kind="minister"), layla=named["riyadh.author"],
        x=channel, version=version, content=lambda text: _content(channel, text),
    )  # fmt: skip
    fill(cast("Ministry", ministry), first=1, last=drafts, at=clock.now())
    with connection.cursor() as cursor:
        for statement in OUT.split(";\n"):
            cursor.execute(statement, {"waiting": STILL_WAITING})


def _content(channel: Channel, text: str) -> Content:
    return Content(channel_ids=(channel.pk,), language="en", text=text)
