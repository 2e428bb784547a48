"""What must hold before anything starts: a folder of our own, a free port, a secret key, servers that answer."""

import errno
import fcntl
import os
import secrets
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import redis

BASE_DIR = Path(__file__).resolve().parent.parent.parent


class CannotStart(Exception):
    """Chancery cannot start; the message is one line that says why and what to do."""


def var_folder() -> Path:
    """Make the folder that holds all that `make run` keeps, and return it."""
    folder = Path(os.environ.get("CHANCERY_VAR") or BASE_DIR / "var").resolve()
    try:
        (folder / "log").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotStart(f"{folder} cannot be made ({error.strerror}). CHANCERY_VAR names another folder.") from error
    if not os.access(folder, os.W_OK) or not os.access(folder / "log", os.W_OK):
        raise CannotStart(f"{folder} belongs to another account. CHANCERY_VAR names another folder.")
    return folder


@contextmanager
def alone_in(folder: Path, *, address: str) -> Iterator[None]:
    """Hold the folder for this process; the hold goes with the process, however it ends."""
    with (folder / "run.lock").open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            lock.seek(0)
            raise CannotStart(f"it already runs from {folder}: {lock.read().strip()}.") from error
        lock.truncate(0)
        lock.write(f"process {os.getpid()}, {address}")
        lock.flush()
        yield


def checked_port(text: str) -> int:
    """Give PORT as a number that a server can listen on."""
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise CannotStart(f"PORT must be a number from 1 to 65535, and {text!r} is not.")
    return int(text)


def check_port_is_free(host: str, port: int) -> None:
    """Refuse when another program listens there already."""
    family, kind, *_rest, address = _resolve(host, port)
    with socket.socket(family, kind) as probe:
        # Connections that an earlier run has just closed are no obstacle; a listener is.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            raise CannotStart(_why_not(error, host, port)) from error


def secret_key(folder: Path) -> str:
    """Give this installation's secret key, made on the first call and readable by its owner only."""
    place = folder / "secret_key"
    if not place.exists():
        unfinished = folder / "secret_key.new"
        unfinished.unlink(missing_ok=True)
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
        unfinished.replace(place)
    return place.read_text().strip()


def check_broker_answers(environment: Mapping[str, str]) -> None:
    """Refuse when REDIS_URL names a server that does not answer; the address is said, its password is not."""
    url = environment["REDIS_URL"]
    try:
        with redis.Redis.from_url(url, socket_timeout=3, socket_connect_timeout=3) as broker:
            broker.ping()
    except ValueError as error:
        raise CannotStart("REDIS_URL is not the address of a Redis or Valkey server.") from error
    except redis.RedisError as error:
        where = urlsplit(url)
        raise CannotStart(f"REDIS_URL names {where.hostname}:{where.port or 6379}, which does not answer.") from error


def _resolve(host: str, port: int) -> tuple[int, int, int, str, tuple[object, ...]]:
    try:
        return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        raise CannotStart(f"LISTEN names {host!r}, which is no address of this machine.") from error


def _why_not(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is taken by another program. Choose another, as in: make run PORT={port % 65535 + 1}"
    return f"it may not listen on {host}, port {port} ({error.strerror}). PORT chooses another port."
