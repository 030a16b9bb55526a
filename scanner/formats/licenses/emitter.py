"""The shape of an emitter of licence reports."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from scanner.licenses.report import LicenseReport

Emit: TypeAlias = Callable[[LicenseReport], Iterator[bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenseEmitter:
    """Writes a licence report in one format."""

    name: str
    media_type: str
    emit: Emit
    """Yields the document in pieces; equal reports give equal bytes."""
    is_binary: bool = False
    """Whether a terminal can do nothing with it."""
