"""The shape of an emitter of licence reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scanner.licenses.report import LicenseReport


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenseEmitter:
    """Writes a licence report in one format."""

    name: str
    media_type: str
    emit: Callable[[LicenseReport], Iterator[bytes]]
    """Yields the document in pieces; equal reports give equal bytes."""
    is_binary: bool = False
    """Whether a terminal can do nothing with it."""
