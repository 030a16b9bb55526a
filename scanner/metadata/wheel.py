"""Which wheel a distribution is: the ``Tag`` and ``Build`` of its ``WHEEL`` (PEP 427).

Installers copy the file as it is in the wheel, whose name has the same, with tags that only differ
in one part written as one (PEP 425).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_FIELD: Final = re.compile(rb"^(Tag|Build)[ \t]*:[ \t]*([\w.-]{1,200})[ \t]*\r?$", re.MULTILINE)
_NAME: Final = re.compile(
    r"(?P<name>[\w.]+)-(?P<version>[\w.!+]+)(?:-(?P<build>\d\w*))?"
    r"-(?P<tags>[\w.]+-[\w.]+-[\w.]+)\.whl",
    re.ASCII,
)
MAX_TAGS: Final = 100
"""Of one wheel; real ones have ten."""


@dataclass(frozen=True, slots=True)
class WheelTags:
    """What tells the wheels of one version apart."""

    tags: frozenset[str]
    build: str | None = None

    def fits(self, other: WheelTags) -> bool:
        """Tell whether this, of an installed distribution, may be that of a wheel.

        Some tools write fewer tags into ``WHEEL`` than into the name.
        """
        return bool(self.tags) and self.tags <= other.tags and self.build == other.build


@dataclass(frozen=True, slots=True)
class WheelName:
    """A wheel by the name of its file."""

    name: str
    version: str
    tags: WheelTags


def parse_wheel(data: bytes) -> WheelTags:
    """Read the file, as far as it can be read."""
    fields = [(kind, value.decode("ascii", "replace")) for kind, value in _FIELD.findall(data)]
    tags = (value for kind, value in fields if kind == b"Tag")
    return WheelTags(_each(tags), next((value for kind, value in fields if kind == b"Build"), None))


def parse_wheel_name(name: str) -> WheelName | None:
    """Read the name of a file; None if it is not that of a wheel."""
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    return WheelName(
        match["name"], match["version"], WheelTags(_each((match["tags"],)), match["build"])
    )


def _each(compressed: Iterable[str]) -> frozenset[str]:
    """Return tags one by one; none if there are more than anybody has."""
    found: set[str] = set()
    for text in compressed:
        parts = [part.split(".") for part in text.split("-")]
        if prod(map(len, parts)) + len(found) > MAX_TAGS:
            return frozenset()
        found |= {"-".join(tag) for tag in product(*parts)}
    return frozenset(found)
