"""Connections on which nothing is said."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import h11
import pytest

from scanner.service.silence import closing

HEAD = b"GET / HTTP/1.1\r\nHost: a\r\n"


@dataclass(eq=False)
class Transport:
    """What a connection writes to."""

    is_closed: bool = False

    def close(self) -> None:
        self.is_closed = True


@dataclass(eq=False)
class Connection:
    """As much of a protocol of uvicorn's as is looked at."""

    conn: h11.Connection = field(default_factory=lambda: h11.Connection(h11.SERVER))
    transport: Transport = field(default_factory=Transport)
    cycle: object = None

    def receive(self, data: bytes) -> None:
        """Take what a client sends, and begin with a request once its head is there."""
        if data:  # for none at all is the end of a connection
            self.conn.receive_data(data)
        if isinstance(self.conn.next_event(), h11.Request):
            self.cycle = object()


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        pytest.param([b"", b""], True, id="nothing"),
        pytest.param([HEAD, b"X: y\r\n"], True, id="a header now and then"),
        pytest.param([HEAD, b"\r\n"], False, id="a late end"),
        pytest.param([HEAD + b"\r\n", b""], False, id="being answered"),
    ],
)
def test_who_begins_no_request_is_not_waited_for(sent, expected):
    connection = Connection()
    close = closing(lambda: [connection])

    for data in sent:
        connection.receive(data)
        asyncio.run(close())

    assert expected == connection.transport.is_closed


def test_who_has_asked_meanwhile_is_waited_for_again():
    connection = Connection()
    close = closing(lambda: [connection])

    for _ in range(3):
        asyncio.run(close())
        connection.cycle, connection.conn = object(), h11.Connection(h11.SERVER)

    assert not connection.transport.is_closed
