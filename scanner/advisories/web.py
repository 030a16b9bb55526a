"""Asking servers of feeds: through redirects and proxies, again after a passing failure, bounded.

Connections are those to registries (:mod:`layers.registry.connection`), so that proxies and
certificates are the same.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from layers.errors import LayersError
from layers.registry.address import Address
from layers.registry.body import body_of
from layers.registry.connection import Connections
from layers.registry.errors import RequestFailed
from layers.registry.retry import Patience
from scanner.errors import FeedFailed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from layers.registry.clock import Clock
    from layers.registry.connection import Response
    from layers.registry.settings import RegistrySettings

UNSATISFIABLE: Final = 416
FINE: Final = frozenset((200, 206, 304, UNSATISFIABLE))
ABSENT: Final = frozenset((404, 410))
REDIRECTS: Final = frozenset((301, 302, 303, 307, 308))
MAX_REDIRECTS: Final = 5
MAX_BYTES: Final = 64 << 20
"""Of an answer that is read as a whole."""
CHUNK_BYTES: Final = 1 << 16
GRACE_SECONDS: Final = 60.0
SLOWEST_BYTES_PER_SECOND: Final = 5_000
"""Of a body, after the time of grace."""


class Web:
    """Connections to the servers of feeds."""

    def __init__(self, settings: RegistrySettings) -> None:
        self.clock = settings.clock
        self._connections = Connections(settings)
        self._patience = Patience(settings)

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Response:
        """Return an answer whose status is fine, to be closed in the end.

        Raises:
            FeedFailed: if there is none.

        """
        return self._ask("GET", url, headers or {}, None)

    def read(
        self, url: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> bytes:
        """Return the whole body of an answer to a request, which is a POST if it has a body.

        Raises:
            FeedFailed: if there is none.

        """
        kind = {} if body is None else {"Content-Type": "application/json"}
        method = "GET" if body is None else "POST"
        return self._body(url, self._ask(method, url, {**(headers or {}), **kind}, body))

    def read_page(self, url: str) -> tuple[bytes, str]:
        """Return the whole body of an answer, and its ``Link`` (RFC 8288), empty if it has none.

        Raises:
            FeedFailed: if there is no answer.

        """
        response = self.get(url)
        return self._body(url, response), response.header("Link")

    def close(self) -> None:
        """Close all connections."""
        self._connections.close()

    def _body(self, url: str, response: Response) -> bytes:
        try:
            return body_of(response, MAX_BYTES, self.clock)
        except LayersError as error:
            raise _failed(url, error) from error
        finally:
            response.close()

    def _ask(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None
    ) -> Response:
        try:
            response = self._followed(method, Address.parse(url), headers, body)
        except LayersError as error:
            raise _failed(url, error) from error
        if response.status not in FINE:
            response.close()
            absent = response.status in ABSENT
            raise FeedFailed(url, f"status {response.status}", absent=absent)
        return response

    def _followed(
        self, method: str, address: Address, headers: Mapping[str, str], body: bytes | None
    ) -> Response:
        for _ in range(MAX_REDIRECTS + 1):
            send = partial(self._connections.send, method, address, headers, body)
            response = self._patience.attempt(address.origin.netloc, send)
            if response.status not in REDIRECTS:
                return response
            was_encrypted = address.origin.scheme == "https"
            response.close()
            address = Address.parse(response.header("Location"), response.address)
            if was_encrypted and address.origin.scheme != "https":
                raise FeedFailed(response.host, "a redirect that would give up encryption")
        raise FeedFailed(str(address.origin), f"more than {MAX_REDIRECTS} redirects")


def pieces_of(url: str, response: Response, clock: Clock) -> Iterator[bytes]:
    """Yield the body of an answer as it arrives.

    Raises:
        FeedFailed: if it breaks off, or drips; that is passing.

    """
    last = clock.monotonic() + GRACE_SECONDS
    try:
        while piece := response.read(CHUNK_BYTES):
            yield piece
            last += len(piece) / SLOWEST_BYTES_PER_SECOND
            if clock.monotonic() > last:
                raise FeedFailed(url, "it sends too slowly", passing=True)
    except LayersError as error:
        raise _failed(url, error) from error


def _failed(url: str, error: LayersError) -> FeedFailed:
    if isinstance(error, RequestFailed):
        return FeedFailed(url, f"status {error.status}", passing=error.passing)
    return FeedFailed(url, str(error), passing=error.passing)
