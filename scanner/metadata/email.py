"""Addresses of people in texts: those that are withheld if that is wanted."""

from __future__ import annotations

import re
from typing import Final

WITHHELD: Final = "[withheld]"
_EMAIL: Final = re.compile(
    r"(?<![\w.+%-])(?<!//)(?!git@)[\w.+%-]+@(?:[\w-]+\.)+[^\W\d_]{2,}", re.IGNORECASE
)
"""Not the user in a URL, nor ``git@`` a host."""


def without_emails(text: str) -> str:
    """Return a text without the addresses in it."""
    return _EMAIL.sub(WITHHELD, text) if "@" in text else text
