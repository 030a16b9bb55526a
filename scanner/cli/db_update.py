"""``lading db update``: fetches what is new, and makes the index anew."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from scanner.advisories.feeds import FEEDS
from scanner.cli import FAILED, TRY_AGAIN, options
from scanner.cli.database_options import Database, Force, own_database
from scanner.cli.options import each_of
from scanner.cli.outcome_text import report_outcome
from scanner.cli.process import set_up
from scanner.cli.progress import shown_download

NEEDING = ("esms", "osv-api", "project-status", "pypi")


Sources: TypeAlias = Annotated[
    list[str],
    typer.Option(
        "--source",
        metavar="NAME",
        callback=each_of(FEEDS),
        autocompletion=lambda: list(FEEDS),
        show_default=False,
        help=f"Which source: {', '.join(FEEDS)}. May be given several times; by default osv, kev "
        f"and epss. {', '.join(NEEDING)} need --packages.",
    ),
]
Mirror: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--mirror",
        metavar="URL",
        envvar="LADING_DB_MIRROR",
        show_default=False,
        help="A server that has copies, in one directory for each source: URL/osv/PyPI/all.zip and "
        "so on.",
    ),
]
Packages: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--packages",
        metavar="FILE",
        show_default=False,
        help="The distributions to ask about, one a line: NAME or NAME==VERSION.",
    ),
]


def update(
    sources: Sources = [],  # noqa: B006 - typer copies it
    mirror: Mirror = None,
    packages: Packages = None,
    db: Database = None,
    ca: options.Authority = None,
    force: Force = False,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> None:
    """Bring the local index of advisories up to date."""
    from layers.registry.settings import RegistrySettings
    from scanner.advisories.update import DEFAULT_FEEDS, Updating
    from scanner.advisories.update import update as update_index

    set_up(verbose)
    feeds = tuple(dict.fromkeys(sources)) or DEFAULT_FEEDS
    if packages is None and not set(feeds).isdisjoint(NEEDING):
        raise typer.BadParameter("this source needs --packages.", param_hint="--source")
    location = db or own_database()
    with shown_download(quiet) as progress:
        updating = Updating(
            feeds=feeds,
            mirror=mirror,
            packages=_packages_in(packages) if packages else (),
            force=force,
            progress=progress,
        )
        outcomes = update_index(location, updating, RegistrySettings(ca=ca))
    for outcome in outcomes:
        report_outcome(outcome)
    errors = [outcome.error for outcome in outcomes if outcome.error]
    if errors:
        raise typer.Exit(TRY_AGAIN if all(error.passing for error in errors) else FAILED)


def _packages_in(file: Path) -> tuple[tuple[str, str | None], ...]:
    try:
        lines = file.read_text(encoding="utf-8").split()
    except (OSError, UnicodeDecodeError) as error:
        raise typer.BadParameter(str(error), param_hint="--packages") from error
    parts = (line.partition("==") for line in lines if not line.startswith("#"))
    return tuple((name, version or None) for name, _, version in parts)
