"""Names of files in an archive that every system can unpack, whatever the image calls them."""

from __future__ import annotations

import itertools
import re
from hashlib import sha256
from pathlib import PurePosixPath
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


def free_name(directory: str, file: str, taken: set[str]) -> str:
    """Return a name for a file that clashes with none, in whatever case, and take it.

    Where it would, it goes into another directory beside the one that is wanted.
    """
    directories = itertools.chain((directory,), (f"{directory}~{n}" for n in itertools.count(2)))
    name = next(name for each in directories if _is_free(name := f"{each}/{file}", taken))
    path = PurePosixPath(name.casefold())
    taken.add(str(path))
    taken.update(f"{directory}/" for directory in path.parents)
    return name


def _is_free(name: str, taken: set[str]) -> bool:
    """Tell whether a name is neither a file's nor a directory's, and leads through no file."""
    path = PurePosixPath(name.casefold())
    return taken.isdisjoint((str(path), f"{path}/", *map(str, path.parents)))
