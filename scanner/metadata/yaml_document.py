"""A YAML document that somebody else wrote, of which each value knows its lines.

Scalars stay text, for YAML 1.1 has ``NO`` for false and ``1.10`` for a number that is 1.1. An alias
is the value that it stands for, on the lines where that is written, and counts as if it were there
once more: so what goes through all values of a document is linear in their number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

from scanner.metadata.document_limit import (
    MAX_ODDITIES,
    OverLimit,
    check_entries,
    check_values,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    import yaml

END_OF_LINE: Final = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
MAX_DEPTH: Final = 64
MAX_SIZE: Final = 500_000
"""Values, fewer than elsewhere, for each takes longer; a lockfile of conda-lock of ten thousand
packages with eight dependencies each has 420,000."""
_SIGNS: Final = (":", "- ", ",")
_NULL: Final = frozenset(("", "~", "null", "Null", "NULL"))
_MERGE: Final = "<<"


@dataclass(frozen=True, slots=True)
class Value:
    """A text, a sequence, a mapping or nothing at all, from its first to its last line."""

    content: str | tuple[Value, ...] | Mapping[str, Value] | None = None
    line: int = 1
    last_line: int = 1

    @property
    def text(self) -> str | None:
        """The text that it is, if there is something in it."""
        return self.content if isinstance(self.content, str) and self.content else None

    @property
    def items(self) -> tuple[Value, ...]:
        """The values of the sequence that it is."""
        return self.content if isinstance(self.content, tuple) else ()

    @property
    def members(self) -> Mapping[str, Value]:
        """The values of the mapping that it is, by their keys."""
        return self.content if isinstance(self.content, dict) else {}

    def at(self, *keys: str) -> Value:
        """Return what is in it under one key after the other; nothing if one of them is not."""
        found = self
        for key in keys:
            found = found.members.get(key, NOTHING)
        return found

    def text_at(self, *keys: str) -> str | None:
        """Return the text under one key after the other."""
        return self.at(*keys).text


NOTHING: Final = Value()


@dataclass(frozen=True, slots=True)
class YamlDocument:
    """The first document of a file, and what is odd about it."""

    root: Value
    oddities: tuple[str, ...] = ()


def parse_yaml(text: str) -> YamlDocument:
    """Read a document.

    Raises:
        ValueError: if it is none, or is deeper or larger than anybody writes.

    """
    import yaml

    check_values(text, _SIGNS)
    reader = _Reader(1 + sum(1 for _ in END_OF_LINE.finditer(text)))
    try:
        for event in yaml.parse(text, yaml.CSafeLoader):
            reader.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"line {min(mark.line + 1, reader.lines)}: " if mark else ""
        raise ValueError(place + " ".join(filter(None, (error.context, error.problem)))) from error
    except yaml.YAMLError as error:
        raise ValueError(" ".join(str(error).split())) from error
    check_entries(each.content for each in reader.root.members.values() if each.text is None)
    return YamlDocument(reader.root, tuple(reader.oddities))


_Member: TypeAlias = "tuple[Value, int]"
"""A value, and how many there are in it, itself included."""


@dataclass(slots=True)
class _Open:
    """A collection whose end has not come by."""

    line: int
    is_mapping: bool
    anchor: str | None
    values: list[Value] = field(default_factory=list)
    """Of a mapping, keys and values in turn."""
    size: int = 1


class _Reader:
    """Builds values of events, without recursion: libyaml's own composer has no bound to its."""

    def __init__(self, lines: int) -> None:
        self.root = NOTHING
        self.lines = lines
        """How many there are: what is empty at the very end is told to be on one more."""
        self.oddities: list[str] = []
        self._open: list[_Open] = []
        self._anchors: dict[str, _Member] = {}
        self._documents = 0
        self._size = 0

    def take(self, event: yaml.Event) -> None:
        import yaml

        line, last_line, is_empty = _span(event)
        line, last_line = min(line, self.lines), min(last_line, self.lines)
        match event:
            case yaml.ScalarEvent():
                content = None if event.implicit[0] and event.value in _NULL else event.value
                self._add(Value(content, line, last_line), event.anchor)
            case yaml.SequenceStartEvent() | yaml.MappingStartEvent():
                if len(self._open) == MAX_DEPTH:
                    raise ValueError(f"line {line}: nested too deeply")
                is_mapping = isinstance(event, yaml.MappingStartEvent)
                self._open.append(_Open(line, is_mapping, event.anchor))
            case yaml.CollectionEndEvent():
                self._close(None if is_empty else last_line)
            case yaml.AliasEvent():
                if event.anchor not in self._anchors:
                    raise ValueError(f"line {line}: an alias of nothing: {event.anchor:.100}")
                value, size = self._anchors[event.anchor]
                self._add(value, None, size)
                self._size += size - 1
            case yaml.DocumentStartEvent():
                self._documents += 1
                self._anchors.clear()
                if self._documents == 2:  # noqa: PLR2004 - the second one
                    self._note(line, "another document; only the first is read")
            case _:
                pass

    def _close(self, last_line: int | None) -> None:
        """End a collection, on the line of its bracket or of the last value in it."""
        closed = self._open.pop()
        if last_line is None:
            last_line = max((value.last_line for value in closed.values), default=closed.line)
        content = self._mapping(closed) if closed.is_mapping else tuple(closed.values)
        self._add(Value(content, closed.line, last_line), closed.anchor, closed.size)

    def _mapping(self, closed: _Open) -> dict[str, Value]:
        members: dict[str, Value] = {}
        merged: dict[str, Value] = {}
        for key, value in zip(closed.values[::2], closed.values[1::2], strict=True):
            name = key.content if key.content is not None else ""
            if not isinstance(name, str):
                self._note(key.line, "a key that is no text")
            elif name == _MERGE:
                for each in value.items or (value,):
                    for inherited, member in each.members.items():
                        merged.setdefault(inherited, member)
            else:
                if name in members:
                    self._note(key.line, f"{name:.100} is there twice; the last one counts")
                members[name] = value
        return {**merged, **members}

    def _add(self, value: Value, anchor: str | None, size: int = 1) -> None:
        if anchor is not None:
            self._anchors[anchor] = value, size
        if self._open:
            self._open[-1].values.append(value)
            self._open[-1].size += size
        elif self._documents == 1:
            self.root = value
        self._size += 1
        if self._size > MAX_SIZE:
            # Those of aliases are values, too.
            raise OverLimit(MAX_SIZE, "values")

    def _note(self, line: int, reason: str) -> None:
        if len(self.oddities) < MAX_ODDITIES:
            self.oddities.append(f"line {line}: {reason}")


def _span(event: yaml.Event) -> tuple[int, int, bool]:
    """Return the first and the last line of an event, and whether there is nothing of it to see."""
    start, end = event.start_mark, event.end_mark
    assert start is not None, "whatever is read has a place"
    assert end is not None, "whatever is read has a place"
    # What is behind a block begins where the block ends: in front of the next line.
    last_line = end.line + bool(end.column)
    return start.line + 1, max(start.line + 1, last_line), start.index == end.index
