"""A web server on this machine that answers as a test wants it to, in good faith or bad."""

from __future__ import annotations

import ssl
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tests.support.certificates import Certificates


@dataclass(frozen=True)
class Request:
    """What a client asked for; names of headers are in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes = b""

    @property
    def line(self) -> str:
        """The method and the path, without the query."""
        return f"{self.method} {self.path.partition('?')[0]}"


@dataclass(frozen=True)
class Answer:
    """What it gets."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    sent: int | None = None
    """How many bytes of the body are sent before the connection is cut; by default all."""


@dataclass(frozen=True)
class Web:
    """A server that runs."""

    host: str
    requests: list[Request]

    @property
    def lines(self) -> list[str]:
        """What was asked for, one after the other."""
        return [request.line for request in self.requests]

    def authorizations(self) -> list[str | None]:
        """Return what each request had to show for itself."""
        return [request.headers.get("authorization") for request in self.requests]


@contextmanager
def serving(
    answer: Callable[[Request], Answer],
    certificates: Certificates | None = None,
    *,
    asks_for_certificate: bool = False,
    date: str | None = None,
) -> Iterator[Web]:
    """Run a server; with certificates it speaks TLS, and may want to see those of clients, too.

    Its clock stands still at a ``date``, if there is one.
    """
    requests: list[Request] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            size = int(self.headers.get("Content-Length", 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            request = Request(self.command, self.path, headers, self.rfile.read(size))
            requests.append(request)
            self._send(answer(request))

        do_HEAD = do_POST = do_PUT = do_CONNECT = do_GET  # noqa: N815 - the standard library's names

        def _send(self, reply: Answer) -> None:
            self.send_response(reply.status)
            lengths = {"content-length", "transfer-encoding"}
            if lengths.isdisjoint(name.lower() for name in reply.headers):
                self.send_header("Content-Length", str(len(reply.body)))
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(reply.body[: reply.sent])
            self.close_connection = self.close_connection or reply.sent is not None

        def date_time_string(self, timestamp=None):
            return date or super().date_time_string(timestamp)

        def log_message(self, *_):
            """Say nothing on stderr."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *_: None  # type: ignore[method-assign] # clients may hang up
    if certificates:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificates.certificate, certificates.key)
        if asks_for_certificate:
            context.verify_mode = ssl.CERT_REQUIRED
            context.load_verify_locations(certificates.certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield Web(f"127.0.0.1:{server.server_port}", requests)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
