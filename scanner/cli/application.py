"""The program: its commands, and what is common to them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from scanner.cli.configured import ConfiguredGroup
from scanner.cli.group import group_of

COMMANDS: Final = {
    "scan": "scanner.cli.scan:scan",
    "explain": "scanner.cli.explain:explain",
    "tree": "scanner.cli.tree:tree",
    "diff": "scanner.cli.diff:diff",
    "convert": "scanner.cli.convert:convert",
    "drift": "scanner.cli.drift:drift",
    "fix": "scanner.cli.fix:fix",
    "attest": "scanner.cli.attest:attest",
    "serve": "scanner.cli.serve:serve",
    "sbom": "scanner.cli.sbom:sbom",
    "licenses": "scanner.cli.licenses:licenses",
    "policy": "scanner.cli.policy:policy",
    "cache": "scanner.cli.cache:cache",
    "db": "scanner.cli.db:db",
    "config": "scanner.cli.config:config",
    "doctor": "scanner.cli.doctor:doctor",
}

application = typer.Typer(
    cls=group_of(COMMANDS, kind=ConfiguredGroup),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 clean, 1 findings, 2 wrong usage, 3 incomplete, 4 failed, "
    "5 not an image but another artifact, 75 failed for now: try again.",
)


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
