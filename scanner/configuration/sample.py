"""A configuration file to begin with: every option, commented out, with what it is for."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Final

from scanner.configuration.option import Kind, Value
from scanner.configuration.shared import by_table
from scanner.configuration.toml_text import toml_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scanner.configuration.option import Command, Option

WIDTH: Final = 100
HEAD: Final = """\
# Options of lading: docs/configuration.md. A flag counts before a variable of the environment, that
# before this file, and this before the user's own. A key counts for every command in or below its
# table that has the option. Relative paths begin at the directory of this file.
"""
MINIMAL: Final = f"""{HEAD}
[scan]
# From which severity on to exit with 1.
fail-on = "high"
"""


def sample_text(options: Iterable[Option]) -> str:
    """Return a file that says nothing yet, with each option as it is where nobody says anything."""
    return HEAD + "".join(_tables(by_table(options)))


def _tables(tables: dict[Command, list[Option]]) -> Iterator[str]:
    for table, options in tables.items():
        if options and table:
            yield f"\n[{'.'.join(table)}]\n"
        for option in options:
            yield "".join(f"\n# {line}" for line in wrap(option.help, WIDTH - 2))
            yield f"\n# {option.key} = {toml_text(_shown(option))}\n"


def _shown(option: Option) -> Value:
    """Return the default, or what a value looks like where there is none."""
    if option.default is not None:
        return option.default
    if option.is_many:
        return []
    examples: dict[Kind, Value] = {Kind.BOOLEAN: False, Kind.INTEGER: 1, Kind.NUMBER: 1.0}
    return examples.get(option.kind, option.metavar)
