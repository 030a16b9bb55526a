"""``vendor.txt``: the distributions whose code was copied into another one, as pip keeps the list.

A requirements file in which every version is pinned; hashes and other options may follow.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from scanner.metadata.core_metadata import visible
from scanner.metadata.secret import redacted

_PINNED: Final = re.compile(
    r"(?P<name>[A-Za-z0-9][\w.-]*)\s*(?:\[[^]]*\])?\s*===?\s*(?P<version>[\w.!+-]+)\s*(?:[;\\#\s].*)?",
    re.ASCII,
)
_MAX_LINES: Final = 10_000


@dataclass(frozen=True, slots=True)
class Pin:
    """One line."""

    line: int
    """Its number, the first being 1."""
    name: str
    version: str


@dataclass(frozen=True, slots=True)
class VendorList:
    """What there is in a file."""

    pins: tuple[Pin, ...]
    oddities: tuple[str, ...]


def parse_vendor_txt(data: bytes) -> VendorList:
    """Read every line; those that go on with the one before them are options."""
    pins, oddities = [], []
    goes_on = False
    lines = data.decode("utf-8", "replace").splitlines()
    if len(lines) > _MAX_LINES:
        oddities.append(f"only the first {_MAX_LINES:,} lines were read")
    for number, line in enumerate(map(visible, lines[:_MAX_LINES]), 1):
        was_going_on, goes_on = goes_on, line.endswith("\\")
        if was_going_on or not line or line.startswith(("#", "-")):
            continue
        if pinned := _PINNED.fullmatch(line[:1_000]):
            pins.append(Pin(number, pinned["name"], pinned["version"]))
        else:
            oddities.append(f"not a name with a version: {redacted(line):.200}")
    return VendorList(tuple(pins), tuple(oddities))
