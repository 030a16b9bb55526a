"""JSON that every parser takes (RFC 8259, RFC 7493)."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def json_text(document: Mapping[str, object]) -> str:
    r"""Return a document as indented JSON with a line end, which can be encoded as UTF-8.

    A path may have bytes that are not UTF-8; they are shown as ``\\xe9``.
    """
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    return text if text.isascii() else _SURROGATE.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    code = ord(match[0])
    is_byte = 0xDC80 <= code <= 0xDCFF  # noqa: PLR2004 - how PEP 383 hides bytes
    return f"\\\\x{code - 0xDC00:02x}" if is_byte else f"\\\\u{code:04x}"
