"""``lading config``: what options are set to without flags, and where that is from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from scanner.cli.configured import documents_in_force, options_of, refused
from scanner.cli.effective import FORMATS, effective, print_effective
from scanner.cli.options import one_of
from scanner.cli.output import standard_output, write_file
from scanner.configuration.document import read_document
from scanner.configuration.place import FILE_NAME, PROJECT_FILE_NAME, user_file
from scanner.errors import UnusableConfiguration

config = typer.Typer(no_args_is_help=True, help="Show, check or begin configuration files.")
STDOUT = "-"


@config.command()
def show(
    context: typer.Context,
    commands: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[COMMAND]...", show_default=False, help="By default, all commands."
        ),
    ] = None,
    shown: Annotated[
        str,
        typer.Option(
            "--format",
            "-f",
            metavar="FORMAT",
            callback=one_of(FORMATS),
            autocompletion=lambda: list(FORMATS),
            help=f"What to write: {', '.join(FORMATS)}.",
        ),
    ] = FORMATS[0],
    defaults: Annotated[
        bool, typer.Option("--defaults", help="Show what nobody has set, too.")
    ] = False,
) -> None:
    """Show what options are without flags, and where that is from."""
    values = effective(context, tuple(commands or ()))
    if not values:
        raise typer.BadParameter(f"no such command: {' '.join(commands or ())}")
    with standard_output() as stdout:
        print_effective([each for each in values if defaults or each.origin], shown, stdout)


@config.command()
def validate(
    context: typer.Context,
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FILE]", show_default=False, help="By default, the files that count."
        ),
    ] = None,
) -> None:
    """Check a file: every key and every value in it, for every command."""
    from scanner.configuration.setting import settings_in

    try:
        if file is None:
            documents = documents_in_force(context)
        else:
            documents = [document for document in [read_document(file)] if document]
    except UnusableConfiguration as error:
        raise refused([error]) from error
    options = options_of(context)
    faults = [
        found
        for document in documents
        for found in settings_in(document, options)
        if isinstance(found, UnusableConfiguration)
    ]
    if faults:
        raise refused(faults)
    for document in documents:
        typer.echo(f"{document.location}: good")
    if not documents:
        typer.echo("nothing is configured")


@config.command()
def init(
    context: typer.Context,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help=f"{STDOUT} is stdout.")
    ] = FILE_NAME,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    minimal: Annotated[
        bool, typer.Option("--minimal", help="Write no more than an example.")
    ] = False,
) -> None:
    """Write a file with every option in it, commented out."""
    from scanner.configuration.sample import MINIMAL, sample_text

    if Path(output).name == PROJECT_FILE_NAME:
        raise typer.BadParameter(f"{PROJECT_FILE_NAME} is not ours to write; use {STDOUT}.")
    text = MINIMAL if minimal else sample_text(options_of(context))
    if output == STDOUT:
        with standard_output() as stdout:
            stdout.write(text)
        return
    if Path(output).exists() and not force:
        raise typer.BadParameter(f"{output} is there; --force replaces it.")
    write_file(output, text.encode())


@config.command()
def path(context: typer.Context) -> None:
    """Tell which files count here, the one that counts most last."""
    import os

    documents = documents_in_force(context)
    for document in documents:
        typer.echo(document.location)
    user = user_file(os.environ)
    if not documents and user:
        typer.echo(f"lading: there is none, neither {user} nor one in the project", err=True)


@config.command()
def schema(context: typer.Context) -> None:
    """Write the JSON Schema of configuration files."""
    from scanner.configuration.schema import schema_of

    with standard_output() as stdout:
        stdout.write(json.dumps(schema_of(options_of(context)), indent=2) + "\n")
