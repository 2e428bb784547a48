"""`make gallery`: a picture of every page of the demo ministry in both languages, both themes and both sizes.

They are put into var/gallery, with an index.html to look through them. A page that does not answer 200, is wider than
its screen or has a script error is named at the end, and the command fails.
"""

import argparse
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.run.healthy import web_answers
from config.run.premises import BASE_DIR
from tests.chromium import CHROMIUM

READY_WITHIN = 180.0


def main() -> int:
    """Serve a demo ministry of its own, take the pictures, stop it."""
    parser = argparse.ArgumentParser(prog="make gallery", description=__doc__)
    parser.add_argument("names", nargs="*", help="only the pictures whose name starts with one of these")
    parser.add_argument("--into", type=Path, default=BASE_DIR / "var" / "gallery")
    chosen = parser.parse_args()
    if CHROMIUM is None:
        print("No Chromium: install Debian's chromium-headless-shell, or name one: CHROMIUM=/path.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="chancery-gallery-") as folder, _served(Path(folder)) as address:
        import django

        django.setup()
        from tests.gallery.camera import take

        return take(address, into=chosen.into, names=tuple(chosen.names))


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    # One key for the server and for the sessions that are made here.
    os.environ |= {"SECRET_KEY": secrets.token_urlsafe(50)}
    os.environ |= {"CHANCERY_VAR": str(folder), "PORT": str(port), "DEBUG": "on", "CHANCERY_DEMO": "on"}
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
        "LOG_LEVEL": "WARNING",
    }
    server = subprocess.Popen([sys.executable, "-m", "config.run.serve"], cwd=BASE_DIR, stdout=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(port, server)
        yield address
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=60)


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until and server.poll() is None:
        if web_answers("127.0.0.1", port):
            return
        time.sleep(0.5)
    raise SystemExit("The demo ministry did not start.")


if __name__ == "__main__":
    sys.exit(main())
