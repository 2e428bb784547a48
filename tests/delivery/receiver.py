"""Receivers of webhooks for tests: a real HTTP server that keeps what it took and answers as it is told."""

import json
import socket
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import time_machine
from standardwebhooks import Webhook

Answer = Callable[["Receiver", BaseHTTPRequestHandler], None]


class Receiver:
    """Takes POST requests on 127.0.0.1; `answers` are given in turn, the last of them for ever."""

    def __init__(self, *answers: Answer, context=None) -> None:
        self.answers = list(answers) or [status(200)]
        self.taken: list[tuple[dict[str, str], str]] = []
        self.looked_at: list[str] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        if context is not None:
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})

    @property
    def port(self) -> int:
        """Return where it listens."""
        return self._server.server_port

    @property
    def address(self) -> str:
        """Return its address; the host must be one that the installation names."""
        return f"http://127.0.0.1:{self.port}/hook"

    @property
    def identifiers(self) -> list[str]:
        """Return the webhook-id of every request, repeats included."""
        return [headers["webhook-id"] for headers, _body in self.taken]

    @property
    def bodies(self) -> list[dict]:
        """Return what was sent."""
        return [json.loads(body) for _headers, body in self.taken]

    def verified(self, secret: str, number: int = -1) -> dict:
        """Check one request as its receiver would as it comes, by the scheme's own library, and return what it says."""
        headers, body = self.taken[number]
        with time_machine.travel(int(headers["webhook-timestamp"])):
            return Webhook(secret).verify(body, headers)

    def __enter__(self) -> "Receiver":
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def status(code: int, **headers: str) -> Answer:
    """Answer with a status."""

    def answer(_receiver: Receiver, handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("content-length", "0")
        handler.end_headers()

    return answer


def trickle(seconds: float) -> Answer:
    """Answer one byte after the other, each soon enough, and all of them together never."""

    def answer(_receiver: Receiver, handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nx: ")
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                handler.wfile.write(b"x")
                handler.wfile.flush()
            except OSError:
                return
            time.sleep(0.05)

    return answer


def never(seconds: float) -> Answer:
    """Take the request, and say nothing."""
    return lambda _receiver, _handler: time.sleep(seconds)


def closed_port() -> int:
    """Give a port at which nobody listens."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return server.getsockname()[1]


def _handler(receiver: Receiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            receiver.taken.append(({name.lower(): value for name, value in self.headers.items()}, body))
            answer = receiver.answers.pop(0) if len(receiver.answers) > 1 else receiver.answers[0]
            answer(receiver, self)

        def do_GET(self) -> None:
            receiver.looked_at.append(self.path)
            status(200)(receiver, self)

        def log_message(self, *said: object) -> None:
            """Say nothing: a test reads what was taken."""

    return Handler
