"""Which distributions a decision is about: patterns of names, and a range of versions (PEP 440)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from scanner.model.names import normalized
from scanner.model.version import parsed

if TYPE_CHECKING:
    from collections.abc import Collection

    from packaging.specifiers import SpecifierSet

    from scanner.decided.document import Section
    from scanner.model.component import Component

KEYS: Final = ("distribution", "versions")
SHOWN: Final = 10
"""How many names are written out."""
_PATTERN: Final = re.compile(r"[^\s?\[\]]{1,200}")
"""Anything but what ``fnmatch`` takes for more than a name."""


@dataclass(frozen=True, slots=True)
class Distributions:
    """Those whose name fits one of the patterns, and whose version is in the range."""

    names: tuple[str, ...]
    """Normalized, with ``*`` for anything."""
    versions: str | None = None
    """Specifiers; None for any version, and for what has none."""

    def name(self, component: Component) -> bool:
        """Tell whether they have a component's name."""
        name = name_of(component)
        return any(fnmatchcase(name, pattern) for pattern in self.names)

    def have_version(self, component: Component) -> bool:
        """Tell whether a component's version is in the range; what is no version is in none."""
        if self.versions is None:
            return True
        version = parsed(component.version or "")
        return version is not None and specifiers(self.versions).contains(version, prereleases=True)

    def have(self, component: Component) -> bool:
        """Tell whether a component is one of them."""
        return self.name(component) and self.have_version(component)

    def __str__(self) -> str:
        return " ".join(filter(None, (", ".join(self.names), self.versions)))


def name_of(component: Component) -> str:
    """Return the name that decisions have for a component.

    It is the normalized one of what PyPI may have. Of all else it begins with the type of the
    package URL (``conda/openssl``, ``cargo/ring``), for names of several indexes are not the same.
    """
    ecosystem = component.ecosystem
    name = normalized(component.name)
    return name if ecosystem == "pypi" else f"{ecosystem}/{name}"


def distributions_of(section: Section) -> Distributions | None:
    """Return those that an entry of a file is about, if it names some.

    Raises:
        UnusableDecision: if that is no range of versions.

    """
    from packaging.specifiers import InvalidSpecifier

    names = tuple(_pattern(section, name) for name in section.texts("distribution"))
    versions = section.optional_text("versions")
    if versions is None:
        return Distributions(names) if names else None
    if not names:
        raise section.error("versions of which distribution?", "versions")
    try:
        specifiers(versions)
    except InvalidSpecifier as error:
        hint = f"; write =={versions}" if parsed(versions) else ""
        reason = f"{versions!r} is no range of versions{hint}"
        raise section.error(reason, "versions") from error
    return Distributions(names, versions)


def absent(decisions: str, unused: Collection[Distributions]) -> str:
    """Return a text on decisions about distributions that are not there."""
    names = {name for each in unused for name in each.names}
    return f"unused {decisions} ({len(unused)}): nothing here is called {listed(names)}"


def listed(names: Collection[str]) -> str:
    """Return the first of some names, in their order."""
    more = " …" if len(names) > SHOWN else ""
    return ", ".join(sorted(names)[:SHOWN]) + more


def _pattern(section: Section, name: str) -> str:
    if _PATTERN.fullmatch(name) is None:
        raise section.error(f"{name!r} is no name of a distribution", "distribution")
    return str(normalized(name))


@lru_cache(maxsize=4096)
def specifiers(text: str) -> SpecifierSet:
    """Return a range of versions."""
    from packaging.specifiers import SpecifierSet

    return SpecifierSet(text)
