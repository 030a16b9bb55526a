"""Which of the files that a package manager lists have to do with Python.

A system has 100,000s of files. A few literals are looked for first, in whole lists, and only what
has one of them is looked at by itself.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from layers.path import text_of

if TYPE_CHECKING:
    from collections.abc import Iterable

PYTHON_FILE: Final = re.compile(
    rb"""(?:^|/|[ ]{2})(?:  # checksums have two spaces before a path
        (?:lib(?:32|64|exec)?|include)/(?:python|pypy)[^/]*/.  # standard libraries, and headers
        |(?:bin|libexec)/(?:platform-)?(?:python|pypy)[^/]*$
        |libp(?:ython|ypy)[^/]*$
        |[^/]*\.(?:(?:dist|egg)-info|egg)(?:/|$)
        |[^/]*\.whl$
    )""",
    re.DOTALL | re.VERBOSE,
)
MAX_LISTED_BYTES: Final = 64 << 20
"""Of the paths of one database: directories and names are listed apart, and may multiply."""


def may_have_python(text: bytes) -> bool:
    """Tell whether any path in ``text``, or with ``text`` in it, can be one that matters."""
    # One by one: there are hundreds of thousands of texts, and a loop takes four times as long.
    return (
        b"python" in text
        or b"pypy" in text
        or b"-packages/" in text
        or b"-info" in text
        or b".egg" in text
        or b".whl" in text
    )


def is_python_file(path: bytes) -> bool:
    """Tell whether a file matters: of a distribution, a standard library or an interpreter.

    A line's end behind its path changes nothing.
    """
    return (
        b"dist-packages/" in path
        or b"site-packages/" in path
        or PYTHON_FILE.search(path) is not None
    )


class PythonFiles:
    """Joins the directories and names of a database's files, and keeps the files that matter."""

    def __init__(self) -> None:
        self._left = MAX_LISTED_BYTES

    @property
    def are_too_many(self) -> bool:
        """Whether some were left out, for all together are too much."""
        return self._left < 0

    def among(
        self, files: Iterable[tuple[bytes, bool, bytes, str | None]]
    ) -> dict[str, str | None]:
        """Return the digests, where there are any, of those that matter, by path from the root.

        A file is a directory, whether that may have Python in it, a name, and a digest.
        """
        found = {}
        for directory, is_promising, name, digest in files:
            if not (is_promising or may_have_python(name)):
                continue
            path = directory + name
            self._left -= len(path)
            if self._left < 0:
                break
            if is_python_file(path):
                found[text_of(path.lstrip(b"/"))] = digest
        return found
