"""What is kept of files whose whole contents are too much to keep, or of no use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """A function that is applied to a file while its layer is read, and the files it is for.

    What it returns is all that is kept, and what :meth:`layers.Tree.read` gives: the version in an
    interpreter's binary, say, and not the binary.
    """

    name: str
    version: int
    """Raised when it would return something else of the same content."""
    patterns: tuple[str, ...]
    """As for :class:`layers.claim.Claims`, which they are added to."""
    unless: tuple[str, ...] = ()
    """Files that somebody claims whole, among those of the patterns."""
    take: Callable[[bytes], bytes]
    """Never raises, whatever the content, and returns no more than is of use."""
