"""By what name and version advisories would speak of a component.

What conda calls something says nothing of PyPI. A conda package that is a distribution of PyPI, too
(``identities``), goes by that name; any other by its own, which only advisories of conda use.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scanner.model.names import PYPI, advised_name

if TYPE_CHECKING:
    from scanner.model.component import Component
    from scanner.model.names import NormalizedName

CONDA: Final = "conda"


@dataclass(frozen=True, slots=True)
class Identity:
    """What a component is to advisories."""

    ecosystem: str
    name: NormalizedName
    version: str | None


def identity_of(component: Component) -> Identity:
    """Return the identity by which a component is matched."""
    ecosystem = component.ecosystem
    if ecosystem == CONDA:
        for text in component.identities:
            if text.startswith("pkg:pypi/"):
                from scanner.metadata.package_url import parse_package_url

                purl = parse_package_url(text)
                if purl is not None:
                    name, version = advised_name(PYPI, purl.name), purl.version
                    return Identity(PYPI, name, version or component.version)
    return Identity(ecosystem, advised_name(ecosystem, component.name), component.version)
