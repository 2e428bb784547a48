"""Publishing and holding at the same moment: whatever is answered first, nothing slips between."""

import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.db import transaction

from approvals import audit
from approvals.actions import alarms, holds_over
from approvals.models import Draft, Event, Hold, Publication
from notifications.models import Message
from tests.actions.asking import publish_on_x
from tests.actions.test_holds import lift, place
from tests.people import later
from tests.races.test_decisions_at_once import wait_until_somebody_waits_for_a_lock
from tests.races.together import codes, together

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 20


def post(number):
    return f"https://x.com/EmbassyRiyadh/status/{number}"


def test_a_post_and_a_hold_at_once_leave_either_a_post_before_the_hold_or_none(ministry):
    """Guarantee 22."""
    met = Counter()
    for number in range(ROUNDS):
        draft = ministry.cleared(f"Number {number}.")
        outcomes = together(
            partial(publish_on_x, ministry, draft, at=later(1), url=post(1000 + number)),
            partial(place, ministry, at=later(1)),
        )
        met.update(codes(outcomes))
        out, hold = Publication.objects.filter(draft=draft).first(), Hold.objects.latest("pk")
        assert (out is not None) == (codes(outcomes) == ["ok", "ok"])
        if out is not None:
            # The hold counted what waits after the post was out: one came wholly before the other.
            placed = Event.objects.get(kind="hold_placed", data__hold=hold.pk)
            assert placed.data["drafts"] == Draft.objects.filter(state="cleared").count()
        lift(ministry, hold, at=later(1, seconds=1))
    assert met["ok"] >= ROUNDS
    print(f"post against hold: {dict(met)}")


def test_no_post_that_has_not_seen_the_hold_is_committed_after_its_placing_was_answered(ministry):
    """Guarantee 22. The publication has passed every check but its turn when the hold is placed and answered."""
    draft, answered = ministry.cleared(), threading.Event()

    def publish():
        try:
            return together(partial(publish_on_x, ministry, draft, at=later(1)))
        finally:
            answered.set()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            place(ministry, at=later(1, seconds=2))
            publishing = pool.submit(publish)
            wait_until_somebody_waits_for_a_lock()
            assert not answered.is_set()
        assert publishing.result(timeout=30) == ["on_hold"]
    assert not Publication.objects.exists()


def test_a_hold_waits_for_the_publication_that_was_there_first(ministry):
    """Guarantee 22."""
    draft = ministry.cleared()
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            publish_on_x(ministry, draft, at=later(1))
            placing = pool.submit(together, partial(place, ministry, at=later(1)))
            wait_until_somebody_waits_for_a_lock()
            time.sleep(0.05)
            assert not placing.done()
        assert codes(placing.result(timeout=30)) == ["ok"]
    assert Event.objects.get(kind="hold_placed").data["drafts"] == 0


def test_a_hold_lifted_by_two_officers_at_once_is_lifted_once(ministry):
    """Guarantee 15."""
    for _ in range(ROUNDS // 2):
        hold = place(ministry)
        outcomes = together(
            partial(lift, ministry, hold, by=ministry.paul), partial(lift, ministry, hold, by=ministry.petra)
        )
        assert codes(outcomes) == ["hold_is_over", "ok"]
        assert Event.objects.filter(kind="hold_lifted", data__hold=hold.pk).count() == 1
        assert not list(audit.verify(Event.objects.filter(kind="hold_lifted").first().ledger))


def test_posts_holds_and_sweeps_together_never_stand_in_each_others_way(ministry):
    """Guarantee 18. Each author who waited is asked once, whatever else goes on."""
    for number in range(ROUNDS // 2):
        draft = ministry.cleared(f"Number {number}.")
        waiting = ministry.cleared(f"Waiting {number}.")
        hold = place(ministry, at=later(1))
        together(
            partial(lift, ministry, hold, at=later(2)),
            partial(publish_on_x, ministry, draft, at=later(2), url=post(2000 + number)),
            partial(alarms.fire_due, at=later(2)),
            partial(alarms.fire_due, at=later(2)),
        )
        alarms.fire_due(at=later(2))
        alarms.fire_due(at=later(3))
        asked = Message.objects.filter(kind="hold_over", medium="in_app")
        assert asked.filter(thread=waiting.reference).count() == 1
        assert Hold.objects.get(pk=hold.pk).next_alarm_at is None
        assert Event.objects.filter(draft=waiting, kind="hold_over").count() == 1
        for one in Draft.objects.filter(state="cleared"):
            holds_together(one)
            publish_on_x(ministry, one, at=later(4), url=post(3000 + number))


def holds_together(draft):
    assert list(audit.verify(draft)) == []


def test_two_sweeps_ask_an_author_once_though_one_read_before_the_other_had_asked(ministry, monkeypatch):
    """Guarantee 18. The one has begun to read which drafts wait, and reaches the draft when the other has asked."""
    draft = ministry.cleared()
    hold = place(ministry, at=later(1))
    lift(ministry, hold, at=later(2))
    slow, waiting = threading.local(), holds_over._may_wait

    def may_wait(hold, *, at):
        found = waiting(hold, at=at)
        return found.extra(where=["pg_sleep(0.6) IS NOT NULL"]) if getattr(slow, "is_slow", False) else found

    def sweep_slowly():
        slow.is_slow = True
        return holds_over._ask(hold, [draft.pk], at=later(2))

    def sweep_meanwhile():
        time.sleep(0.2)
        return holds_over._ask(hold, [draft.pk], at=later(2))

    monkeypatch.setattr(holds_over, "_may_wait", may_wait)
    hold.refresh_from_db()
    together(sweep_slowly, sweep_meanwhile)
    assert Event.objects.filter(draft=draft, kind="hold_over").count() == 1
