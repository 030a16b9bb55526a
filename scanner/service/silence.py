"""Connections on which no request begins, which uvicorn itself waits for for ever.

Who opens a hundred of them and sends a header now and then (Slowloris) keeps others out. Between
two requests uvicorn closes a connection by itself, so what is looked for is one that waits for a
whole head twice in a row, with no request in between.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol
from weakref import WeakKeyDictionary

import h11

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterable


class Transport(Protocol):
    """What a connection writes to."""

    def close(self) -> None:
        """End it."""


class Connection(Protocol):
    """As much as is looked at of uvicorn's ``H11Protocol``."""

    @property
    def conn(self) -> h11.Connection:
        """What has come of the request."""

    @property
    def cycle(self) -> object:
        """The last request; another one for each."""

    @property
    def transport(self) -> Transport:
        """The socket."""


def closing(
    connections: Callable[[], Iterable[Connection]],
) -> Callable[[], Coroutine[None, None, None]]:
    """Return what closes such connections, each time that it is called."""
    before: WeakKeyDictionary[Connection, object] = WeakKeyDictionary()

    async def close() -> None:
        for connection in list(connections()):
            if connection.conn.their_state is not h11.IDLE:
                before.pop(connection, None)
            elif connection in before and before[connection] is connection.cycle:
                connection.transport.close()
            else:
                before[connection] = connection.cycle

    return close
