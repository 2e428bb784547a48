"""Keeps the parts of Chancery together: what can be started again is, and otherwise all are stopped."""

import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from config.run import processes
from config.run.restarts import Restarts
from config.run.services import end_of
from config.run.starter import Starter

PATIENCE = 2.5  # seconds that a part has to finish what it is doing
SETTLES_WITHIN = 40.0  # seconds that a part has to say for the first time that it lives
ASKED_EVERY = 5.0  # seconds
LARGEST_LOG = 10_000_000  # bytes; a log beyond it is set aside at the next start, and one older is kept
WORTH_SAYING = re.compile(r"\b(ERROR|CRITICAL)\b")
WIDEST_LINE = 200


class PartStopped(Exception):
    """A part ended although nobody asked it to; the message says which, and the end of its log."""


def nobody_is_silent(_part: str) -> bool:
    """Say that every part that runs also works."""
    return False


@dataclass
class Part:
    """One running program, its log, and how far the log has been read."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path
    read: int = 0
    command: list[str] = field(default_factory=list)
    started: float = field(default_factory=time.monotonic)
    restarts: Restarts | None = None  # of a part that may be started again
    starts_at: float | None = None  # when it will be

    def how_it_ended(self) -> str | None:
        """Say how the program ended; None while it runs."""
        status = self.process.poll()
        if status is None:
            return None
        return f"signal {signal.Signals(-status).name}" if status < 0 else f"exit status {status}"

    def check(self) -> None:
        """Raise PartStopped unless the program runs."""
        how = self.how_it_ended()
        if how:
            raise PartStopped(f"The {self.name} stopped by itself ({how}). The end of {self.log}:\n{end_of(self.log)}")

    def new_lines(self) -> list[str]:
        """Give the whole lines written since the last call, fit for a terminal."""
        with self.log.open("rb") as file:
            file.seek(self.read)
            text = file.read()
        whole = text[: text.rfind(b"\n") + 1]
        self.read += len(whole)
        return [fit_for_terminal(line) for line in whole.decode("utf-8", errors="replace").splitlines()]

    def new_errors(self) -> list[str]:
        """Give those of the new lines that report an error."""
        return [line for line in self.new_lines() if WORTH_SAYING.search(line)]


@dataclass
class Supervisor:
    """Starts parts with one environment, watches them, and stops them."""

    logs: Path
    environment: Mapping[str, str]
    servers: list[Part] = field(default_factory=list)  # what the parts rest on: stopped after them
    parts: list[Part] = field(default_factory=list)
    starter: Starter = field(default_factory=Starter)
    is_silent: Callable[[str], bool] = nobody_is_silent  # by name: whether a part that runs says no more that it lives
    asked: float = 0.0

    def start(self, name: str, command: list[str]) -> None:
        """Start one part, with a log of its own; when it ends, everything ends."""
        log = fresh_log(self.logs, name)
        position = log.stat().st_size
        process = processes.start(command, log=log, environment=self.environment)
        self.parts.append(Part(name, process, log, position, command))

    def keep_running(self, name: str, command: list[str]) -> None:
        """Start one part; when it ends or gets stuck, it is started again, a few times."""
        self.start(name, command)
        self.parts[-1].restarts = Restarts()

    def look(self) -> None:
        """Pass on new errors; raise PartStopped when a part has ended for good, KeyboardInterrupt when `make` waits."""
        self.starter.check()
        for part in self.servers + self.parts:
            for line in part.new_errors():
                print(f"[{part.name}] {line}", file=sys.stderr, flush=True)
            if part.restarts is None:
                part.check()
            else:
                self._revive(part, part.restarts)

    def watch(self) -> None:
        """Look after the parts until one ends for good or a signal interrupts."""
        while True:
            self.look()
            if time.monotonic() - self.asked > ASKED_EVERY:
                self.asked = time.monotonic()
                self._end_those_that_are_stuck()
            time.sleep(0.2)

    def _revive(self, part: Part, restarts: Restarts) -> None:
        """Start a part again that has ended, when its time has come; raise PartStopped when it has ended too often."""
        how = part.how_it_ended()
        if how is None:
            return
        if part.starts_at is None:
            # What it had started goes with it: two of a part would do no harm, and no good.
            processes.stop(part.process, asking_with=signal.SIGKILL)
            pause = restarts.pause()
            if pause is None:
                part.check()
            else:
                part.starts_at = time.monotonic() + pause
                when = f"in {pause:.0f} seconds" if pause else "now"
                _say(f"The {part.name} ended ({how}) and is started again {when}: see {part.log}.")
        elif time.monotonic() >= part.starts_at:
            part.process = processes.start(part.command, log=part.log, environment=self.environment)
            part.started, part.starts_at = time.monotonic(), None

    def _end_those_that_are_stuck(self) -> None:
        for part in self.parts:
            settled = time.monotonic() - part.started > SETTLES_WITHIN
            if part.restarts and settled and part.how_it_ended() is None and self.is_silent(part.name):
                _say(f"The {part.name} runs and says no more that it lives: it is stuck, and is ended.")
                processes.stop(part.process, asking_with=signal.SIGKILL)

    def stop(self) -> None:
        """Ask all parts to stop at once, end those that take too long, then stop the servers."""
        for part in self.parts:
            processes.ask(part.process, signal.SIGTERM)
        limit = time.monotonic() + PATIENCE
        for part in self.parts:
            processes.stop(part.process, patience=max(0.1, limit - time.monotonic()))
        for server in self.servers:
            processes.stop(server.process, patience=0.5)


def fresh_log(folder: Path, name: str) -> Path:
    """Give the place of a part's log, after setting aside one that has grown too large."""
    log = folder / f"{name}.log"
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.replace(log.with_suffix(".log.old"))
    log.touch()
    return log


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def fit_for_terminal(line: str) -> str:
    """Shorten a log line and take out what could drive a terminal."""
    return "".join(character if character.isprintable() else "?" for character in line)[:WIDEST_LINE]
