"""Child processes that never outlive the process that started them."""

import contextlib
import ctypes
import os
import pwd
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

PR_SET_PDEATHSIG = 1
# Loaded before any fork: between fork and exec a child may not load a library.
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def start(
    command: Sequence[str],
    *,
    log: Path,
    environment: Mapping[str, str] | None = None,
    account: str | None = None,
    farewell: signal.Signals = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    """Start a child that writes to `log`; should this process die in any way, Linux sends the child `farewell`.

    The child leads its own process group, so Ctrl-C in a terminal reaches this process alone. Call it from the main
    thread only: Linux counts the death of the thread that forked as the parent's. `account` needs root.
    """
    user = pwd.getpwnam(account) if account else None
    with log.open("ab") as output:
        return subprocess.Popen(
            list(command),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=environment,
            cwd="/" if user else None,
            start_new_session=True,
            user=user.pw_uid if user else None,
            group=user.pw_gid if user else None,
            extra_groups=[] if user else None,
            preexec_fn=_tie_to_parent(os.getpid(), farewell),  # noqa: PLW1509 (no other thread runs yet)
        )


def stop(
    process: subprocess.Popen[bytes], *, asking_with: signal.Signals = signal.SIGTERM, patience: float = 4.0
) -> None:
    """End the child and everything in its group: ask first, and kill what is left after `patience` seconds."""
    ask(process, asking_with)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(timeout=patience)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def ask(process: subprocess.Popen[bytes], request: signal.Signals) -> None:
    """Send a signal to the child if it still runs."""
    if process.poll() is None:
        process.send_signal(request)


def _tie_to_parent(parent: int, farewell: signal.Signals) -> Callable[[], None] | None:
    if LIBC is None:
        return None
    libc = LIBC

    def tie() -> None:
        libc.prctl(PR_SET_PDEATHSIG, int(farewell), 0, 0, 0)
        if os.getppid() != parent:  # the parent died before the line above: nobody will send the signal any more
            os._exit(1)

    return tie
