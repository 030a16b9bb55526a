"""Names of files in an archive that every system can unpack, whatever the image calls them."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Final

MAX_PART: Final = 80
MAX_NAME: Final = 200
"""Windows has 260 for all of a path, with the directory that somebody unpacks in."""
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9._+-]")
_RESERVED: Final = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
"""Devices of Windows, by whatever suffix."""


def safe_part(text: str) -> str:
    """Return one component of a path: not empty, no step upwards, no device, not hidden."""
    part = _UNSAFE.sub("_", text[:MAX_PART]).rstrip(".")
    if not part or part.startswith((".", "-")) or _RESERVED.match(part):
        part = f"_{part}"
    return part


def safe_name(path: str) -> str:
    """Return a relative path of safe components."""
    name = "/".join(safe_part(part) for part in path.split("/") if part)
    if len(name) <= MAX_NAME:
        return name or "_"
    digest = sha256(path.encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return f"{digest}-{name.rpartition('/')[2]}"


def unique_name(name: str, taken: set[str]) -> str:
    """Return a name that none of the others has, in whatever case, and add it to them."""
    stem, dot, suffix = name.rpartition(".")
    if not dot or "/" in suffix:
        stem, suffix = name, ""
    count = 1
    unique = name
    while unique.casefold() in taken:
        count += 1
        unique = f"{stem}~{count}{dot}{suffix}" if suffix else f"{name}~{count}"
    taken.add(unique.casefold())
    return unique
