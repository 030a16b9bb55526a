"""Requirements: ``name[extra] >=1.0; marker`` (PyPA dependency specifiers, PEP 508).

The names in what older tools wrote are as good as any, so what cannot be read of a requirement
costs only itself: a name with a specifier that is none (``>=2.*``) is still the name of what is
required. Packaging's reader takes all or nothing, and four times as long.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scanner.metadata.marker import parse_marker
from scanner.metadata.specifier import is_specifier
from scanner.model.names import is_valid, normalized

if TYPE_CHECKING:
    from scanner.metadata.marker import Marker
    from scanner.model.names import NormalizedName

_REQUIRED: Final = re.compile(
    r"\s*(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)(?=[\s\[(@;<>=!~]|$)"
    r"\s*(?:\[(?P<extras>[^\]]*)\])?\s*(?P<rest>.*)",
    re.DOTALL,
)
_END_OF_URL: Final = re.compile(r"\s+;|;\s+")
"""A semicolon alone may be part of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """A distribution that is required, as far as can be read."""

    name: NormalizedName
    extras: tuple[str, ...] = ()
    """Those asked for, normalized (PEP 685)."""
    specifier: str = ""
    """Nothing if any version will do, if it cannot be read, or if a URL tells which it is."""
    marker_text: str | None = None
    marker: Marker | None = None
    """None if it is always required, and if the marker cannot be read."""
    oddity: str | None = None
    """What cannot be read of it."""


def parse_requirement(text: str) -> Requirement | None:
    """Read a requirement; None if it does not name a distribution."""
    required = _REQUIRED.fullmatch(text)
    if required is None or not is_valid(required["name"]):
        return None
    rest, oddity = required["rest"], None
    if rest.startswith("@"):
        specifier, marker_text = "", "".join(_END_OF_URL.split(rest, maxsplit=1)[1:])
    else:
        specifier, _, marker_text = rest.partition(";")
        specifier = _bare(specifier.strip())
    if not is_specifier(specifier):
        specifier, oddity = "", "specifier"
    marker_text = marker_text.strip()
    marker = parse_marker(marker_text) if marker_text else None
    if marker_text and marker is None:
        oddity = "marker"
    return Requirement(
        name=normalized(required["name"]),
        extras=_extras(required["extras"]) if required["extras"] else (),
        specifier=specifier,
        marker_text=marker_text or None,
        marker=marker,
        oddity=oddity,
    )


def _bare(specifier: str) -> str:
    """Return a specifier without the parentheses that it used to stand in."""
    is_enclosed = specifier.startswith("(") and specifier.endswith(")")
    return specifier[1:-1].strip() if is_enclosed else specifier


def _extras(text: str) -> tuple[str, ...]:
    names = (name.strip() for name in text.split(","))
    return tuple(dict.fromkeys(normalized(name) for name in names if name))
