"""Versions in the programs and libraries of interpreters, without running them.

The version of CPython is a string of its own in its program or its ``libpython``, with a NUL on
either side. But where it also ends a longer string, the linker keeps only that: a prefix such as
``/root/.pyenv/versions/3.11.7`` is compiled in. Programs have other versions, too (of Unicode, of
libraries), so that one of them is told only by the branch that the name of the file has.

PyPy's program is small, and its library has all of ``sys.version``: Python's version, and its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

MAGICS: Final = (b"\x7fELF", b"MZ", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")
"""How programs begin: of Linux, of Windows, and of macOS for one or several processors."""
OWN, AFTER_PATH = MARKS = ("=", "/")
"""Before a version of PyPy, and before one at the end of a path."""
MAX_VERSIONS: Final = 32
MAX_CANDIDATES: Final = 1_000
"""Looked at for each major version; real programs have some ten."""
MAX_PREFIX_BYTES: Final = 4_096
# Beginning with a literal, they are searched for at some gigabytes a second.
_PATTERNS: Final = tuple(
    re.compile(rb"%d\.\d{1,2}\.\d{1,2}(?:(?:a|b|rc)\d{1,2})?\+?\x00" % major) for major in (3, 2)
)
_PYPY: Final = re.compile(rb"\n\[PyPy (\d{1,2}\.\d{1,2}\.\d{1,2})[ \]-]")
_OF_PYTHON: Final = re.compile(rb"(\d\.\d{1,2}\.\d{1,2}) \(")
MAX_BUILD_BYTES: Final = 200
"""What stands between the two versions of PyPy: revision and date."""


@dataclass(frozen=True, slots=True)
class ProgramVersions:
    """What may be the version of an interpreter, in the order in which it was found."""

    alone: tuple[str, ...] = ()
    """Strings of their own."""
    ending_path: tuple[str, ...] = ()
    """Ends of absolute paths."""
    of_pypy: str | None = None
    """Its own."""

    def of_branch(self, branch: str | None) -> str | None:
        """Return the version of a branch (``3.11``); without one, the only version there is."""
        for versions in (self.alone, self.ending_path):
            fitting = [each for each in versions if branch is None or each.startswith(f"{branch}.")]
            if fitting and (branch or len(set(versions)) == 1):
                return fitting[0]
        return None


def excerpt(data: bytes) -> bytes:
    """Return what a program has of versions, in a line; nothing of what is no program."""
    if not data.startswith(MAGICS):
        return b""
    versions = islice(dict.fromkeys(chain(_pypy_in(data), _versions_in(data))), MAX_VERSIONS)
    return b" ".join((b"program", *versions))


def parse_excerpt(data: bytes) -> ProgramVersions | None:
    """Read such a line; None if the file was no program."""
    first, *versions = data.decode("ascii", "replace").split(" ")
    if first != "program":
        return None
    return ProgramVersions(
        tuple(each for each in versions if each[:1] not in MARKS),
        tuple(each[1:] for each in versions if each.startswith(AFTER_PATH)),
        next((each[1:] for each in versions if each.startswith(OWN)), None),
    )


def _pypy_in(data: bytes) -> Iterator[bytes]:
    """Yield both versions of PyPy."""
    if match := _PYPY.search(data):
        begin = data.rfind(b"\x00", max(0, match.start() - MAX_BUILD_BYTES), match.start()) + 1
        if of_python := _OF_PYTHON.match(data, begin):
            yield of_python[1]
            yield OWN.encode() + match[1]


def _versions_in(data: bytes) -> Iterator[bytes]:
    """Yield each version, with a slash in front if it is the end of a path."""
    for pattern in _PATTERNS:
        for match in islice(pattern.finditer(data), MAX_CANDIDATES):
            start = match.start()
            version = match[0].rstrip(b"+\x00")
            before = data[start - 1 : start]
            if before == b"\x00":
                yield version
            elif before == b"/" and _begins_with_slash(data, start):
                yield b"/" + version


def _begins_with_slash(data: bytes, end: int) -> bool:
    """Tell whether the string that goes on at ``end`` is an absolute path."""
    nul = data.rfind(b"\x00", max(0, end - MAX_PREFIX_BYTES), end)
    return nul >= 0 and data[nul + 1 : nul + 2] == b"/"
