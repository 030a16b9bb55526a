"""The shape of a feed: where facts are fetched, and how they are read, which are two things."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path
    from typing import BinaryIO

    from scanner.advisories.item import Item, Unreadable
    from scanner.advisories.transfer import Progress
    from scanner.advisories.web import Web


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a feed is asked for, and by what means."""

    web: Web
    server: str
    """Where the feed is: its own server, or a mirror."""
    directory: Path
    """For what is fetched; another process may have left a part of it there."""
    progress: Progress
    fingerprint: Mapping[str, str] = field(default_factory=dict)
    """Of what we have."""
    held: Mapping[str, str] = field(default_factory=dict)
    """When each record that we have was changed, by its identifier."""
    packages: tuple[tuple[str, str | None], ...] = ()
    """The names, and versions if they are known, that a feed about some packages is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What came of it."""

    date: str
    """The day of the copy, in ISO 8601."""
    path: Path | None = None
    """What to parse; None if it is all as we have it."""
    fingerprint: Mapping[str, str] = field(default_factory=dict)
    changed_only: bool = False
    """Whether the rest is as we have it, but for what is no longer ``listed``."""
    listed: frozenset[str] = frozenset()
    """The identifiers of all records."""
    failures: tuple[Unreadable, ...] = ()
    """What was asked for and not given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A source of facts."""

    name: str
    title: str
    """Of the source, as reports name it."""
    url: str
    """For people."""
    license: str
    server: str
    """Where it is fetched; a mirror has the same paths."""
    fetch: Callable[[Request], Fetched]
    """Raises FeedFailed, or OSError if what comes cannot be written."""
    parse: Callable[[BinaryIO], Iterator[Item]]
    """Reads what was fetched; raises UnreadableAdvisories if it is damaged as a whole."""
    needs_packages: bool = False
    """Whether it is about packages that have to be named, and so is asked only if it is named."""
