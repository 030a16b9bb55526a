"""What stands in a TOML or JSON document where something of another type belongs.

It declares nothing that could be read; but somebody wrote it, so it is told.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from scanner.metadata.document_limit import MAX_ODDITIES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.metadata.toml_table import Table

_WORDS: Final[dict[type, str]] = {
    bool: "a boolean",
    dict: "a table",
    float: "a number",
    int: "a number",
    list: "an array",
    str: "a text",
    type(None): "null",
}
"""Never the value itself, which may be large."""


def misfits_of_array(table: Table, key: str, *kinds: type) -> Iterator[str]:
    """Yield the elements of an array that are of none of these types, or say nothing."""
    return islice(_of_array(table, key, kinds), MAX_ODDITIES)


def misfits_of_table(table: Table, *kinds: type) -> Iterator[str]:
    """Yield the values of a table that are of none of these types, or say nothing."""
    return islice(_of_table(table, kinds), MAX_ODDITIES)


def misfit_tables(table: Table, *keys: str) -> Iterator[str]:
    """Yield those that are there and no tables."""
    for key in keys:
        if key in table.values and not isinstance(table.values[key], dict):
            yield _odd(table, key, f"{key} is", table.values[key])


def _of_array(table: Table, key: str, kinds: tuple[type, ...]) -> Iterator[str]:
    if key not in table.values:
        return
    value = table.values[key]
    if not isinstance(value, list):
        yield _odd(table, key, f"{key:.100} is", value)
        return
    for index, element in enumerate(value):
        if not isinstance(element, kinds) or element == "":
            line = table.span_of(key, index)[0]
            yield f"line {line}: in {key:.100} is {_word(element)}, which is not read"


def _of_table(table: Table, kinds: tuple[type, ...]) -> Iterator[str]:
    for key, value in table.values.items():
        if not isinstance(value, kinds) or value in ("", []):
            yield _odd(table, key, f"{key:.100} is", value)


def _odd(table: Table, key: str, what: str, value: object) -> str:
    return f"line {table.span_of(key)[0]}: {what} {_word(value)}, which is not read"


def _word(value: object) -> str:
    word = _WORDS.get(type(value), "a date")
    return f"an empty {word.partition(' ')[2]}" if value in ("", []) else word
