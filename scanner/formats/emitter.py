"""The shape of an emitter."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from scanner.model.report import Report

Emit: TypeAlias = Callable[[Report], Iterator[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Emitter:
    """Writes a report in one format."""

    name: str
    media_type: str
    emit: Emit
    """Yields the document in pieces; equal reports give equal bytes."""
