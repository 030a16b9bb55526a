"""The lines on which the values of a JSON text stand, which ``json`` does not tell (RFC 8259)."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from scanner.metadata.document_limit import check_entries, check_values
from scanner.metadata.toml_lines import Spans, below
from scanner.metadata.toml_table import Table

if TYPE_CHECKING:
    from scanner.metadata.toml_lines import Path

_SIGN: Final = re.compile(r'"(?:[^"\\]|\\.)*+"|[][{},]|\n|[^\s"\[\]{},:]++', re.DOTALL)
_SIGNS: Final = ",[{"
_MAX_TWICE: Final = 50


@dataclass(frozen=True, slots=True)
class JsonLines:
    """Where the values of a text stand, the first line being 1."""

    lines: dict[Path, int] = field(default_factory=dict)
    """Of each key of an object, and each element of an array."""
    ends: dict[Path, int] = field(default_factory=dict)
    """Of each object and array."""
    twice: list[Path] = field(default_factory=list)
    """Keys that are there more than once, of which the last counts."""


def parse_json(text: str) -> tuple[Table, tuple[str, ...]]:
    """Return an object, and what is odd about it.

    Raises:
        ValueError: if it is none, or is deeper or larger than anybody writes.

    """
    check_values(text, _SIGNS)
    try:
        value = json.loads(text)
        if "\\u" in text:
            # Half a pair of surrogates is no character, and cannot be written again.
            plain = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
            value = json.loads(plain)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(value, dict):
        raise ValueError("not an object")  # noqa: TRY004 - it is the text that is wrong
    check_entries(value.values())
    found = json_lines(text)
    oddities = (
        f"line {found.lines[path]}: {path[-1]:.100} is there twice; the last one counts"
        for path in found.twice[:_MAX_TWICE]
    )
    return Table(value, (), Spans(found.lines, found.ends)), tuple(oddities)


def json_lines(text: str) -> JsonLines:
    """Return where each key of an object and element of an array begins and ends.

    The text is one that ``json`` can read; of any other, some lines are missing or wrong.
    """
    found = JsonLines()
    lines = found.lines
    open_: list[tuple[Path, int]] = []
    """Arrays, with the index of their next element, and objects, with -1."""
    path: Path = ()
    line, is_key = 1, False
    for match in _SIGN.finditer(text):
        sign = match[0]
        if sign == "\n":
            line += 1
        elif sign == ",":
            is_key = bool(open_) and open_[-1][1] < 0
        elif sign in {"]", "}"}:
            if open_:
                found.ends[open_.pop()[0]] = line
            is_key = False
        elif is_key:
            path = below(open_[-1][0], _unquoted(sign))
            # What is in an object that is there twice may well be, too.
            if path in lines and not any(path[: len(last)] == last for last in found.twice[-1:]):
                found.twice.append(path)
            lines[path] = line
            is_key = False
        else:
            if open_ and open_[-1][1] >= 0:
                path, index = open_.pop()
                open_.append((path, index + 1))
                path = below(path, index)
                lines[path] = line
            lines.setdefault(path, line)
            if sign in {"[", "{"}:
                open_.append((path, 0 if sign == "[" else -1))
                is_key = sign == "{"
    return found


def _unquoted(key: str) -> str:
    try:
        return str(json.loads(key, strict=False)) if "\\" in key else key.strip('"')
    except ValueError:
        return key.strip('"')
