"""``lading serve``: answers other programs' questions from the advisories on this machine."""

from __future__ import annotations

import signal
import socket
import sys
from functools import partial
from typing import TYPE_CHECKING, Annotated, cast

import typer

from scanner.cli.database_options import Database, DatabaseKey, opened_index
from scanner.errors import MissingExtra

if TYPE_CHECKING:
    from scanner.service.osv_app import OpenIndex
    from scanner.service.silence import Connection

EXTRA = "serve"
MAX_CONNECTIONS = 100
"""What is beyond is refused, with 503."""
HEAD_SECONDS = 10
"""How often it is looked for connections on which no request has begun since the last time."""
IDLE_SECONDS = 5
"""How long a connection is kept on which nothing is asked."""
STOP_SECONDS = 10
"""How long what is being answered may go on after a signal to stop."""


def serve(
    osv: Annotated[
        bool, typer.Option("--osv", help="As the API of OSV: /v1/query, /v1/querybatch, /v1/vulns.")
    ] = False,
    host: Annotated[
        str,
        typer.Option(
            "--host", metavar="ADDRESS", help="Where to listen; no one is asked who they are."
        ),
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", metavar="N", min=0, max=65535, help="0 is one that is free.")
    ] = 8642,
    database: Database = None,
    database_key: DatabaseKey = None,
) -> None:
    """Answer what other programs ask about vulnerabilities, from the index on this machine.

    Stops at SIGINT and SIGTERM, with what is being answered.
    """
    if not osv:
        raise typer.BadParameter("nothing to serve: say --osv.")
    open_index = partial(opened_index, database, database_key)
    with open_index() as opened:
        sources = ", ".join(f"{each.name} of {each.date}" for each in opened.sources)
    with _listening(host, port) as listener:
        address, number = listener.getsockname()[:2]
        shown = f"[{address}]" if ":" in address else address
        sys.stderr.write(f"lading: {sources} at http://{shown}:{number}\n")
        _run(open_index, listener)


def _listening(host: str, port: int) -> socket.socket:
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[:2], family=family)
    except OSError as error:
        reason = error.strerror or str(error)
        raise typer.BadParameter(f"{host}, port {port}: {reason}", param_hint="--host") from error


def _run(open_index: OpenIndex, listener: socket.socket) -> None:
    """Answer until a signal says to stop; that is how it ends well."""
    try:
        import uvicorn

        from scanner.service.osv_app import osv_application
        from scanner.service.silence import closing
    except ModuleNotFoundError as error:
        raise MissingExtra(EXTRA, error.name or "") from error
    config = uvicorn.Config(
        osv_application(open_index),
        lifespan="off",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        http="h11",
        ws="none",
        timeout_notify=HEAD_SECONDS,
        limit_concurrency=MAX_CONNECTIONS,
        timeout_keep_alive=IDLE_SECONDS,
        timeout_graceful_shutdown=STOP_SECONDS,
    )
    server = uvicorn.Server(config)
    connections = cast("set[Connection]", server.server_state.connections)
    config.callback_notify = closing(lambda: connections)
    # The server raises a signal once more when it is done, for whoever had it before.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    server.run(sockets=[listener])
