"""Environments: where an interpreter looks for distributions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from scanner.model.interpreter import CPYTHON, PYPY

if TYPE_CHECKING:
    from scanner.model.interpreter import Interpreter

SITE_NAMES: Final = frozenset(("site-packages", "dist-packages"))
"""What directories are called that distributions are installed in."""
VENDORING_NAME: Final = "_vendor"
"""What the directory of a package is called that has copies of other distributions."""
PYPACKAGES: Final = "__pypackages__"
"""What a project's own directory of distributions is called (PEP 582)."""
_SCHEME: Final = re.compile(
    r"(?P<prefix>.*?/)??"
    r"(?:local/(?=lib/python\d\.\d+/dist-packages$))?"
    r"(?:lib(?:32|64|exec)?/(?P<implementation>python|pypy)(?P<version>\d+(?:\.\d+)?)?(?P<free>t)?/"
    r"(?:site|dist)-packages|Lib/site-packages)",
    re.ASCII | re.DOTALL,
)
"""The paths of ``sysconfig``'s installation schemes.

``dist-packages`` is Debian's, whose interpreter has its prefix in ``/usr`` and looks below
``/usr/local``, too. An interpreter of another origin in ``/usr/local`` has ``site-packages``.
"""
_PYPACKAGES: Final = re.compile(
    rf"(?P<prefix>(?:.*/)?{PYPACKAGES}/(?P<version>\d+\.\d+))/lib", re.ASCII | re.DOTALL
)
_IMPLEMENTATIONS: Final = {"python": CPYTHON, "pypy": PYPY}


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """A place in which distributions are installed."""

    path: str
    """Its prefix (``sys.prefix``), or the directory itself if that is all there is."""
    kind: str
    """How it is laid out.

    ``virtual-environment``, ``conda``, ``prefix`` (of an interpreter), ``user`` (``~/.local``),
    ``pypackages`` (PEP 582), ``python-path`` (a directory in the image's ``PYTHONPATH``), ``cache``
    (of an installer), ``archive``, ``project`` (what manifests declare) or ``directory``.
    """
    site_directories: tuple[str, ...] = ()
    """In the order in which its interpreters search them."""
    interpreters: tuple[Interpreter, ...] = ()
    """Those that look there; first the one that is called ``python3``, and then the newest."""
    creator: str | None = None
    """What made a virtual environment: ``venv``, ``virtualenv 20.26.6``, ``uv 0.5.1``, ``pipx``."""
    home: str | None = None
    """Where the interpreter of a virtual environment is, as its configuration has it."""
    base: str | None = None
    """The environment, by its path, that this interpreter belongs to; None if it is not there."""
    project: str | None = None
    """The environment, by its path, of the project that it is for; None if nothing tells one."""
    sees_base: bool = False
    """Whether what is installed in the base can be imported, too."""

    @property
    def implementation(self) -> str | None:
        """That of its first interpreter."""
        return self.interpreters[0].implementation if self.interpreters else None

    @property
    def python_version(self) -> str | None:
        """That of its first interpreter, as exactly as is known."""
        return self.interpreters[0].version if self.interpreters else None


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
    is_free_threaded: bool = False

    @classmethod
    def of(cls, path: str) -> SiteDirectory:
        """Read the path of a directory."""
        if local := _PYPACKAGES.fullmatch(path):
            return cls(path, local["prefix"], is_standard=True, python_version=local["version"])
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
            is_free_threaded=match["free"] is not None,
        )

    @classmethod
    def holding(cls, path: str) -> SiteDirectory:
        """Return the site directory that a file or directory at ``path`` is in, at any depth.

        Without one that is called so, it is the directory right above: one can install anywhere.
        Copies in a package's ``_vendor`` belong to where the package is.
        """
        parents = path.split("/")[:-1]
        depth = max((at for at, name in enumerate(parents, 1) if name in SITE_NAMES), default=None)
        if depth is None and PYPACKAGES in parents:
            local = parents.index(PYPACKAGES) + 3
            depth = local if _PYPACKAGES.fullmatch("/".join(parents[:local])) else None
        if depth is None and VENDORING_NAME in parents[1:]:
            depth = parents.index(VENDORING_NAME, 1) - 1
        return _site("/".join(parents[:depth]))

    @property
    def rank(self) -> tuple[bool, bool, bool, bool, str]:
        """Sorts the directories of one interpreter as it searches them (``site``)."""
        is_debian = self.path.endswith("/dist-packages")
        return (
            not is_debian,
            not (is_debian and "/local/lib/" in f"/{self.path}"),
            self.python_version is not None,
            "/lib64/" not in f"/{self.path}",
            self.path,
        )


@lru_cache(maxsize=1024)
def _site(path: str) -> SiteDirectory:
    """Return what the path of a directory tells, which hundreds of distributions may share."""
    return SiteDirectory.of(path)
