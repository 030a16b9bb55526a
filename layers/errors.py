"""What can be wrong with an image.

::

    LayersError
    ├── InvalidDigest       text that is no digest
    ├── InvalidReference    text that is no image reference
    ├── InvalidPlatform     text that is no platform
    ├── UnreadableImage     a location that holds no image we can read
    │   ├── SeveralImages   a location that holds several, of which one must be chosen
    │   └── NotAnImage      a location that holds something else, and nothing is wrong with that
    ├── InvalidManifest     a manifest, index or config that breaks its specification
    ├── PlatformNotFound    an index without the wanted platform
    ├── UnreadableLayer     one layer that cannot be read to its end; the cause is one of these:
    ├── CorruptStream       bytes that are not what their format promises
    ├── DigestMismatch      bytes that are not those that were asked for
    ├── SizeMismatch        fewer or more bytes than the descriptor says
    ├── LimitExceeded       input that is larger than a limit allows
    └── UnreadableFile      one file of a tree whose content cannot be had

Each carries its facts as attributes, and says them in one line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class LayersError(Exception):
    """Anything that keeps an image from being read."""

    passing = False
    """Whether it may be better the next time."""


class InvalidDigest(LayersError):
    """A text that is not ``sha256:<64 hex digits>`` or ``sha512:<128 hex digits>``."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text

    def __str__(self) -> str:
        return f"not a digest we can verify: {self.text[:100]!r}"


class InvalidReference(LayersError):
    """A text that is not ``[registry/]repository[:tag][@digest]``."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text

    def __str__(self) -> str:
        return f"not an image reference: {self.text[:300]!r}"


class InvalidPlatform(LayersError):
    """A text that is not ``os/architecture[/variant]``."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text

    def __str__(self) -> str:
        return f"not a platform: {self.text!r}; write os/architecture[/variant], as linux/arm64/v8"


class UnreadableImage(LayersError):
    """A location at which there is nothing that can be read as an image."""

    def __init__(self, location: str, reason: str) -> None:
        super().__init__(location, reason)
        self.location = location
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.location or 'an empty name'}: {self.reason}"


class SeveralImages(UnreadableImage):
    """A location at which there are several images."""

    def __init__(self, location: str, names: Sequence[str]) -> None:
        super().__init__(
            location, f"several images; choose one with --image: {', '.join(sorted(names))}"
        )
        self.args = location, names
        self.names = tuple(sorted(names))
        """Each means another one of them, to whoever opens the location again."""


class NotAnImage(UnreadableImage):
    """A location at which there is an artifact: a Helm chart, a signature, an SBOM."""

    def __init__(self, location: str, kind: str) -> None:
        super().__init__(location, f"not an image, but an artifact of type {kind}")
        self.args = location, kind
        self.kind = kind


class InvalidManifest(LayersError):
    """A manifest, index or config that breaks its specification."""

    def __init__(self, document: str, reason: str) -> None:
        super().__init__(document, reason)
        self.document = document
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.document}: {self.reason}"


class PlatformNotFound(LayersError):
    """An index that has no image for the wanted platform."""

    def __init__(self, wanted: str, available: Sequence[str]) -> None:
        super().__init__(wanted, available)
        self.wanted = wanted
        self.available = tuple(available)

    def __str__(self) -> str:
        return (
            f"no image for platform {self.wanted}; "
            f"choose one with --platform: {', '.join(self.available) or 'there is none'}"
        )


class UnreadableLayer(LayersError):
    """A layer whose bytes cannot be read to the end; nothing of it is used."""

    def __init__(self, layer: str, reason: str) -> None:
        super().__init__(layer, reason)
        self.layer = layer
        self.reason = reason

    def __str__(self) -> str:
        return f"layer {self.layer}: {self.reason}"


class CorruptStream(LayersError):
    """Bytes that are not what their format (tar, gzip, zstd) promises."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return self.reason


class DigestMismatch(LayersError):
    """Bytes whose digest is not the one that was asked for."""

    def __init__(self, expected: str, actual: str) -> None:
        super().__init__(expected, actual)
        self.expected = expected
        self.actual = actual

    def __str__(self) -> str:
        return f"digest mismatch: expected {self.expected}, the bytes have {self.actual}"


class SizeMismatch(LayersError):
    """Fewer or more bytes than the descriptor says."""

    def __init__(self, expected: int, actual: int) -> None:
        super().__init__(expected, actual)
        self.expected = expected
        self.actual = actual

    def __str__(self) -> str:
        if self.actual > self.expected:
            return f"size mismatch: expected {self.expected} bytes, there are more"
        return f"truncated: expected {self.expected} bytes, there are {self.actual}"


class LimitExceeded(LayersError):
    """Input that is larger than a limit allows."""

    def __init__(self, limit: str, allowed: int) -> None:
        super().__init__(limit, allowed)
        self.limit = limit
        """The name of the field of :class:`layers.limits.Limits`."""
        self.allowed = allowed

    def __str__(self) -> str:
        return f"limit {self.limit} of {self.allowed:,} exceeded"


class UnreadableFile(LayersError):
    """One file of a tree whose content cannot be had."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        return self.reason
