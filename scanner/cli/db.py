"""``lading db``: the local index of advisories, and everything that one may do with it."""

from __future__ import annotations

from typing import Final

import typer

from scanner.cli.group import group_of

COMMANDS: Final = {
    "update": "scanner.cli.db_update:update",
    "import": "scanner.cli.db_import:import_",
    "export": "scanner.cli.db_export:export",
    "status": "scanner.cli.db_status:status",
    "lint": "scanner.cli.db_lint:lint",
    "diff": "scanner.cli.db_diff:diff",
    "push": "scanner.cli.db_registry:push",
    "pull": "scanner.cli.db_registry:pull",
    "sign": "scanner.cli.db_sign:sign",
    "verify": "scanner.cli.db_verify:verify",
}

db = typer.Typer(
    cls=group_of(COMMANDS),
    no_args_is_help=True,
    help="Update, show and share the index of advisories.",
)
