"""Where each option is in a file that has them all: once, where several commands have it."""

from __future__ import annotations

from collections import defaultdict
from itertools import takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scanner.configuration.option import Command, Option


def by_table(options: Iterable[Option]) -> dict[Command, list[Option]]:
    """Return options by table; the first of those that mean the same, in the table of them all."""
    options = tuple(options)
    words = tables_of(options)
    by_key: dict[str, list[Option]] = defaultdict(list)
    for option in options:
        by_key[option.key].append(option)
    tables: dict[Command, list[Option]] = {table: [] for table in words}
    for option in options:
        table, first = _place(option, by_key[option.key], words)
        if option is first:
            tables[table].append(option)
    return tables


def tables_of(options: Iterable[Option]) -> list[Command]:
    """Return all commands and the groups around them, broader ones first."""
    found = {option.command[:size] for option in options for size in range(len(option.command) + 1)}
    return sorted(found, key=lambda table: (len(table), table))


def _place(option: Option, rivals: list[Option], tables: list[Command]) -> tuple[Command, Option]:
    """Return the table of an option, and which option stands for it there."""
    for size in range(len(option.command)):
        same = [rival for rival in rivals if rival.is_in(option.command[:size])]
        if all(rival.means_as(option) for rival in same):
            table = _common([rival.command for rival in same])
            if (*table, option.key) not in tables:
                return table, same[0]
    return option.command, option


def _common(commands: list[Command]) -> Command:
    """Return the innermost table that all the commands are in, or are."""
    pairs = takewhile(lambda words: len({*words}) == 1, zip(*commands, strict=False))
    return tuple(words[0] for words in pairs)
