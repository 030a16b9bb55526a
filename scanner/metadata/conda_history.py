"""What a user asked conda or mamba for: ``conda-meta/history``, one paragraph per command."""

from __future__ import annotations

import re
from typing import Final

from scanner.metadata.conda_record import FORMATS, parts_of

_LINE: Final = re.compile(
    rb"^# (?P<verb>update|install|create|remove) specs:(?P<specifications>.*)$", re.MULTILINE
)
_QUOTED: Final = re.compile(r"'([^'\n]*)'|\"([^\"\n]*)\"")
_NAME: Final = re.compile(r"(?:[^\s\[]*::)?(?P<name>[A-Za-z0-9_.-]+)")


def requested_in(history: bytes) -> frozenset[str]:
    """Return the names of the packages that were asked for, and not asked to be removed since."""
    requested: set[str] = set()
    for line in _LINE.finditer(history):
        text = line["specifications"].decode("utf-8", "replace")
        quoted = [single or double for single, double in _QUOTED.findall(text)]
        # Before version 4, specifications stood there without quotes.
        names = {name_in(specification) for specification in quoted or text.split(",")}
        if line["verb"] == b"remove":
            requested -= names
        else:
            requested |= names
    return frozenset(requested - {""})


def name_in(specification: str) -> str:
    """Return the name in a match specification, or in the URL of an archive; maybe nothing."""
    file = specification.partition("#")[0].rpartition("/")[2]
    for end in FORMATS:
        if file.endswith(end):
            return parts_of(file.removesuffix(end))[0].lower()
    found = _NAME.match(specification.strip())
    return found["name"].lower() if found else ""
