"""The shape of a drawing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scanner.graph.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """What is said of each requirement besides that it is one."""

    extras: bool = False
    markers: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A form that a graph can be written in."""

    name: str
    draw: Callable[[View, Detail], Iterator[str]]
    """Yields lines."""
    is_safe: bool = False
    """Whether nothing of what it writes can act on a terminal."""
