"""Long work: done once, by one worker at a time, whatever becomes of the worker; seen by who asked for it alone."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import tasks, work
from accounts.models import User, Work, WorkFile
from accounts.work import KEPT, LEASE, MOST_ATTEMPTS, MOST_IN_HAND, Kind, Lost, Made, Unable
from tests.people import NOW, later, person

SECOND = timedelta(seconds=1)
pytestmark = pytest.mark.django_db


class Renaming(Kind):
    """Gives somebody the names that were asked for, one after the other, and counts them."""

    meanwhile = staticmethod(lambda: None)
    told = []

    def words(self, piece):
        return "Renaming"

    def prepare(self, piece, progress):
        names = piece.asked["names"]
        for number, name in enumerate(names, start=1):
            if name == "nobody":
                raise Unable("not_a_name", {"name": name})
            if name == "fault":
                raise ValidationError(names[-1])
            progress.note(number, len(names))
        type(self).meanwhile()
        return names

    def complete(self, piece, prepared, *, at):
        User.objects.filter(pk=piece.by_id).update(name=prepared[-1])
        if prepared[-1] == "refused":
            raise Unable("refused", {})
        return Made({"names": len(prepared)}, "names.csv", "\n".join(prepared))

    def tell(self, piece, *, at):
        type(self).told.append((piece.pk, piece.status))


@pytest.fixture(autouse=True)
def kinds(settings, monkeypatch):
    settings.WORK_KINDS = {"rename": f"{__name__}.Renaming"}
    work.kind_of.cache_clear()
    monkeypatch.setattr(Renaming, "told", [])
    yield
    work.kind_of.cache_clear()


@pytest.fixture
def ada():
    return person("ada", "Ada")


def ask(by, *names, at=NOW, **more):
    return work.begin(kind="rename", by=by, asked={"names": list(names)}, at=at, **more)


def now(piece):
    return Work.objects.select_related("by").get(pk=piece.pk)


def test_work_waits_is_done_and_keeps_its_result(ada):
    piece = ask(ada, "Ada B.", "Ada C.", given={"name": "in.csv", "text": "Ada"})
    assert (piece.status, piece.is_over) == ("waiting", False)
    assert work.take_up(at=later(minutes=1))
    done = now(piece)
    assert (done.status, done.result, done.done, done.total) == ("done", {"names": 2}, 2, 2)
    assert (done.by.name, done.started_at, done.lease) == ("Ada C.", later(minutes=1), None)
    assert done.finished_at >= done.started_at
    assert list(done.files.order_by("purpose").values_list("purpose", "text")) == [
        ("given", "Ada"), ("made", "Ada B.\nAda C."),
    ]  # fmt: skip
    assert Renaming.told == [(piece.pk, "done")]
    assert not work.take_up(at=later(1))


def test_what_was_asked_first_is_done_first(ada):
    second, first = ask(ada, "Second", at=later(1)), ask(ada, "First")
    work.take_up(at=later(2))
    assert (now(first).status, now(second).status) == ("done", "waiting")


def test_one_piece_of_work_is_under_way_at_a_time(ada):
    ask(ada, "One")
    ask(ada, "Two")
    assert work.claim(at=NOW) is not None
    assert work.claim(at=NOW + LEASE - SECOND) is None


def test_what_is_refused_keeps_nothing_and_says_why(ada):
    early, late = ask(ada, "Ada B.", "nobody"), ask(ada, "refused")
    work.take_up(at=NOW)
    work.take_up(at=NOW)
    assert (now(early).status, now(early).problem, now(early).problem_params) == (
        "failed", "not_a_name", {"name": "nobody"},
    )  # fmt: skip
    assert (now(late).problem, now(late).by.name, WorkFile.objects.count()) == ("refused", "Ada", 0)
    assert Renaming.told == [(early.pk, "failed"), (late.pk, "failed")]


def test_a_fault_is_told_and_its_words_are_in_no_log(ada, caplog):
    piece = ask(ada, "fault", "secret words")
    work.take_up(at=NOW)
    assert (now(piece).status, now(piece).problem) == ("failed", "work_fault")
    assert "ValidationError" in caplog.text
    assert "secret words" not in caplog.text


def test_the_work_of_a_worker_that_died_is_taken_up_again(ada):
    """Guarantee 19."""
    piece = ask(ada, "Ada B.")
    dead = work.claim(at=NOW)
    assert dead.pk == piece.pk
    assert not work.take_up(at=NOW + LEASE - SECOND)
    assert work.take_up(at=NOW + LEASE)
    assert (now(piece).status, now(piece).attempts, now(piece).started_at) == ("done", 2, NOW)


def test_a_worker_that_was_taken_over_changes_nothing_more(ada, monkeypatch):
    """Guarantee 19."""
    piece = ask(ada, "Late")

    def another_takes_it():
        monkeypatch.setattr(Renaming, "meanwhile", staticmethod(lambda: None))
        Work.objects.filter(pk=piece.pk).update(asked={"names": ["Early"]})
        assert work.take_up(at=NOW + 2 * LEASE)

    monkeypatch.setattr(Renaming, "meanwhile", staticmethod(another_takes_it))
    assert work.take_up(at=NOW)
    assert (now(piece).by.name, Renaming.told) == ("Early", [(piece.pk, "done")])


def test_what_kills_every_worker_is_given_up_and_makes_room(ada):
    piece, other = ask(ada, "Deadly"), ask(ada, "Other")
    for number in range(MOST_ATTEMPTS):
        assert work.claim(at=NOW + number * LEASE).pk == piece.pk
    assert work.claim(at=NOW + MOST_ATTEMPTS * LEASE) is None
    assert (now(piece).status, now(piece).problem) == ("failed", "work_killed")
    assert work.claim(at=NOW + MOST_ATTEMPTS * LEASE).pk == other.pk


def test_work_is_called_off_by_who_asked_for_it_alone(ada):
    piece, grace = ask(ada, "Ada B."), person("grace", "Grace")
    assert not work.call_off(work_id=piece.pk, by=grace, at=NOW)
    assert work.call_off(work_id=piece.pk, by=ada, at=NOW)
    assert not work.call_off(work_id=piece.pk, by=ada, at=NOW)
    assert not work.take_up(at=NOW)
    assert (now(piece).status, now(piece).by.name, Renaming.told) == ("called_off", "Ada", [])


def test_what_is_called_off_under_way_keeps_nothing(ada, monkeypatch):
    piece = ask(ada, "Ada B.")
    call_off = staticmethod(lambda: work.call_off(work_id=piece.pk, by=ada, at=NOW))
    monkeypatch.setattr(Renaming, "meanwhile", call_off)
    work.take_up(at=NOW)
    assert (now(piece).status, now(piece).by.name) == ("called_off", "Ada")


def test_progress_renews_the_lease_and_finds_out_that_it_is_gone(ada):
    piece = ask(ada, "Ada B.")
    progress = work.Progress(work.claim(at=NOW), at=NOW)
    progress.note(5, 10)
    assert now(piece).leased_until >= NOW + LEASE
    assert (now(piece).done, now(piece).total) == (5, 10)
    work.call_off(work_id=piece.pk, by=ada, at=NOW)
    with pytest.raises(Lost):
        progress.note(10, 10)


def test_nobody_asks_for_everything_at_once(ada):
    for _ in range(MOST_IN_HAND):
        ask(ada, "Ada")
    with pytest.raises(Unable, match="work_too_much"):
        ask(ada, "Ada")
    ask(person("grace", "Grace"), "Grace")


def test_results_are_forgotten_after_a_month(ada):
    old, new = ask(ada, "Old", given={"name": "in.csv", "text": "x"}), ask(ada, "New")
    work.take_up(at=NOW)
    Work.objects.filter(pk=old.pk).update(finished_at=NOW - KEPT - SECOND)
    work.take_up(at=NOW)
    assert work.forget(at=NOW) == 1
    assert list(Work.objects.values_list("pk", flat=True)) == [new.pk]
    assert WorkFile.objects.get().work_id == new.pk


def test_a_worker_with_nothing_to_do_asks_two_questions(ada):
    with CaptureQueriesContext(connection) as queries:
        assert not work.take_up(at=NOW)
    assert len([query for query in queries if "SAVEPOINT" not in query["sql"]]) == 2


def test_the_tasks_read_the_clock_and_make_one_call(ada, time_machine, monkeypatch):
    time_machine.move_to(NOW, tick=False)
    asked_again = []
    monkeypatch.setattr(tasks.take_up_work, "apply_async", lambda: asked_again.append(1))
    piece = ask(ada, "Ada B.")
    tasks.take_up_work()
    assert (now(piece).status, asked_again) == ("done", [1])
    tasks.take_up_work()
    assert asked_again == [1]
    time_machine.move_to(NOW + KEPT + timedelta(days=1))
    tasks.forget_work()
    assert not Work.objects.exists()
