"""Texts in SARIF, where braces are placeholders and brackets links (2.1.0, section 3.11)."""

from __future__ import annotations

import re
from typing import Any, Final, TypeAlias

from scanner.formats.plain_text import printable

Data: TypeAlias = dict[str, Any]
_PLACEHOLDER: Final = re.compile(r"[{}]")
_LINK: Final = re.compile(r"[\[\]\\]")


def message(text: str) -> Data:
    """Return a message that says just that."""
    return {"text": plain(text)}


def plain(text: str) -> str:
    """Return a text in which nothing is a placeholder or a link."""
    visible = printable(text)
    if "](" in visible:
        visible = _LINK.sub(r"\\\g<0>", visible)
    return _PLACEHOLDER.sub(lambda match: match[0] * 2, visible)
