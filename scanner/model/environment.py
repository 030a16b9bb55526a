"""Environments: where an interpreter looks for distributions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

SITE_NAMES: Final = frozenset(("site-packages", "dist-packages"))
"""What directories are called that distributions are installed in."""
VENDORING_NAME: Final = "_vendor"
"""What the directory of a package is called that has copies of other distributions."""
_SCHEME: Final = re.compile(
    r"(?P<prefix>.*?/)?"
    r"(?:lib(?:32|64|exec)?/(?P<implementation>python|pypy)(?P<version>\d+(?:\.\d+)?)?t?|Lib)/"
    r"(?:site|dist)-packages",
    re.ASCII | re.DOTALL,
)
"""The paths of ``sysconfig``'s installation schemes."""
_IMPLEMENTATIONS: Final = {"python": "CPython", "pypy": "PyPy"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """A place in which distributions are installed for one interpreter."""

    path: str
    """Its prefix (``sys.prefix``), or the directory itself if that is all there is."""
    kind: str
    """``virtual-environment``, ``prefix`` or ``directory``."""
    site_directories: tuple[str, ...]
    implementation: str | None = None
    python_version: str | None = None
    """As exactly as is known."""


@dataclass(frozen=True, slots=True, order=True)
class SiteDirectory:
    """A directory that distributions are installed in, and what its path tells."""

    path: str
    prefix: str
    """The path of the environment that it is part of."""
    is_standard: bool
    """Whether an interpreter looks there by itself."""
    implementation: str | None = None
    python_version: str | None = None

    @classmethod
    def of(cls, path: str) -> SiteDirectory:
        """Read the path of a directory."""
        match = _SCHEME.fullmatch(path)
        if match is None:
            return cls(path, path, is_standard=False)
        version = match["version"]
        return cls(
            path=path,
            prefix=(match["prefix"] or "").rstrip("/"),
            is_standard=True,
            implementation=_IMPLEMENTATIONS.get(match["implementation"] or "python"),
            python_version=version if version and "." in version else None,
        )

    @classmethod
    def holding(cls, path: str) -> SiteDirectory:
        """Return the site directory that a file or directory at ``path`` is in, at any depth.

        Without one that is called so, it is the directory right above: one can install anywhere.
        Copies in a package's ``_vendor`` belong to where the package is.
        """
        parents = path.split("/")[:-1]
        depth = max((at for at, name in enumerate(parents, 1) if name in SITE_NAMES), default=None)
        if depth is None and VENDORING_NAME in parents[1:]:
            depth = parents.index(VENDORING_NAME, 1) - 1
        return cls.of("/".join(parents[:depth]))
