"""``lading db``: the local index of advisories, and everything that one may do with it."""

from __future__ import annotations

import typer

from scanner.cli.db_diff import diff
from scanner.cli.db_export import export
from scanner.cli.db_import import import_
from scanner.cli.db_lint import lint
from scanner.cli.db_registry import pull, push
from scanner.cli.db_sign import sign
from scanner.cli.db_status import status
from scanner.cli.db_update import update
from scanner.cli.db_verify import verify

db = typer.Typer(no_args_is_help=True, help="Update, show and share the index of advisories.")
db.command()(update)
db.command("import")(import_)
db.command()(export)
db.command()(status)
db.command()(lint)
db.command()(diff)
db.command()(push)
db.command()(pull)
db.command()(sign)
db.command()(verify)
