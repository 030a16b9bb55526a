"""The wheels that a lockfile names, each with its SHA-256.

``uv.lock``, ``poetry.lock``, ``pdm.lock`` and ``pylock.toml`` differ in what an entry has and how
deep it is; in all of them the name of a file, or a URL that ends with it, is followed by its hash.
So that is looked for, and the document is not read as TOML once more.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote

MAX_BYTES: Final = 16 << 20
_ENTRY: Final = re.compile(
    rb"[\"'/](?P<name>[\w.%!+-]{5,250}\.whl)(?:[#?][^\"'\s]{0,200})?[\"']"
    rb"(?:(?!\.whl)[^\0]){0,400}?"
    rb"\bsha256(?::|[\"']?\s*=\s*[\"'])(?P<digest>[0-9a-f]{64})\b"
)


def locked_wheels(data: bytes) -> dict[str, str | None]:
    """Return the digest of each wheel by its file name; None of one that has several."""
    found: dict[str, str | None] = {}
    for match in _ENTRY.finditer(data[:MAX_BYTES]):
        name, digest = unquote(match["name"].decode()), f"sha256:{match['digest'].decode()}"
        found[name] = digest if found.get(name, digest) == digest else None
    return found
