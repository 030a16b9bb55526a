"""The shape of a feed: where facts are fetched, and how they are read, which are two things."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from scanner.model.project_status import ProjectStatus, YankedRelease
from scanner.model.threat import Exploitation, Probability

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO


@dataclass(frozen=True, slots=True)
class Dated:
    """Of which day a document says that it is, in ISO 8601."""

    date: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A record that is there and cannot be read; it is counted, and stops nothing."""

    name: str
    reason: str


Item: TypeAlias = (
    Mapping[str, object]
    | Exploitation
    | Probability
    | ProjectStatus
    | YankedRelease
    | Dated
    | Unreadable
)
"""What a feed has: a record in the OSV format is a mapping."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A source of facts."""

    name: str
    title: str
    """Of the source, as reports name it."""
    url: str
    """For people."""
    license: str
    parse: Callable[[BinaryIO], Iterator[Item]]
    """Reads what was fetched, and never raises."""
