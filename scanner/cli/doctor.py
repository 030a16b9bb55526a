"""``lading doctor``: what is there on this machine, and whether it can be used."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from scanner.cli import FAILED, options
from scanner.cli.configured import documents_in_force
from scanner.cli.database_options import Database, DatabaseKey, opened_index, today
from scanner.cli.output import print_on, standard_output
from scanner.cli.reading import reads, store_in
from scanner.cli.registry_options import Registry
from scanner.errors import ScannerError

if TYPE_CHECKING:
    from rich.console import Console

    from scanner.doctor.check import Check

FORMAT: Final = 1
TONES: Final = {"fine": "green", "absent": "dim", "broken": "bold red"}
PYPI: Final = "https://pypi.org/pypi"


@reads
def doctor(
    context: typer.Context,
    db: Database = None,
    db_key: DatabaseKey = None,
    cache_dir: options.CacheDirectory = None,
    shown: Annotated[
        str,
        options.choice("--format", "-f", names=(options.TERMINAL, "json"), help="What to write."),
    ] = options.TERMINAL,
    online: Annotated[
        bool, typer.Option("--online", help="Ask PyPI whether there is a newer release.")
    ] = False,
    server: Annotated[
        str,
        typer.Option("--server", metavar="URL", help="What to ask in the place of PyPI."),
    ] = PYPI,
    *,
    registry: Registry,
) -> None:
    """Tell what is there to work with: programs, engines, proxies, files, cache and advisories.

    Nothing is asked for over a network, unless that is wanted. Exits with 4 if something is broken.
    """
    from scanner.doctor.check import State

    checks = [*_local(context, cache_dir), *_index(db, db_key)]
    if online:
        checks += _release(registry, server)
    with standard_output() as stdout:
        if shown == options.TERMINAL:
            print_on(stdout, partial(_print, checks))
        else:
            stdout.write(_document(checks))
    raise typer.Exit(FAILED if any(each.state is State.BROKEN for each in checks) else 0)


def _local(context: typer.Context, cache_dir: Path | None) -> Iterator[Check]:
    from scanner.doctor import machine

    yield from machine.machine()
    yield from machine.resolvers(os.environ)
    yield from machine.engines()
    yield from machine.credentials(os.environ)
    yield from machine.proxies(os.environ)
    yield from machine.configuration(each.location for each in documents_in_force(context))
    store = store_in(cache_dir)
    yield from machine.cache(store.directory, *store.size())


def _index(db: Path | None, key: Path | None) -> Iterator[Check]:
    from scanner.doctor.check import Check, State
    from scanner.doctor.index import TOPIC, index

    try:
        with opened_index(db, key) as found:
            yield from index(found, date.fromisoformat(today()), is_verified=key is not None)
    except ScannerError as error:
        yield Check(TOPIC, "index", State.BROKEN, str(error))


def _release(registry: Registry, server: str) -> Iterator[Check]:
    from scanner.advisories.web import Web
    from scanner.doctor.release import release
    from scanner.version import VERSION

    web = Web(registry.settings())
    try:
        yield from release(web, server, VERSION)
    finally:
        web.close()


def _document(checks: list[Check]) -> str:
    described = [
        {"topic": each.topic, "name": each.name, "state": each.state.value, "told": each.told}
        for each in checks
    ]
    return json.dumps({"format": FORMAT, "checks": described}, indent=2) + "\n"


def _print(checks: list[Check], console: Console) -> None:
    from scanner.cli.table import print_table, table_of
    from scanner.cli.terminal.line import text_of

    table = table_of()
    for title in ("", "What", "State", ""):
        table.add_column(title, overflow="fold")
    topics = ["", *(each.topic for each in checks)]
    for before, each in zip(topics, checks, strict=False):
        topic = "" if each.topic == before else each.topic
        state = each.state.value
        cells = text_of(topic, "bold"), text_of(each.name), text_of(state, TONES[state])
        table.add_row(*cells, text_of(each.told))
    print_table(table, console)
