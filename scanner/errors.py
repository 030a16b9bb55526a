"""What can be wrong with a request, beyond the image itself (see :mod:`layers.errors`).

::

    ScannerError
    ├── UnreadableAdvisories    an advisory index, or a source of one, that cannot be used
    └── UnwritableOutput        a place to which a report cannot be written
"""

from __future__ import annotations


class ScannerError(Exception):
    """Anything that keeps a report from being made."""


class UnreadableAdvisories(ScannerError):
    """An advisory index, or a source of one, that cannot be used."""

    def __init__(self, location: str, reason: str) -> None:
        super().__init__(location, reason)
        self.location = location
        self.reason = reason

    def __str__(self) -> str:
        return f"advisories {self.location}: {self.reason}"


class UnwritableOutput(ScannerError):
    """A place to which a report cannot be written."""

    def __init__(self, location: str, reason: str) -> None:
        super().__init__(location, reason)
        self.location = location
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.location}: {self.reason}"
