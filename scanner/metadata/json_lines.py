"""The lines on which the values of a JSON text stand, which ``json`` does not tell (RFC 8259)."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from scanner.metadata.toml_lines import below

if TYPE_CHECKING:
    from scanner.metadata.toml_lines import Path

_SIGN: Final = re.compile(r'"(?:[^"\\]|\\.)*+"|[][{},]|\n|[^\s"\[\]{},:]++', re.DOTALL)


def json_lines(text: str) -> dict[Path, int]:
    """Return where each key of an object and element of an array begins, the first line being 1.

    The text is one that ``json`` can read; of any other, some lines are missing or wrong.
    """
    lines: dict[Path, int] = {}
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
            del open_[-1:]
            is_key = False
        elif is_key:
            path = below(open_[-1][0], _unquoted(sign))
            lines[path] = line
            is_key = False
        else:
            if open_ and open_[-1][1] >= 0:
                path, index = open_.pop()
                open_.append((path, index + 1))
                path = below(path, index)
            lines.setdefault(path, line)
            if sign in {"[", "{"}:
                open_.append((path, 0 if sign == "[" else -1))
                is_key = sign == "{"
    return lines


def _unquoted(key: str) -> str:
    try:
        return str(json.loads(key, strict=False)) if "\\" in key else key.strip('"')
    except ValueError:
        return key.strip('"')
