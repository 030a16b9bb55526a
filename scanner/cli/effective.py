"""What options are without flags, shown to people and programs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any, TextIO

import typer

from scanner.cli.configured import (
    click_options,
    documents_in_force,
    key_of,
    options_of,
    plain,
    refused,
    variable_of,
)
from scanner.cli.output import print_on
from scanner.configuration.option import Command, Value
from scanner.configuration.setting import settled
from scanner.configuration.toml_text import toml_text
from scanner.errors import UnusableConfiguration
from scanner.metadata.secret import redacted

if TYPE_CHECKING:
    from rich.console import Console

FORMATS = ("table", "toml", "json")


@dataclass(frozen=True, slots=True)
class Effective:
    """What an option of a command is."""

    command: Command
    key: str
    value: Value | None
    """What looks like a secret in it is left out."""
    origin: str
    """A variable, or a file and line; empty for a default."""


def effective(context: typer.Context, command: Command) -> list[Effective]:
    """Return what the options are of all commands that begin with these words."""
    try:
        settings = settled(documents_in_force(context), options_of(context))
    except UnusableConfiguration as error:
        raise refused([error]) from error
    values = []
    for path, inner, option in click_options(context, command):
        setting = settings.get((path, key_of(option)))
        if variable := variable_of(path, option):
            option.envvar = variable
            value, origin = _of_environment(inner, option), f"${variable}"
        elif setting:
            value, origin = setting.value, setting.origin
        else:
            value, origin = plain(option.get_default(inner)), ""
        values.append(Effective(path, key_of(option), _without_secrets(value), origin))
    return values


def _of_environment(context: typer.Context, option: Any) -> Value | None:  # noqa: ANN401
    try:
        return plain(option.process_value(context, option.value_from_envvar(context)))
    except typer.BadParameter as error:
        raise typer.BadParameter(f"{option.envvar}: {error.message}") from error


def print_effective(values: list[Effective], name: str, file: TextIO) -> None:
    """Write values in one of the formats."""
    match name:
        case "json":
            tree: dict[str, dict[str, object]] = {}
            for each in values:
                item = {"value": each.value, "origin": each.origin or None}
                tree.setdefault(" ".join(each.command), {})[each.key] = item
            file.write(json.dumps(tree, indent=2, ensure_ascii=False) + "\n")
        case "toml":
            for command, group in groupby(values, key=lambda each: each.command):
                file.write(f"[{'.'.join(command)}]\n")
                file.writelines(map(_line, group))
        case _:
            print_on(file, partial(_print_table, values))


def _line(each: Effective) -> str:
    origin = f"  # {each.origin}" if each.origin else ""
    if each.value is None:
        return f"# {each.key} is not set\n"
    return f"{each.key} = {toml_text(each.value)}{origin}\n"


def _print_table(values: list[Effective], console: Console) -> None:
    from scanner.cli.table import print_table, table_of
    from scanner.cli.text import printable

    table = table_of()
    for title in ("Command", "Option", "Value", "From"):
        table.add_column(title)
    for each in values:
        value = "" if each.value is None else toml_text(each.value)
        cells = (" ".join(each.command), each.key, value, each.origin or "default")
        table.add_row(*map(printable, cells))
    print_table(table, console)


def _without_secrets(value: Value | None) -> Value | None:
    if isinstance(value, list):
        return [redacted(each) if isinstance(each, str) else each for each in value]
    return redacted(value) if isinstance(value, str) else value
