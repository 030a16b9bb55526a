"""What can be wrong with a request, beyond the image itself (see :mod:`layers.errors`).

::

    ScannerError
    ├── MissingExtra            a package that only some commands need, and that is not installed
    ├── NotADirectory           an image, where a project or an environment of one is wanted
    ├── UnreadableAdvisories    an advisory index, or a source of one, that cannot be used
    ├── UnreadableDocument      a saved report that cannot be read
    ├── UnusableDecision        a line of curations, or of a licence policy, that cannot be followed
    └── UnwritableOutput        a place to which a report cannot be written
"""

from __future__ import annotations

import errno
from typing import Final

FULL: Final = frozenset((errno.ENOSPC, errno.EDQUOT))


class ScannerError(Exception):
    """Anything that keeps a report from being made."""

    passing = False
    """Whether it may be better the next time."""


class MissingExtra(ScannerError):
    """A package that only some commands need, and that is not installed."""

    def __init__(self, extra: str, package: str) -> None:
        super().__init__(extra, package)
        self.extra = extra
        self.package = package

    def __str__(self) -> str:
        return f"{self.package} is not installed: pip install 'lading[{self.extra}]'"


class NotADirectory(ScannerError):
    """An image, where a project or an environment of one is wanted."""

    def __init__(self, location: str) -> None:
        super().__init__(location)
        self.location = location

    def __str__(self) -> str:
        return f"{self.location}: an image has no environments beside it"


class UnreadableAdvisories(ScannerError):
    """An advisory index, or a source of one, that cannot be used."""

    def __init__(self, location: str, reason: str) -> None:
        super().__init__(location, reason)
        self.location = location
        self.reason = reason

    def __str__(self) -> str:
        return f"advisories {self.location}: {self.reason}"


class UnreadableDocument(ScannerError):
    """A saved report that cannot be read."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return f"saved report: {self.reason}"


class UnusableDecision(ScannerError):
    """A line of curations, or of a licence policy, that cannot be followed."""

    def __init__(self, location: str, line: int, reason: str) -> None:
        super().__init__(location, line, reason)
        self.location = location
        self.line = line
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.location}:{self.line}: {self.reason}"


class UnwritableOutput(ScannerError):
    """A place to which a report cannot be written."""

    def __init__(self, location: str, cause: OSError) -> None:
        super().__init__(location, cause)
        self.location = location
        self.reason = cause.strerror or str(cause)
        self.passing = is_full(cause)

    def __str__(self) -> str:
        return f"{self.location}: {self.reason}"


def is_full(error: OSError) -> bool:
    """Tell whether it is a lack of room that kept something from being written."""
    return error.errno in FULL
