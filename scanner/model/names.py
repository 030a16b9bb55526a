"""Names of distributions, and the package URLs that SBOMs identify them by."""

from __future__ import annotations

import re
from typing import Final, NewType
from urllib.parse import quote

NormalizedName = NewType("NormalizedName", str)
"""A name in the one spelling in which names are compared (PyPA name normalization, PEP 503)."""

PYPI: Final = "pypi"
"""The ecosystem of distributions, as package URLs call it."""
_SEPARATORS: Final = re.compile("-+")
_VALID: Final = re.compile(r"[A-Z0-9](?:[A-Z0-9._-]*[A-Z0-9])?", re.IGNORECASE | re.ASCII)


def normalized(name: str) -> NormalizedName:
    """Return the spelling of ``name`` in which equal names are equal."""
    plain = name.replace("_", "-").replace(".", "-").lower()
    # Few names have two separators in a row, and an expression takes longer than all the rest.
    return NormalizedName(_SEPARATORS.sub("-", plain) if "--" in plain else plain)


def advised_name(ecosystem: str, name: str) -> NormalizedName:
    """Return what advisories know something by: the normalized name, of PyPI.

    Of another ecosystem it is the name behind that of the ecosystem, so that neither is ever taken
    for the other: PyPI has a ``zlib`` that is not conda's.
    """
    if ecosystem.lower() == PYPI:
        return normalized(name)
    return NormalizedName(f"{ecosystem.lower()}:{name.lower()}")


def is_valid(name: str) -> bool:
    """Tell whether ``name`` may name a distribution (core metadata specification)."""
    return _VALID.fullmatch(name) is not None


def purl(name: str, version: str | None, qualifiers: dict[str, str] | None = None) -> str:
    """Return the package URL of a distribution on PyPI, or of a variant that the qualifiers tell.

    The purl specification only lower-cases and replaces underscores; we normalize as PyPI does, so
    that ``zope.interface`` has one purl, whichever way its metadata spells it.
    """
    return package_url("pypi", normalized(name), version, qualifiers)


def package_url(
    kind: str,
    name: str,
    version: str | None,
    qualifiers: dict[str, str] | None = None,
    *,
    namespace: str | None = None,
) -> str:
    """Return a package URL, its qualifiers in order."""
    text = f"pkg:{kind}/{quoted(namespace, '')}/" if namespace else f"pkg:{kind}/"
    text += quoted(name, "")
    if version:
        text += f"@{quoted(version, ':')}"
    if qualifiers:
        pairs = sorted(qualifiers.items())
        text += "?" + "&".join(f"{key}={quoted(value, '/:')}" for key, value in pairs)
    return text


def quoted(text: str, safe: str) -> str:
    """Percent-encode a part of a package URL; what is not UTF-8 is spelled out."""
    return quote(text, safe, errors="backslashreplace")
