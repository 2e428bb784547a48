"""What the supervisor passes on to the terminal, and what it does with logs."""

import sys
import time

import pytest

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
