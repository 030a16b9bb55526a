"""URLs that may have a secret in them."""

from __future__ import annotations

import re
from typing import Final

_AUTHORITY: Final = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*://)(?P<user>[^/?#\s]*)@")
_PLACEHOLDERS: Final = re.compile(r"\$\{[A-Za-z0-9_]+\}(?::\$\{[A-Za-z0-9_]+\})?")
_WITHOUT_PASSWORD: Final = ("ssh://", "git+ssh://")
"""Schemes in which a user's name alone is no secret: ``ssh://git@host``."""


def without_credentials(url: str) -> tuple[str, bool]:
    """Return ``url`` without user and password, and whether it had any.

    ``${NAME}`` in their place, which PEP 610 allows, stays.
    """
    match = _AUTHORITY.match(url)
    if match is None or _PLACEHOLDERS.fullmatch(match["user"]):
        return url, False
    if match["scheme"].lower() in _WITHOUT_PASSWORD and ":" not in match["user"]:
        return url, False
    return match["scheme"] + url[match.end() :], True
