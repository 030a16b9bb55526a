"""What can be wrong with a request, beyond the image itself (see :mod:`layers.errors`).

::

    ScannerError
    ├── InvalidQuery            a question to the advisories that has no answer
    ├── MissingExtra            a package that only some commands need, and that is not installed
    ├── NotADirectory           an image, where a project or an environment of one is wanted
    ├── ResolverFailed          a program that does not tell which versions requirements come to
    ├── UnreadableAdvisories    an advisory index, or a source of one, that cannot be used
    ├── FeedFailed              a source of advisories that gives nothing that can be used
    ├── UpdateRunning           an index that somebody else changes at this moment
    ├── UnreadableDocument      an SBOM or a saved report that cannot be read
    ├── UnusableSbom            a document that is to be attached to an image, and is no SBOM
    ├── UnusableKey             a key that cannot be signed or verified with
    ├── UntrustedAttestation    something that is attached to an image, and proves nothing
    ├── NoWorkflowRun           a document on a job of GitHub Actions, where none runs
    ├── NothingAttached         an image without an SBOM of the wanted kind
    ├── UnusableConfiguration   a configuration file that cannot be followed
    ├── UnusableDecision        a line of a file of decisions that cannot be followed
    ├── UnusableReleases        a list of releases that is none
    ├── UnusableTemplate        a template of the user that cannot be followed
    └── UnwritableOutput        a place to which a report cannot be written
"""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

FULL: Final = frozenset((errno.ENOSPC, errno.EDQUOT))


class ScannerError(Exception):
    """Anything that keeps a report from being made."""

    passing = False
    """Whether it may be better the next time."""


class InvalidQuery(ScannerError):
    """A question to the advisories that has no answer."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return self.reason


class MissingExtra(ScannerError):
    """A package that is not installed, for only some commands need it: it is part of an extra."""

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
        return f"{self.location}: an image has neither environments beside it nor files to choose"


class ResolverFailed(ScannerError):
    """A program that does not tell which versions requirements come to."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return self.reason


class UnreadableAdvisories(ScannerError):
    """An advisory index, or a source of one, that cannot be used."""

    def __init__(self, location: str, reason: str) -> None:
        super().__init__(location, reason)
        self.location = location
        self.reason = reason

    def __str__(self) -> str:
        return f"advisories {self.location}: {self.reason}"


class FeedFailed(ScannerError):
    """A source of advisories that gives nothing that can be used."""

    def __init__(
        self, place: str, reason: str, *, passing: bool = False, absent: bool = False
    ) -> None:
        from layers.registry.address import redacted

        place = redacted(place)
        super().__init__(place, reason)
        self.place = place
        self.reason = reason
        self.passing = passing
        self.absent = absent
        """Whether its server says that it has no such thing."""

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"


class UpdateRunning(ScannerError):
    """An index that somebody else changes at this moment."""

    passing = True

    def __init__(self, location: str) -> None:
        super().__init__(location)
        self.location = location

    def __str__(self) -> str:
        return f"advisories {self.location}: another update is running"


class UnreadableDocument(ScannerError):
    """A document, as an SBOM or a saved report, that cannot be read."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return self.reason


class UnusableSbom(ScannerError):
    """A document that is to be attached to an image, and is no SBOM."""

    def __init__(self, location: str, reason: str) -> None:
        super().__init__(location, reason)
        self.location = location
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.location}: {self.reason}"


class UnusableKey(ScannerError):
    """A key that cannot be signed or verified with."""

    def __init__(self, location: str, reason: str) -> None:
        super().__init__(location, reason)
        self.location = location
        self.reason = reason

    def __str__(self) -> str:
        return f"key {self.location}: {self.reason}"


class UntrustedAttestation(ScannerError):
    """Something that is attached to an image, and proves nothing."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return self.reason


class NoWorkflowRun(ScannerError):
    """A document that has to tell which job of GitHub Actions makes it, and nothing tells that."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return f"a snapshot is of a job of GitHub Actions: {self.reason}"


class NothingAttached(ScannerError):
    """An image without an SBOM of the wanted kind."""

    def __init__(self, image: str, wanted: str, refused: Sequence[str] = ()) -> None:
        super().__init__(image, wanted, refused)
        self.image = image
        self.wanted = wanted
        self.refused = tuple(refused)
        """What is wrong with those that there are."""

    def __str__(self) -> str:
        reasons = f" ({'; '.join(self.refused)})" if self.refused else ""
        return f"{self.image}: no {self.wanted} is attached to it{reasons}"


class UnusableConfiguration(ScannerError):
    """A configuration file, or a line of one, that cannot be followed."""

    def __init__(self, origin: str, reason: str) -> None:
        super().__init__(origin, reason)
        self.origin = origin
        """The file, and the line where it is known."""
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.origin}: {self.reason}"


class UnusableDecision(ScannerError):
    """A line of a file of decisions (rules, VEX, curations, policies) that cannot be followed."""

    def __init__(self, location: str, line: int, reason: str) -> None:
        super().__init__(location, line, reason)
        self.location = location
        self.line = line
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.location}:{self.line}: {self.reason}"


class UnusableReleases(ScannerError):
    """A list of releases that is none."""

    def __init__(self, location: str, reason: str) -> None:
        super().__init__(location, reason)
        self.location = location
        self.reason = reason

    def __str__(self) -> str:
        return f"releases {self.location}: {self.reason}"


class UnusableTemplate(ScannerError):
    """A template of the user that cannot be followed."""

    def __init__(self, location: str, reason: str) -> None:
        super().__init__(location, reason)
        self.location = location
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.location}: {self.reason}"


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
