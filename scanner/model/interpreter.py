"""Interpreters: what runs the distributions of an environment."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scanner.model.names import advised_name

if TYPE_CHECKING:
    from scanner.model.component import Evidence
    from scanner.model.system_package import Owner

CPYTHON: Final = "CPython"
PYPY: Final = "PyPy"
GRAALPY: Final = "GraalPy"
END_OF_LIFE: Final = {
    "2.6": "2013-10-29",
    "2.7": "2020-01-01",
    "3.0": "2009-06-27",
    "3.1": "2012-04-09",
    "3.2": "2016-02-20",
    "3.3": "2017-09-29",
    "3.4": "2019-03-18",
    "3.5": "2020-09-30",
    "3.6": "2021-12-23",
    "3.7": "2023-06-27",
    "3.8": "2024-10-07",
    "3.9": "2025-10-31",
    "3.10": "2026-10-31",
    "3.11": "2027-10-31",
    "3.12": "2028-10-31",
    "3.13": "2029-10-31",
    "3.14": "2030-10-31",
    "3.15": "2031-10-31",
}
"""When branches of CPython get their last fix (https://devguide.python.org/versions/).

Where only a month is scheduled, its last day.
"""
CPYTHON_PACKAGE: Final = advised_name("generic", "python")
"""By which advisories on CPython itself are found."""
_BRANCH: Final = re.compile(r"\d+\.\d+", re.ASCII)
_EXACT: Final = re.compile(r"\d+\.\d+\.\d", re.ASCII)


def branch_of(version: str | None) -> str | None:
    """Return the first two numbers of a version: ``3.11`` of ``3.11.2``."""
    match = _BRANCH.match(version or "")
    return match and match[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Interpreter:
    """What looks for distributions in some directories."""

    path: str | None
    """The real path of its program, or of its library if it has none; None if neither is there."""
    implementation: str | None = None
    """``CPython``, ``PyPy`` or ``GraalPy``."""
    version: str | None = None
    """Of Python, as exactly as is known: ``3.11.2``, or only ``3.11``."""
    implementation_version: str | None = None
    """Of what implements it, where that has versions of its own, as PyPy has."""
    evidence: Evidence | None = None
    """Where the version is from."""
    is_free_threaded: bool = False
    """Built without the global lock (PEP 703)."""
    is_debug: bool = False
    is_externally_managed: bool = False
    """Whether pip is told to leave it to the operating system (PEP 668)."""
    site_directories: tuple[str, ...] = ()
    """In the order in which it searches them."""
    owner: Owner | None = None
    """The package of the operating system that it belongs to."""

    @property
    def branch(self) -> str | None:
        """The branch of its version: ``3.11``."""
        return branch_of(self.version)

    @property
    def release(self) -> tuple[str, str] | None:
        """What implements it and the version of that: ``pypy`` and ``7.3.11``, if it is known."""
        is_cpython = self.implementation == CPYTHON
        version = self.version if is_cpython else self.implementation_version
        name = "python" if is_cpython else (self.implementation or "").lower()
        return (name, version) if version else None

    @property
    def is_exact(self) -> bool:
        """Whether the patch level of its version is known."""
        return _EXACT.match(self.version or "") is not None

    @property
    def end_of_life(self) -> str | None:
        """The day (ISO 8601) on which its branch of CPython gets its last fix, if it is known."""
        return END_OF_LIFE.get(self.branch or "") if self.implementation == CPYTHON else None

    @property
    def name(self) -> str:
        """What to call it: ``CPython 3.13.1, free-threaded``."""
        flags = {"free-threaded": self.is_free_threaded, "debug": self.is_debug}
        name = " ".join(filter(None, (self.implementation or "Python", self.version)))
        if self.implementation_version:
            name += f" ({self.implementation_version})"
        return ", ".join((name, *(flag for flag, is_set in flags.items() if is_set)))
