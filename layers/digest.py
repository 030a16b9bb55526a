"""Content digests of the OCI image specification, and reading that verifies them."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from layers.errors import DigestMismatch, InvalidDigest, SizeMismatch

if TYPE_CHECKING:
    from layers.stream import Stream

PATTERN = re.compile(r"(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Digest:
    """An algorithm and its lower-case hexadecimal value, safe in any URL or path."""

    algorithm: str
    hex: str

    @classmethod
    def parse(cls, text: str) -> Digest:
        """Read ``algorithm:hex``.

        Raises:
            InvalidDigest: for anything but a well-formed SHA-256 or SHA-512.

        """
        if not PATTERN.fullmatch(text):
            raise InvalidDigest(text)
        algorithm, _, value = text.partition(":")
        return cls(algorithm, value)

    @classmethod
    def of(cls, data: bytes) -> Digest:
        """Return the SHA-256 of ``data``."""
        return cls("sha256", hashlib.sha256(data).hexdigest())

    def check(self, data: bytes) -> None:
        """Raise DigestMismatch unless this is the digest of ``data``."""
        check_digest(self, Digest(self.algorithm, hashlib.new(self.algorithm, data).hexdigest()))

    def __str__(self) -> str:
        return f"{self.algorithm}:{self.hex}"


class HashedStream:
    """A stream that knows the digest of what was read of it."""

    def __init__(self, stream: Stream, algorithm: str = "sha256") -> None:
        self._stream = stream
        self._algorithm = algorithm
        self._hash = hashlib.new(algorithm)
        self.size = 0

    def read(self, size: int) -> bytes:
        data = self._stream.read(size)
        self._hash.update(data)
        self.size += len(data)
        return data

    def digest(self) -> Digest:
        """Return the digest of what was read so far."""
        return Digest(self._algorithm, self._hash.hexdigest())


class VerifiedStream:
    """A stream that raises at its end, or at the first byte too many, if it is not as described.

    What was read before the end is not verified yet: use it only after the end has been read.

    Raises, while reading:
        SizeMismatch, DigestMismatch: see there.

    """

    def __init__(self, stream: Stream, digest: Digest, size: int | None = None) -> None:
        self._stream = HashedStream(stream, digest.algorithm)
        self._digest = digest
        self._size = size

    def read(self, size: int) -> bytes:
        data = self._stream.read(size)
        if self._size is not None and (not data or self._stream.size > self._size):
            check_size(self._size, self._stream.size)
        if not data:
            check_digest(self._digest, self._stream.digest())
        return data


def check_size(expected: int, actual: int) -> None:
    """Raise SizeMismatch unless two sizes are equal."""
    if expected != actual:
        raise SizeMismatch(expected, actual)


def check_digest(expected: Digest, actual: Digest) -> None:
    """Raise DigestMismatch unless two digests are equal."""
    if expected != actual:
        raise DigestMismatch(str(expected), str(actual))
