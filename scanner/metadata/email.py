"""Addresses of people in texts: those that are withheld if that is wanted."""

from __future__ import annotations

import re
from typing import Final

WITHHELD: Final = "[withheld]"
_CANDIDATE: Final = re.compile(r"(?<![\w.+%@-])(?<!//)(?!git@)[\w.+%-]*@[\w.+%@-]*")
"""All that an address can be a part of; but not the user in a URL, nor ``git@`` a host."""
_DOMAIN: Final = re.compile(r"\.[^\W\d_]{2}")
"""In what stands behind the first ``@`` of an address, and not in a version."""
_END: Final = ".-"
"""What ends a sentence, and no address."""


_OBFUSCATED: Final = re.compile(
    r"""
    (?<![\w.+%-])[\w.+%-]+\s?[\[({<]\s?at\s?[\])}>]\s?[\w-]+
        (?:(?:\.|\s?[\[({<]\s?dot\s?[\])}>]\s?)[\w-]+)*
    |(?<=<)[\w.+%-]+\sat\s(?:localhost|[\w-]+(?:\.[\w-]+)+)(?=>)
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""``jane (at) doe.org``, ``<jane at doe.org>``: people read it, programs were not to."""


def without_emails(text: str) -> str:
    """Return a text without the addresses in it."""
    plain = _OBFUSCATED.sub(WITHHELD, text)
    return _CANDIDATE.sub(_withheld, plain) if "@" in plain else plain


def _withheld(match: re.Match[str]) -> str:
    address = match[0].rstrip(_END)
    is_address = _DOMAIN.search(address.partition("@")[2])
    return WITHHELD + match[0][len(address) :] if is_address else match[0]
