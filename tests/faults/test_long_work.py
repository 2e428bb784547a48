"""Long work by real workers: done while nobody waits, and taken up again when its worker is killed."""

import sys

import pytest

from accounts import work
from accounts.models import Posting, User, Work
from approvals.actions.import_people import rehearse
from tests.faults.stories import database_now

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kills groups of processes as Linux makes them")
HEAD = "username,name,email,office,role\n"
LINES = 8000


def file_of(prefix, lines):
    return HEAD + "".join(f"{prefix}{n},N {n},{prefix}{n}@ministry.example,RUH,author\n" for n in range(lines))


def asked(cluster, kind, text, **more):
    given = {"name": "people.csv", "text": text}
    return work.begin(kind=kind, by=cluster.ministry.ivan, asked=more, given=given, at=database_now())


def status(piece):
    return Work.objects.values_list("status", flat=True).get(pk=piece.pk)


def test_a_worker_takes_over_a_file_while_nobody_waits(cluster, beat):
    text = file_of("a", 30)
    seen = rehearse(text=text, by=cluster.ministry.ivan, at=database_now()).digest
    piece = asked(cluster, "people_import", text, seen=seen)
    cluster.start("worker", WORKER_QUEUES="celery")
    cluster.until(lambda: status(piece) == "done", what="the import")
    assert Posting.objects.filter(user__username__startswith="a", office__code="RUH").count() >= 30
    assert Work.objects.get(pk=piece.pk).result["counts"]["person_new"] == 30


def test_the_work_of_a_killed_worker_is_taken_up_again_and_done_once(cluster, beat):
    """Guarantee 19. The minute of its lease is not waited for: it is put into the past instead."""
    text = file_of("k", LINES)
    seen = rehearse(text=text, by=cluster.ministry.ivan, at=database_now()).digest
    piece = asked(cluster, "people_import", text, seen=seen)
    worker = cluster.start("worker", WORKER_QUEUES="celery")
    cluster.until(lambda: status(piece) == "running", what="the beginning of the import")
    cluster.kill(worker)
    assert status(piece) == "running"
    assert not User.objects.filter(username="k0").exists()
    Work.objects.filter(pk=piece.pk).update(leased_until=database_now())
    cluster.start("worker", WORKER_QUEUES="celery")
    cluster.until(lambda: status(piece) == "done", what="the end of the import")
    assert Work.objects.get(pk=piece.pk).attempts == 2
    assert User.objects.filter(username__regex="^k[0-9]+$").count() == LINES
    assert Posting.objects.filter(user__username__regex="^k[0-9]+$").count() == LINES
