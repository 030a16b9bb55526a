"""Coding lines: ``# -*- coding: latin-1 -*-`` in one of the first two lines (PEP 263).

pip heeds them in requirements files, too. Only encodings in which people write texts are known:
others (``idna``, ``unicode_escape``) warn, or take quadratic time.
"""

from __future__ import annotations

import re
from typing import Final

_LINE: Final = re.compile(rb"[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_KNOWN: Final = re.compile(
    r"utf_?8(?:_sig)?|(?:us_?)?ascii|latin_?\d+|iso_?8859_\d+|(?:cp|windows_?)\d+|koi8_[rtu]"
    r"|gb(?:2312|k|18030)|big5(?:_?hkscs)?|euc_[a-z]+|shift_?jis(?:_2004|x0213)?|mac_?[a-z]+",
    re.ASCII,
)
_MAX_BYTES: Final = 1000
"""Of the two lines."""


def encoding_of(data: bytes) -> str | None:
    """Return the encoding that a text says it is in, if it does."""
    for line in data[:_MAX_BYTES].splitlines()[:2]:
        if found := _LINE.match(line):
            name = found[1].decode("ascii", "replace").lower().replace("-", "_")
            return name if _KNOWN.fullmatch(name) else None
    return None
