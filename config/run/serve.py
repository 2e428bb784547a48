"""`make run`: everything that Chancery consists of, on one machine, under one roof, until Ctrl-C."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from config.run import premises, services
from config.run.catalogues import compile_catalogues
from config.run.commands import command, listen_address
from config.run.healthy import is_silent, lives, web_answers
from config.run.supervisor import Part, PartStopped, Supervisor, fresh_log
from config.run.welcome import guide_place, welcome

WEB_ANSWERS_WITHIN = 60.0
OTHERS_ANSWER_WITHIN = 15.0
FAILURES = (premises.CannotStart, services.DidNotStart, PartStopped)


def main() -> int:
    """Run Chancery until it is told to stop (0), or until something fails (1)."""
    _on_a_request_to_stop(_stop)
    os.chdir(premises.BASE_DIR)
    try:
        _run()
    except KeyboardInterrupt:
        _say("\nChancery has stopped.")
        return 0
    except FAILURES as reason:
        print(f"Chancery stops: {reason}", file=sys.stderr)
        return 1
    return 0


def _run() -> None:
    folder = premises.var_folder()
    listen, port_text = listen_address()
    port = premises.checked_port(port_text)
    host = _reachable(listen)
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
    with premises.alone_in(folder, address=address):
        premises.check_port_is_free(listen, port)
        environment = _environment(folder, address)
        with _supervised(folder, environment) as supervisor:
            _provide_broker(supervisor, folder)
            compile_catalogues()
            _prepare(supervisor)
            supervisor.start("web", command("web"))
            for part in ("worker", "beat"):
                supervisor.keep_running(part, command(part))
            _wait_for_the_web(supervisor, host, port)
            _wait_for_the_others(supervisor)
            _say(welcome(address, guide_place(folder).read_text(encoding="utf-8")))
            supervisor.is_silent = is_silent
            supervisor.watch()


@contextmanager
def _supervised(folder: Path, environment: dict[str, str]) -> Iterator[Supervisor]:
    supervisor = Supervisor(logs=folder / "log", environment=environment)
    try:
        yield supervisor
    finally:
        # From here on a second Ctrl-C would only interrupt the stopping.
        _on_a_request_to_stop(signal.SIG_IGN)
        supervisor.stop()


def _environment(folder: Path, address: str) -> dict[str, str]:
    """Give what the parts find in their environment: what the caller set, and a demo for the rest."""
    defaults = {
        "DEBUG": "on",
        "CHANCERY_DEMO": "on",
        "CHANCERY_VAR": str(folder),
        "SITE_URL": address.rstrip("/"),
        # Nothing stands in front of it here that could speak TLS.
        "HTTPS": "off",
        "ALLOWED_HOSTS": "127.0.0.1,localhost,[::1]",
    }
    environment = defaults | {name: value for name, value in os.environ.items() if value}
    if not environment.get("SECRET_KEY"):
        environment["SECRET_KEY"] = premises.secret_key(folder)
    return environment


def _provide_broker(supervisor: Supervisor, folder: Path) -> None:
    environment = supervisor.environment
    if environment.get("REDIS_URL"):
        premises.check_broker_answers(environment)
        return
    log = fresh_log(supervisor.logs, "broker")
    process, url = services.start_valkey(folder / "valkey", log=log)
    supervisor.servers.append(Part("broker", process, log, read=log.stat().st_size))
    supervisor.environment = {**environment, "REDIS_URL": url}


def _prepare(supervisor: Supervisor) -> None:
    """Bring the data up to date in a process of its own, which Ctrl-C stops like any other part."""
    supervisor.start("preparation", [sys.executable, "-m", "config.run.prepare"])
    part = supervisor.parts[-1]
    while part.process.poll() is None:
        _pass_on_progress(part)
        supervisor.starter.check()
        for server in supervisor.servers:
            server.check()
        time.sleep(0.1)
    _pass_on_progress(part)
    if part.process.returncode:
        part.check()
    supervisor.parts.remove(part)


def _pass_on_progress(part: Part) -> None:
    for line in part.new_lines():
        if line.endswith("…"):
            _say(line)


def _wait_for_the_web(supervisor: Supervisor, host: str, port: int) -> None:
    limit = time.monotonic() + WEB_ANSWERS_WITHIN
    while not web_answers(host, port):
        supervisor.look()
        if time.monotonic() > limit:
            raise premises.CannotStart(f"the web part did not answer within {WEB_ANSWERS_WITHIN:.0f} seconds.")
        time.sleep(0.1)


def _wait_for_the_others(supervisor: Supervisor) -> None:
    """Give beat and the worker a moment to say that they live; the pages work without them, so no longer than that."""
    os.environ.update(supervisor.environment)  # the heartbeats are where the parts' settings say
    limit = time.monotonic() + OTHERS_ANSWER_WITHIN
    while not (lives("beat") and lives("worker")) and time.monotonic() < limit:
        supervisor.look()
        time.sleep(0.2)


def _reachable(listen: str) -> str:
    """Give an address at which a browser on this machine finds what listens there."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(listen, listen)  # noqa: S104 (read, not listened on)


def _on_a_request_to_stop(do: Callable[[int, FrameType | None], None] | signal.Handlers) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, do)


def _stop(_number: int, _frame: FrameType | None) -> None:
    _on_a_request_to_stop(signal.SIG_IGN)
    raise KeyboardInterrupt


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
