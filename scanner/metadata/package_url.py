"""Package URLs that somebody else wrote (purl specification, ECMA-427), in their one right form.

Where something was on the machine that built it is left out (``download_url=file://.``). So is what
may follow behind ``#``, a path in the package, for what is named is the package.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from scanner.metadata.core_metadata import visible
from scanner.metadata.secret import redacted
from scanner.model.names import normalized, package_url

PYPI: Final = "pypi"
MAX_CHARACTERS: Final = 4096
_FORM: Final = re.compile(
    r"pkg:/*(?P<kind>[A-Za-z][A-Za-z0-9.+-]*)/+(?P<path>[^?#]+)(?:\?(?P<qualifiers>[^#]*))?(?:#.*)?",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageUrl:
    """The parts of a package URL, decoded."""

    kind: str
    """``pypi``, ``cargo``, ``rpm`` …"""
    namespace: str | None
    name: str
    version: str | None
    qualifiers: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return package_url(
            self.kind, self.name, self.version, dict(self.qualifiers), namespace=self.namespace
        )


def parse_package_url(text: str) -> PackageUrl | None:
    """Read a package URL; None if it is none."""
    match = _FORM.fullmatch(text) if len(text) <= MAX_CHARACTERS else None
    if match is None:
        return None
    kind = match["kind"].lower()
    path, at, version = match["path"].rpartition("@")
    if not at or "/" in version:  # it has none, or a scope of npm that is not encoded
        path, version = match["path"], ""
    namespace, _, name = path.strip("/").rpartition("/")
    name = _decoded(name)
    if not name:
        return None
    return PackageUrl(
        kind=kind,
        namespace=_decoded(namespace.strip("/")) or None,
        name=normalized(name) if kind == PYPI else name,
        version=_decoded(version) or None,
        qualifiers=tuple(sorted(_qualifiers(match["qualifiers"] or "").items())),
    )


def _qualifiers(text: str) -> dict[str, str]:
    pairs = (pair.partition("=") for pair in text.split("&") if pair)
    decoded = {key.lower(): redacted(_decoded(value)) for key, _, value in pairs if key.isascii()}
    return {
        key: value
        for key, value in decoded.items()
        if key.replace("_", "").isalnum() and value and not value.startswith("file:")
    }


def _decoded(text: str) -> str:
    return visible(unquote(text).encode("utf-8", "replace").decode())
