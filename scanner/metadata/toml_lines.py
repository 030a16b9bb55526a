"""The lines on which the values of a TOML 1.0 document stand, which no parser tells.

Of a lockfile hardly anybody asks for more than its tables, so these are read first: one expression
passes all that is between two headers at the speed of C. Signs are read one by one where that is
not enough.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from dataclasses import dataclass, field
from functools import cache, reduce
from itertools import pairwise
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

Path: TypeAlias = "tuple[str | int, ...]"
"""The keys and indices that lead to a value."""
_TEXT: Final = (
    r"""\"""(?:[^"\\]|\\.|"(?!""))*+"{3,5}|\'\'\'(?:[^']|'(?!\'\'))*+'{3,5}"""
    r"""|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+'"""
)
_SIGN: Final = re.compile(
    rf"""{_TEXT}|\#[^\n]*+|\n|[][{{}},=.]|[^\s"'\#\[\]{{}},=.]++""", re.DOTALL
)
_PROSE: Final = re.compile(rf"{_TEXT}|\#[^\n]*+", re.DOTALL)
_ARRAY: Final = reduce(
    lambda inner, _: rf"""\[(?:[^]["'\#]++|{_TEXT}|\#[^\n]*+|{inner})*+\]""", range(3), "(?!)"
)
"""One of arrays of arrays."""
_BODY: Final = re.compile(
    rf"""(?:[^]["'\#=]++|=[ \t]*+(?:{_ARRAY}|(?!\[))|{_TEXT}|\#[^\n]*+)*+""", re.DOTALL
)
"""All that a table has, and what is before the next one."""
_HEADER: Final = re.compile(rf"""\[\[?+(?:[^]["'\#\n]++|{_TEXT})*+\]\]?+""", re.DOTALL)
MAX_DEPTH: Final = 32
"""How deep a value may be to have a line of its own."""
MAX_VALUES: Final = 500_000
"""Of how many values the lines are told; a lockfile of ten thousand distributions has as many."""
_KEY_ENDS: Final = frozenset(("=", "]"))
_VALUE_ENDS: Final = frozenset((",", "]", "}", "\n"))


def toml_lines(text: str) -> dict[Path, int]:
    """Return where each key, table and element of an array begins, the first line being 1.

    The text is one that ``tomli`` can read; of any other, some lines are missing or wrong.
    """
    reader = _Reader(text)
    reader.read()
    return reader.lines


@dataclass(frozen=True, slots=True)
class Spans:
    """Where values begin, and where those end that take several lines."""

    lines: Mapping[Path, int] = field(default_factory=dict)
    ends: Mapping[Path, int] = field(default_factory=dict)
    all: Callable[[], Spans] | None = None
    """Reads those of everything, if these are of the tables only."""

    def of(self, path: Path) -> tuple[int, int] | None:
        """Return the first and the last line of a value; None if it is not known."""
        if self.all is not None and path not in self.lines:
            return self.all().of(path)
        line = self.lines.get(path)
        return None if line is None else (line, max(line, self.ends.get(path, line)))


def toml_spans(text: str) -> Spans:
    """Return the first and the last line of each of them."""

    @cache
    def read_all() -> Spans:
        reader = _Reader(text)
        reader.read()
        return Spans(reader.lines, reader.ends)

    tables = _tables_of(text)
    if tables is None:
        return read_all()
    reader = _Reader(text, tables)
    reader.read()
    return Spans(reader.lines, reader.ends, read_all)


def without_texts(text: str) -> str:
    """Return a document with an ``x`` in place of each text and comment in it."""
    return _PROSE.sub("x", text)


def below(path: Path, *parts: str | int) -> Path:
    """Return the path of what is in a value; of all that is too deep, it is the same."""
    return (*path, *parts)[:MAX_DEPTH]


class _Reader:
    def __init__(self, text: str, tables: list[int] | None = None) -> None:
        self.lines: dict[Path, int] = {}
        self.ends: dict[Path, int] = {}
        """Of what does not end on the line that it begins on."""
        self._signs = self._signs_of(text) if tables is None else self._headers_of(text, tables)
        self._before = 0
        self._last = 0
        """The lines that the last two signs end on."""
        self._tables: Counter[Path] = Counter()
        """How many tables each array of tables has so far."""
        self._table: Path = ()
        self._open: list[tuple[Path, int]] = []
        """Arrays, with the index of their next element, and inline tables, with -1."""

    def read(self) -> None:
        for sign, line in self._signs:
            if sign == "[" and not self._open:
                self._end_table(self._before)
                self._read_header(line)
            elif sign in _VALUE_ENDS:
                self._close(sign, line)
            elif self._open and self._open[-1][1] >= 0:
                self._begin_value(self._element(), sign, line)
            else:
                key = self._key(sign, line)
                path = below(self._open[-1][0] if self._open else self._table, *key)
                self._know(path, len(key), line)
                self._begin_value(path, *next(self._signs, ("", line)))
        self._end_table(self._last)

    def _headers_of(self, text: str, tables: list[int]) -> Iterator[tuple[str, int]]:
        """Yield the signs of headers only, and see on which lines the tables end."""
        line, end = 1, 0
        for begin, next_ in pairwise((*tables, len(text))):
            line += text.count("\n", end, begin)
            end = _end_of(_HEADER, text, begin)
            yield from self._signs_of(text[begin:end], line)
            body = text[end:next_].rstrip(" \t\r\n")
            if "#" in body[body.rfind("\n") + 1 :]:
                deque(self._signs_of(body, line), maxlen=0)
            elif body:
                self._last = line + body.count("\n")

    def _signs_of(self, text: str, line: int = 1) -> Iterator[tuple[str, int]]:
        """Yield all that means something, and the ends of lines, with the line it begins on."""
        for match in _SIGN.finditer(text):
            sign = match[0]
            if sign == "\n":
                yield sign, line
                line += 1
            elif not sign.startswith("#"):
                begin, line = line, line + sign.count("\n")
                self._before, self._last = self._last, line
                if len(self.lines) > MAX_VALUES:
                    return
                yield sign, begin
            else:
                line += sign.count("\n")

    def _end_table(self, line: int) -> None:
        for length in range(1, len(self._table) + 1):
            self.ends[self._table[:length]] = line

    def _close(self, sign: str, line: int) -> None:
        if sign in {"]", "}"} and self._open:
            path, _ = self._open.pop()
            if line != self.lines.get(path):
                self.ends[path] = line

    def _read_header(self, line: int) -> None:
        sign, _ = next(self._signs, ("", line))
        is_array = sign == "["
        key = self._key(next(self._signs, ("", line))[0] if is_array else sign, line)
        path: Path = ()
        for part in key[:-1]:
            path = below(path, part)
            if path in self._tables:
                path = below(path, self._tables[path] - 1)
        self._table = below(path, *key[-1:])
        if is_array:
            self._tables[self._table] += 1
            self._know(self._table, 1, line)
            self._table = below(self._table, self._tables[self._table] - 1)
        self._know(self._table, len(key), line)

    def _key(self, sign: str, line: int) -> Path:
        """Return a key from its first sign on, and pass the sign that ends it."""
        parts: list[str] = []
        while sign and sign not in _KEY_ENDS:
            if sign != "." and len(parts) < MAX_DEPTH:
                parts.append(_unquoted(sign))
            sign, line = next(self._signs, ("", line))
        return tuple(parts)

    def _element(self) -> Path:
        path, index = self._open[-1]
        self._open[-1] = (path, index + 1)
        return below(path, index)

    def _begin_value(self, path: Path, sign: str, line: int) -> None:
        self._know(path, 1, line)
        if "\n" in sign:
            self.ends[path] = line + sign.count("\n")
        if sign == "[":
            self._open.append((path, 0))
        elif sign == "{":
            self._open.append((path, -1))
        elif sign[:1] not in {'"', "'"}:
            self._pass_value()

    def _pass_value(self) -> None:
        """Pass the rest of a number or a date, which may have dots in it."""
        for sign, line in self._signs:
            if sign in _VALUE_ENDS:
                self._close(sign, line)
                return

    def _know(self, path: Path, keys: int, line: int) -> None:
        """Remember where a value begins, and the tables that its dotted key is about."""
        for length in range(len(path) - keys + 1, len(path) + 1):
            self.lines.setdefault(path[:length], line)


def _tables_of(text: str) -> list[int] | None:
    """Return where headers begin; None if that cannot be told without reading everything."""
    found: list[int] = []
    end = _end_of(_BODY, text, 0)
    while end < len(text):
        found.append(end)
        body = _end_of(_HEADER, text, end)
        if body == end:
            return None
        end = _end_of(_BODY, text, body)
    return found


def _end_of(expression: re.Pattern[str], text: str, begin: int) -> int:
    """Return where something that begins there ends; the same, if there is no such thing."""
    match = expression.match(text, begin)
    return match.end() if match else begin


def _unquoted(key: str) -> str:
    if key.startswith("'"):
        return key[1:-1]
    if not key.startswith('"'):
        return key
    if "\\" not in key:
        return key[1:-1]
    import tomli

    try:
        return str(next(iter(tomli.loads(f"{key}=0"))))
    except tomli.TOMLDecodeError:
        return key[1:-1]
