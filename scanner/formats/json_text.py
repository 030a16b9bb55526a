"""JSON that every parser takes (RFC 8259, RFC 7493)."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_SURROGATES: Final = range(0xD800, 0xE000)
_BYTES: Final = range(0xDC80, 0xDD00)
"""How PEP 383 hides bytes."""
_ACTING: Final = re.compile(
    r"(?:\\\\)+(?=x[89a-f][0-9a-f]|ud[89a-f][0-9a-f]{2}|[\ud800-\udfff])"
    "|[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
"""What hides or reorders text, or acts on a terminal, what is no character, and what looks like the
way in which we show that."""
_LOOKS_SHOWN: Final = re.compile(r"\\(?:x[89a-f][0-9a-f]|ud[89a-f])")
_SHOWN: Final = re.compile(r"((?:\\\\)+)(?:x([89a-f][0-9a-f])|u(d[89a-f][0-9a-f]{2}))")


def json_text(document: Mapping[str, object]) -> str:
    r"""Return a document as indented JSON with a line end, which can be encoded as UTF-8.

    A path may have bytes that are not UTF-8; they are shown as ``\\xe9``, and a backslash that
    really stands before ``xe9`` twice, so that :func:`json_value` can tell. What acts where a
    document is merely looked at is written as an escape, which parsers read as what it was.
    """
    return _harmless(json.dumps(document, ensure_ascii=False, indent=2) + "\n")


def json_lines_text(document: Mapping[str, object]) -> str:
    """Return the same with one line for each item of a list in the document, and no indentation.

    With ``indent`` Python's encoder is one in Python, and takes some ten times as long.
    """
    encode = json.JSONEncoder(ensure_ascii=False).encode
    fields = []
    for key, value in document.items():
        if isinstance(value, list) and value:
            items = ",\n".join(map(encode, value))
            fields.append(f"{encode(key)}: [\n{items}\n]")
        else:
            fields.append(f"{encode(key)}: {encode(value)}")
    return _harmless("{\n" + ",\n".join(fields) + "\n}\n")


def json_value(data: bytes) -> object:
    """Return what :func:`json_text` has written, as it was.

    Raises:
        ValueError, RecursionError: if it is no JSON.

    """
    text = data.decode()
    if _LOOKS_SHOWN.search(text):
        text = _SHOWN.sub(_original, text)
    return json.loads(text, parse_constant=_no_number)


def _harmless(text: str) -> str:
    if text.isascii() and not _LOOKS_SHOWN.search(text):
        return text
    return _ACTING.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    if match[0][0] == "\\":
        return match[0] * 2
    code = ord(match[0])
    if code in _BYTES:
        return f"\\\\x{code - 0xDC00:02x}"
    return f"\\\\u{code:04x}" if code in _SURROGATES else f"\\u{code:04x}"


def _original(match: re.Match[str]) -> str:
    """Return what stood there: a run of backslashes is of an even length, or hides a character."""
    backslashes, byte, unit = match.groups()
    kept = "\\\\" * (len(backslashes) // 4)
    if len(backslashes) % 4 == 0:
        return kept + match[0][len(backslashes) :]
    return f"{kept}\\u{'dc' + byte if byte else unit}"


def _no_number(text: str) -> float:
    raise ValueError(f"{text} is no number")
