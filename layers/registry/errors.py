"""What can go wrong between us and a registry.

::

    LayersError
    └── RegistryError
        ├── InvalidConfiguration  a file of ours, of docker's or of podman's that is not well-formed
        ├── RegistryBlocked       an image that a file of podman's forbids
        ├── CredentialUnavailable a credential helper that fails
        ├── Unreachable           no connection, or one that breaks
        ├── RequestFailed         an answer with a status that is an error
        ├── InvalidResponse       an answer that breaks the specification
        ├── ConstantlyChanged     a tag that others write whenever we do
        ├── AddressRefused        an address of a redirect or a realm that we do not go to
        └── TooSlow               a registry that drips

None holds a secret: neither in its message nor in its attributes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from layers.errors import LayersError

if TYPE_CHECKING:
    from collections.abc import Sequence

MEANINGS = {
    401: "unauthorized; log in with docker or podman, or check the credential",
    403: "forbidden",
    404: "not found",
    405: "not allowed here",
    413: "too large for the registry",
    429: "too many requests",
    500: "the registry fails",
    502: "the registry fails",
    503: "the registry is not available",
    504: "the registry fails",
}


PASSING = frozenset((429, 500, 502, 503, 504))
"""Statuses that may be others the next time."""


class RegistryError(LayersError):
    """Anything that keeps us from getting something from a registry."""


class InvalidConfiguration(RegistryError):
    """A file that says how to talk to registries, and cannot be understood."""

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(file, reason)
        self.file = file
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.file}: {self.reason}"


class RegistryBlocked(RegistryError):
    """An image that must not be read, as whoever runs this machine says."""

    def __init__(self, file: str, prefix: str) -> None:
        super().__init__(file, prefix)
        self.file = file
        self.prefix = prefix

    def __str__(self) -> str:
        return f"{self.prefix}: blocked by {self.file}"


class CredentialUnavailable(RegistryError):
    """A credential helper that gives neither a credential nor says that there is none."""

    def __init__(self, program: str, reason: str) -> None:
        super().__init__(program, reason)
        self.program = program
        self.reason = reason

    def __str__(self) -> str:
        return f"credential helper {self.program}: {self.reason}"


class Unreachable(RegistryError):
    """A host that we get no answer from, or not all of it."""

    def __init__(self, host: str, reason: str, *, passing: bool = True) -> None:
        super().__init__(host, reason)
        self.host = host
        self.reason = reason
        self.passing = passing

    def __str__(self) -> str:
        return f"{self.host}: {self.reason}"


class RequestFailed(RegistryError):
    """An answer whose status is an error."""

    def __init__(self, host: str, path: str, status: int, codes: Sequence[str] = ()) -> None:
        super().__init__(host, path, status, codes)
        self.host = host
        self.path = path
        self.status = status
        self.codes = tuple(codes)
        """Those of the distribution specification that the answer names."""
        self.passing = status in PASSING

    def __str__(self) -> str:
        meaning = MEANINGS.get(self.status, "")
        named = f" {', '.join(self.codes)}" if self.codes else ""
        why = f" ({meaning})" if meaning else ""
        return f"{self.host}{self.path}: status {self.status}{named}{why}"


class InvalidResponse(RegistryError):
    """An answer that no registry that keeps to the specification gives."""

    def __init__(self, host: str, reason: str) -> None:
        super().__init__(host, reason)
        self.host = host
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.host}: {self.reason}"


class ConstantlyChanged(RegistryError):
    """A tag that is something else than we wrote, however often we write it."""

    passing = True

    def __init__(self, host: str, tag: str) -> None:
        super().__init__(host, tag)
        self.host = host
        self.tag = tag

    def __str__(self) -> str:
        return f"{self.host}: others write the tag {self.tag} at the same time; it is not changed"


class AddressRefused(RegistryError):
    """An address that a registry names, and that we do not go to."""

    def __init__(self, host: str, target: str, reason: str) -> None:
        super().__init__(host, target, reason)
        self.host = host
        """Who names it."""
        self.target = target
        """The host there."""
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.host} refers us to {self.target}: {self.reason}"


class TooSlow(RegistryError):
    """A host that sends, but so slowly that we do not wait for the end."""

    passing = True

    def __init__(self, host: str, seconds: float) -> None:
        super().__init__(host, seconds)
        self.host = host
        self.seconds = seconds

    def __str__(self) -> str:
        return f"{self.host}: not all was sent within {self.seconds:.0f} s"
