r"""JSON that every parser takes, and that we read back as exactly what it was.

A path may have bytes that are not UTF-8, which JSON cannot hold: they are shown as ``\xe9``. So
that they can be told from a path that really reads so, a backslash in front of what looks like that
is written twice: an odd number of them is a byte, an even number is half as many backslashes.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from scanner.formats.json_text import json_line, json_text

if TYPE_CHECKING:
    from collections.abc import Mapping

_LOOKS_SHOWN: Final = re.compile(r"\\(?:x[89a-f][0-9a-f]|ud[89a-f][0-9a-f]{2})")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_BYTES: Final = range(0xDC80, 0xDD00)
"""How PEP 383 hides bytes."""
_NOT_EXACT: Final = re.compile(f"{_LOOKS_SHOWN.pattern}|{_SURROGATE.pattern}")
_BEFORE: Final = re.compile(r"\\+(?=x[89a-f][0-9a-f]|ud[89a-f][0-9a-f]{2}|[\ud800-\udfff])")
_SHOWN: Final = re.compile(r"((?:\\\\)+)(?:x([89a-f][0-9a-f])|u(d[89a-f][0-9a-f]{2}))")
"""In the text of a document, where each backslash is two."""


def exact_text(document: Mapping[str, object]) -> str:
    """Return a document as indented JSON with a line end."""
    text = json_text(document)
    return json_text(_told_apart(document)) if _LOOKS_SHOWN.search(text) else text


def compact_text(document: object) -> str:
    """Return the same without a blank, for programs only."""
    text = json_line(document)
    return json_line(_told_apart(document)) if _NOT_EXACT.search(text) else text


def exact_value(data: bytes) -> object:
    """Return what :func:`exact_text` has written, as it was.

    Raises:
        ValueError, RecursionError: if it is no JSON.

    """
    text = data.decode()
    if _LOOKS_SHOWN.search(text):
        text = _SHOWN.sub(_original, text)
    return json.loads(text, parse_constant=_no_number)


def _told_apart(value: Any) -> Any:  # noqa: ANN401 - whatever JSON has
    if isinstance(value, str):
        return _SURROGATE.sub(_shown, _BEFORE.sub(lambda match: match[0] * 2, value))
    if isinstance(value, dict):
        return {_told_apart(key): _told_apart(each) for key, each in value.items()}
    return [_told_apart(each) for each in value] if isinstance(value, list) else value


def _shown(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code - 0xDC00:02x}" if code in _BYTES else f"\\u{code:04x}"


def _original(match: re.Match[str]) -> str:
    """Return what stood there: a run of backslashes is of an even length, or hides a character."""
    backslashes, byte, unit = match.groups()
    kept = "\\\\" * (len(backslashes) // 4)
    if len(backslashes) % 4 == 0:
        return kept + match[0][len(backslashes) :]
    return f"{kept}\\u{'dc' + byte if byte else unit}"


def _no_number(text: str) -> float:
    raise ValueError(f"{text} is no number")
