"""Versions of distributions, compared as PEP 440 orders them.

``packaging.specifiers`` is not used to compare: it leaves pre-releases out of ``<1.1``, where the
order of versions, and so the OSV format, has them in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from packaging.version import Version

PLAIN: Final = re.compile(r"\d{1,9}(?:\.\d{1,9}){0,9}", re.ASCII)
"""What most versions are, and what needs no library to be told."""


@lru_cache(maxsize=1 << 16)
def parsed(text: str) -> Version | None:
    """Return a version, or None for a text that is not one (PEP 440)."""
    try:
        return _scheme()(text)
    except ValueError:  # InvalidVersion is one, and so is a number of too many digits for int().
        return None


@cache
def _scheme() -> type[Version]:
    """Return the class of versions; to import it takes as long as to read one, each time."""
    from packaging.version import Version

    return Version


def is_version(text: str) -> bool:
    """Tell whether a text is a version (PEP 440)."""
    return PLAIN.fullmatch(text) is not None or parsed(text) is not None


@dataclass(frozen=True)
class InstalledVersion:
    """The version of a distribution, as it is compared with those that an advisory names."""

    text: str
    full: Version | None
    """None if the text is not a version."""
    public: Version | None
    """The version without its local segment (``+cu121``), which names a build of a release."""

    @classmethod
    def of(cls, text: str) -> InstalledVersion:
        """Read the version of a distribution."""
        full = parsed(text)
        public = full if full is None or full.local is None else parsed(full.public)
        return cls(text, full, public)

    @cached_property
    def public_text(self) -> str:
        """The version without its local segment, normalized; as it is, if it is none."""
        return self.text if self.public is None else str(self.public)

    @cached_property
    def is_prerelease(self) -> bool:
        """Whether it comes before a release."""
        return self.public is not None and self.public.is_prerelease

    def beside(self, bound: Version) -> Version:
        """Return what is compared with ``bound``: the local segment counts only if that has one.

        Only for a text that is a version.
        """
        version = self.full if bound.local else self.public
        assert version is not None, self.text
        return version
