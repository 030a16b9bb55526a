"""Connections on which no request begins, which uvicorn itself waits for for ever.

Who opens a hundred of them and sends a header now and then (Slowloris) keeps others out. Between
two requests uvicorn closes a connection by itself, so what is looked for is one that waits for a
whole head twice in a row, with no request in between.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import h11

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from uvicorn.protocols.http.h11_impl import H11Protocol


def closing(connections: Callable[[], Iterable[H11Protocol]]) -> Callable[[], Any]:
    """Return what closes such connections, each time that it is called."""
    before: WeakKeyDictionary[H11Protocol, object] = WeakKeyDictionary()

    async def close() -> None:
        for connection in list(connections()):
            if connection.conn.their_state is not h11.IDLE:
                before.pop(connection, None)
            elif connection in before and before[connection] is connection.cycle:
                connection.transport.close()
            else:
                before[connection] = connection.cycle

    return close
