"""Sends one request to one address: to no number but a checked one, within its time, following nothing."""

import ssl
import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import httpcore

from notifications.services import addresses

# The longest that one attempt may take, from looking the name up to the answer's last header.
PATIENCE = 10.0
LONGEST_RETRY_AFTER = 7200
USER_AGENT = "Chancery"

SocketOption = httpcore.SOCKET_OPTION


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one attempt ended: `error` is '' when it was taken, else a short code of the cause.

    `silent` says that the receiver could not be spoken to at all; `retry_after` are the seconds that it asked to be
    left alone; `gone`, that it asked never to be sent to again.
    """

    error: str = ""
    silent: bool = False
    retry_after: int | None = None
    gone: bool = False


def post(address: str, *, headers: dict[str, str], body: str, patience: float = PATIENCE) -> Outcome:
    """Send the body to the address, and say how it ended; never raises for what a receiver may do."""
    network = _CheckedNetwork(time.monotonic() + patience)
    try:
        with (
            httpcore.ConnectionPool(ssl_context=_trust(), network_backend=network) as pool,
            pool.stream("POST", address, headers=_named(headers), content=body.encode()) as response,
        ):
            return _judge(response.status, dict(response.headers))
    except addresses.NotAllowed:
        return Outcome("url_not_allowed")
    except addresses.NotFound:
        return Outcome("host_not_found", silent=True)
    except (httpcore.TimeoutException, httpcore.NetworkError) as error:
        untrusted = isinstance(error.__cause__, ssl.SSLError) or isinstance(error.__context__, ssl.SSLError)
        return Outcome("certificate_not_trusted" if untrusted else "no_answer", silent=True)
    except (httpcore.ProtocolError, httpcore.UnsupportedProtocol):
        return Outcome("answer_not_understood")


def _judge(status: int, headers: dict[bytes, bytes]) -> Outcome:
    if 200 <= status < 300:
        return Outcome()
    asked = next((value for name, value in headers.items() if name.lower() == b"retry-after"), b"")
    wait = min(int(asked), LONGEST_RETRY_AFTER) if asked.isdigit() and len(asked) < 10 else None
    return Outcome(f"http_{status}", retry_after=wait, gone=status == 410)


def _named(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.encode(), value.encode()) for name, value in ({"user-agent": USER_AGENT} | headers).items()]


@cache
def _trust() -> ssl.SSLContext:
    """Trust what the machine trusts (SSL_CERT_FILE adds a ministry's own authority). Read once: it takes 20 ms."""
    return ssl.create_default_context()


class _CheckedNetwork(httpcore.NetworkBackend):
    """Looks a name up once and connects to what was found and checked, so that no second answer can lead elsewhere."""

    def __init__(self, deadline: float) -> None:
        self._deadline = deadline
        self._network = httpcore.SyncBackend()

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore.NetworkStream:  # fmt: skip
        """Connect to the first number of the host that answers."""
        failed: Exception = httpcore.ConnectError("no number")
        for number in addresses.where(host, port):
            try:
                stream = self._network.connect_tcp(number, port, _left(self._deadline), local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
            else:
                return _BoundedStream(stream, self._deadline)
        raise failed


class _BoundedStream(httpcore.NetworkStream):
    """A connection on which everything together ends in time, however slowly the other side trickles."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what has come."""
        return self._stream.read(max_bytes, _left(self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write all of it."""
        self._stream.write(buffer, _left(self._deadline))

    def close(self) -> None:
        """End the connection."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Go on under TLS: the certificate must be of the host that was named, whatever number it has."""
        secured = self._stream.start_tls(ssl_context, server_hostname, _left(self._deadline))
        return _BoundedStream(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        """Tell what httpcore asks of a connection."""
        return self._stream.get_extra_info(info)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("the attempt took too long")
    return left
