"""The program that started this one: when `make` is gone, or has itself been told to stop, there is nobody to serve."""

import os
import re
import signal
from pathlib import Path

BLOCKED = re.compile(r"^SigBlk:\s*([0-9a-f]+)$", flags=re.MULTILINE)


class Starter:
    """Watches `make`, if that is what started this process.

    A terminal sends Ctrl-C to everyone, but a program that interrupts `make` reaches `make` alone: it then waits for
    this process without passing the request on, with further interrupts blocked. That is how one can tell (on Linux).
    """

    def __init__(self) -> None:
        self.process = os.getppid() if "MAKELEVEL" in os.environ else None

    def check(self) -> None:
        """Raise KeyboardInterrupt when the starter is gone or is waiting for the end."""
        if self.process and (os.getppid() != self.process or _waits_for_the_end(self.process)):
            raise KeyboardInterrupt


def _waits_for_the_end(process: int) -> bool:
    try:
        blocked = BLOCKED.search(Path(f"/proc/{process}/status").read_text())
    except OSError:
        return False
    return bool(blocked and int(blocked[1], 16) & 1 << (signal.SIGINT - 1))
