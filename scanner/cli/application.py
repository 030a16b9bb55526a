"""The program: its commands, and what is common to them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scanner.cli.attest import attest
from scanner.cli.cache import cache
from scanner.cli.config import config
from scanner.cli.configured import ConfiguredGroup
from scanner.cli.convert import convert
from scanner.cli.db import db
from scanner.cli.diff import diff
from scanner.cli.drift import drift
from scanner.cli.explain import explain
from scanner.cli.fix import fix
from scanner.cli.licenses import licenses
from scanner.cli.policy import policy
from scanner.cli.sbom import sbom
from scanner.cli.scan import scan
from scanner.cli.serve import serve
from scanner.cli.tree import tree

application = typer.Typer(
    cls=ConfiguredGroup,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 clean, 1 findings, 2 wrong usage, 3 incomplete, 4 failed, "
    "5 not an image but another artifact, 75 failed for now: try again.",
)
application.command()(scan)
application.command()(explain)
application.command()(tree)
application.command()(diff)
application.command()(convert)
application.command()(drift)
application.command()(fix)
application.command()(attest)
application.command()(serve)
application.add_typer(sbom, name="sbom")
application.add_typer(licenses, name="licenses")
application.add_typer(policy, name="policy")
application.add_typer(cache, name="cache")
application.add_typer(db, name="db")
application.add_typer(config, name="config")


def _print_version(wanted: bool) -> None:
    if wanted:
        from scanner.version import VERSION

        typer.echo(f"lading {VERSION}")
        raise typer.Exit


@application.callback()
def lading(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show it.")
    ] = False,
    file: Annotated[
        Path | None,
        typer.Option(
            "--config",
            metavar="FILE",
            envvar="LADING_CONFIG",
            help="Have options from this file, and from no other (TOML; docs/configuration.md).",
        ),
    ] = None,
    no_config: Annotated[
        bool,
        typer.Option(
            "--no-config", envvar="LADING_NO_CONFIG", help="Have options from no file at all."
        ),
    ] = False,
) -> None:
    """Find every Python distribution in container images and file systems.

    Nothing that is found in them is run or unpacked; names are sent only where that is asked for.
    """
