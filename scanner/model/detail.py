"""What an advisory says to people, beyond the facts that a version is compared with."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reference:
    """A page about a vulnerability."""

    kind: str
    """As the OSV format has it: ``ADVISORY``, ``FIX``, ``WEB`` …"""
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """The prose of a record, and where there is more. All of it is somebody else's text."""

    id: str
    summary: str | None = None
    details: str | None = None
    """Longer, in Markdown."""
    references: tuple[Reference, ...] = ()
    cwes: tuple[str, ...] = ()
    """The kinds of weakness, as ``CWE-79``."""
