"""URLs that may have a secret in them."""

from __future__ import annotations

import re
from typing import Final

_USER: Final = re.compile(
    r"(?:(?P<ssh>(?<=ssh:))|(?<=:)|(?<!\S))//(?P<user>[^/?#\s]*)@", re.IGNORECASE
)
_PLACEHOLDERS: Final = re.compile(r"\$\{[A-Za-z0-9_-]+\}(?::\$\{[A-Za-z0-9_-]+\})?")


def without_credentials(text: str) -> tuple[str, bool]:
    """Return a text, the URLs in it without user and password, and whether there was one of those.

    ``${NAME}`` in their place, which PEP 610 allows, stays.
    """
    clean = _USER.sub(_public, text) if "@" in text else text
    return clean, clean != text


def _public(match: re.Match[str]) -> str:
    user = match["user"]
    # The name of a user alone is no secret where the password is a key: ``git+ssh://git@host``.
    is_name = match["ssh"] is not None and ":" not in user
    return match[0] if is_name or _PLACEHOLDERS.fullmatch(user) else "//"
