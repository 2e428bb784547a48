"""What the supervisor passes on to the terminal, and what it does with logs."""

import sys
import time

import pytest

from config.run import restarts
from config.run import supervisor as supervisor_module
from config.run.supervisor import LARGEST_LOG, PartStopped, Supervisor, fit_for_terminal, fresh_log


@pytest.fixture
def supervisor(tmp_path):
    supervisor = Supervisor(logs=tmp_path, environment={"PYTHONUNBUFFERED": "1"})
    yield supervisor
    supervisor.stop()


def look_until(supervisor, true):
    limit = time.monotonic() + 20
    while not true():
        assert time.monotonic() < limit
        supervisor.look()
        time.sleep(0.05)


def test_errors_reach_the_terminal_with_the_name_of_the_part_and_nothing_else_does(supervisor, capsys, tmp_path):
    speech = "import time; print('INFO fine'); print('ERROR no mail server'); print('INFO end'); time.sleep(600)"
    supervisor.start("worker", [sys.executable, "-c", speech])
    look_until(supervisor, lambda: "end" in (tmp_path / "worker.log").read_text())
    supervisor.look()
    assert capsys.readouterr().err == "[worker] ERROR no mail server\n"


def test_what_could_drive_a_terminal_is_taken_out():
    assert fit_for_terminal("ERROR \x1b[2J\x9b\u202e سلام Одеса") == "ERROR ?[2J?? سلام Одеса"
    assert len(fit_for_terminal("long " * 1000)) == 200


def test_a_part_that_ends_by_itself_is_named_with_the_end_of_its_log(supervisor):
    supervisor.start("beat", [sys.executable, "-c", "raise SystemExit('no schedule')"])
    with pytest.raises(PartStopped, match=r"(?s)The beat stopped by itself \(exit status 1\).*no schedule"):
        look_until(supervisor, lambda: False)


def test_a_part_that_is_kept_running_is_started_again_and_given_up_when_it_always_ends(supervisor, monkeypatch, capsys):
    monkeypatch.setattr(restarts, "PAUSES", (0.0, 0.3))
    supervisor.keep_running("beat", [sys.executable, "-c", "raise SystemExit('no schedule')"])
    with pytest.raises(PartStopped, match=r"(?s)The beat stopped by itself \(exit status 1\).*no schedule"):
        look_until(supervisor, lambda: False)
    said = capsys.readouterr().err
    assert said.count("The beat ended (exit status 1) and is started again") == 2
    assert (supervisor.logs / "beat.log").read_text().count("no schedule") == 3


def test_what_ended_long_ago_is_forgiven(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(restarts.time, "monotonic", lambda: now[0])
    attempts = restarts.Restarts()
    assert [attempts.pause() for _ in range(6)] == [0.0, 1.0, 3.0, 10.0, 30.0, None]
    now[0] = restarts.FORGIVEN_AFTER
    assert attempts.pause() == 0.0


def test_a_part_that_runs_and_says_no_more_that_it_lives_is_ended_once_it_had_time_to_start(
    supervisor, monkeypatch, capsys
):
    supervisor.keep_running("worker", [sys.executable, "-c", "import time; time.sleep(600)"])
    part = supervisor.parts[0]
    supervisor.is_silent = lambda name: name == "worker"
    supervisor._end_those_that_are_stuck()
    assert part.how_it_ended() is None
    part.started -= supervisor_module.SETTLES_WITHIN + 1
    supervisor._end_those_that_are_stuck()
    assert part.how_it_ended() == "signal SIGKILL"
    supervisor.look()
    supervisor.look()
    assert part.how_it_ended() is None
    assert "The worker runs and says no more that it lives: it is stuck, and is ended." in capsys.readouterr().err


def test_errors_of_an_earlier_run_are_not_said_again(supervisor, capsys, tmp_path):
    (tmp_path / "web.log").write_text("ERROR of yesterday\n")
    supervisor.start("web", [sys.executable, "-c", "import time; print('started'); time.sleep(600)"])
    look_until(supervisor, lambda: "started" in (tmp_path / "web.log").read_text())
    assert capsys.readouterr().err == ""


def test_a_log_that_has_grown_too_large_is_set_aside(tmp_path):
    with (tmp_path / "web.log").open("wb") as file:
        file.truncate(LARGEST_LOG + 1)
    assert fresh_log(tmp_path, "web").stat().st_size == 0
    assert (tmp_path / "web.log.old").stat().st_size == LARGEST_LOG + 1
