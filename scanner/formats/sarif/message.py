"""Texts in SARIF, where braces are placeholders and brackets links (2.1.0, section 3.11)."""

from __future__ import annotations

import re
from typing import Any, Final, TypeAlias

from scanner.formats.plain_text import printable

Data: TypeAlias = dict[str, Any]
MAX_DESCRIPTION: Final = 1_024
"""Characters of a description of a rule: GitHub takes no more."""
_PLACEHOLDER: Final = re.compile(r"[{}]")
ELLIPSIS: Final = "…"
_LINK: Final = re.compile(r"[\[\]\\]")


def message(text: str) -> Data:
    """Return a message that says just that."""
    return {"text": plain(text)}


def description(text: str) -> Data:
    """Return a message that is cut to what a rule may have."""
    said = plain(text)
    if len(said) <= MAX_DESCRIPTION:
        return {"text": said}
    visible = printable(text)
    room = MAX_DESCRIPTION - len(ELLIPSIS)
    # What an escape adds is cut off the text, for half an escape would be another one.
    while (over := len(plain(visible)) - room) > 0:
        visible = visible[: -max(over // 2, 1)]
    return {"text": plain(visible) + ELLIPSIS}


def plain(text: str) -> str:
    """Return a text in which nothing is a placeholder or a link."""
    visible = printable(text)
    if "](" in visible:
        visible = _LINK.sub(r"\\\g<0>", visible)
    return _PLACEHOLDER.sub(lambda match: match[0] * 2, visible)
