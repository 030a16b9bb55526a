"""A table of a TOML 1.0 document that somebody else wrote: any value may be of any type.

A value of another type than is asked for is as good as none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from scanner.metadata.document_limit import check_entries, check_values
from scanner.metadata.toml_lines import Spans, below, toml_spans, without_texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scanner.metadata.toml_lines import Path

_SIGNS: Final = "=,[."
"""Around values; each part of a key is a table, too."""
_LONG_KEY: Final = re.compile(r"(?<![\w.-])(?:[\w-]++[ \t]*+\.[ \t]*+){64}")
"""A key of so many parts that ``tomli``, which takes the square of their number, may not end."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table, and where it stands in its document."""

    values: Mapping[str, object] = field(default_factory=dict)
    path: Path = ()
    spans: Spans = field(default_factory=Spans, repr=False)

    @property
    def span(self) -> tuple[int, int]:
        """Its first and last line."""
        return self.spans.of(self.path) or (1, 1)

    def span_of(self, *keys: str | int) -> tuple[int, int]:
        """Return the first and the last line of something in it, or else its own."""
        return self.spans.of(below(self.path, *keys)) or self.span

    def text(self, key: str) -> str | None:
        """Return a text that is not empty."""
        value = self.values.get(key)
        return value if isinstance(value, str) and value else None

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the texts in an array."""
        return tuple(text for _, text in self.indexed_texts(key))

    def indexed_texts(self, key: str) -> Iterator[tuple[int, str]]:
        """Yield the texts in an array, with their indices."""
        value = self.values.get(key)
        for index, element in enumerate(value if isinstance(value, list) else ()):
            if isinstance(element, str) and element:
                yield index, element

    def is_true(self, key: str) -> bool:
        """Tell whether a value is ``true``."""
        return self.values.get(key) is True

    def table(self, *keys: str) -> Table:
        """Return the table that is in it under one key after the other; an empty one, if none."""
        found = self
        for key in keys:
            value = found.values.get(key)
            values = value if isinstance(value, dict) else {}
            found = Table(values, below(found.path, key), self.spans)
        return found

    def tables(self, key: str) -> Iterator[Table]:
        """Yield the tables in an array, or the one that is there instead."""
        value = self.values.get(key)
        if isinstance(value, dict):
            yield self.table(key)
        for index, element in enumerate(value if isinstance(value, list) else ()):
            if isinstance(element, dict):
                yield Table(element, below(self.path, key, index), self.spans)

    def subtables(self) -> Iterator[tuple[str, Table]]:
        """Yield the tables in it, by their keys."""
        for key, value in self.values.items():
            if isinstance(value, dict):
                yield key, self.table(key)


def parse_toml(text: str) -> Table:
    """Read a document.

    Raises:
        ValueError: if it is none, or is deeper or larger than anybody writes.

    """
    import tomli

    bare = without_texts(text)
    check_values(bare, _SIGNS)
    check_keys(bare)
    try:
        values = tomli.loads(text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    check_entries(values.values())
    return Table(values, (), toml_spans(text))


def check_keys(text: str) -> None:
    """Look for keys of so many parts that it would take too long to read them.

    Raises:
        ValueError: if there is one.

    """
    if _LONG_KEY.search(text):
        raise ValueError("a key of too many parts")
