"""Keeps the parts of Chancery together: all run, or all are stopped."""

import re
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from config.run import processes
from config.run.services import end_of
from config.run.starter import Starter

PATIENCE = 2.5  # seconds that a part has to finish what it is doing
LARGEST_LOG = 10_000_000  # bytes; a log beyond it is set aside at the next start, and one older is kept
WORTH_SAYING = re.compile(r"\b(ERROR|CRITICAL)\b")
WIDEST_LINE = 200


class PartStopped(Exception):
    """A part ended although nobody asked it to; the message says which, and the end of its log."""


@dataclass
class Part:
    """One running program, its log, and how far the log has been read."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path
    read: int = 0

    def check(self) -> None:
        """Raise PartStopped unless the program runs."""
        status = self.process.poll()
        if status is not None:
            how = f"signal {signal.Signals(-status).name}" if status < 0 else f"exit status {status}"
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

    def start(self, name: str, command: list[str]) -> None:
        """Start one part, with a log of its own."""
        log = fresh_log(self.logs, name)
        position = log.stat().st_size
        self.parts.append(Part(name, processes.start(command, log=log, environment=self.environment), log, position))

    def look(self) -> None:
        """Pass on new errors; raise PartStopped when a part has ended, KeyboardInterrupt when `make` waits for us."""
        self.starter.check()
        for part in self.servers + self.parts:
            for line in part.new_errors():
                print(f"[{part.name}] {line}", file=sys.stderr, flush=True)
            part.check()

    def watch(self) -> None:
        """Look after the parts until one ends or a signal interrupts."""
        while True:
            self.look()
            time.sleep(0.2)

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


def fit_for_terminal(line: str) -> str:
    """Shorten a log line and take out what could drive a terminal."""
    return "".join(character if character.isprintable() else "?" for character in line)[:WIDEST_LINE]
