"""JSON that every parser takes (RFC 8259, RFC 7493).

It is written by orjson, in a twentieth of the time that Python's own encoder takes. What that
refuses, a path that is not Unicode or a number beyond 64 bits, is left to the other.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

import orjson

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_COMPACT: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_SURROGATES: Final = range(0xD800, 0xE000)
_BYTES: Final = range(0xDC80, 0xDD00)
"""How PEP 383 hides bytes."""
_ACTING: Final = re.compile(
    "[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
"""What hides or reorders text, or acts on a terminal, and what is no character."""


def json_text(document: Mapping[str, object]) -> str:
    r"""Return a document as indented JSON with a line end, which can be encoded as UTF-8.

    A path may have bytes that are not UTF-8; they are shown as ``\\xe9``. What acts where a
    document is merely looked at is written as an escape, which parsers read as what it was.
    """
    try:
        text = orjson.dumps(document, option=orjson.OPT_INDENT_2).decode()
    except orjson.JSONEncodeError:
        text = json.dumps(document, ensure_ascii=False, indent=2)
    return f"{_harmless(text)}\n"


def json_lines(document: Mapping[str, object]) -> Iterator[str]:
    """Yield the same with one line for each field, and for each item of a field that is a list.

    The lines stay apart: one that is not ASCII would have all others take more memory and time.
    """
    before = "{\n"
    for key, value in document.items():
        if isinstance(value, list) and value:
            before += f"{_line(key)}: [\n"
            for item in value:
                yield before + _line(item)
                before = ",\n"
            yield "\n]"
        else:
            yield f"{before}{_line(key)}: {_line(value)}"
        before = ",\n"
    yield "\n}\n"


def json_line(value: object) -> str:
    """Return a value as JSON without a blank; a byte that is not UTF-8 stays what it is."""
    try:
        return orjson.dumps(value).decode()
    except orjson.JSONEncodeError:
        return _COMPACT(value)


def _line(value: object) -> str:
    return _harmless(json_line(value))


def _harmless(text: str) -> str:
    # What acts is not printable: to know so takes less than to look for it.
    return text if text.isascii() or text.isprintable() else _ACTING.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code in _BYTES:
        return f"\\\\x{code - 0xDC00:02x}"
    return f"\\\\u{code:04x}" if code in _SURROGATES else f"\\u{code:04x}"
