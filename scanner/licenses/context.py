"""What becomes of an image: on that depends what its licences ask for."""

from __future__ import annotations

from enum import Enum


class Context(Enum):
    """Who gets to use it."""

    INTERNAL = "internal"
    """Nobody outside of the organisation."""
    SERVICE = "service"
    """Others, over a network."""
    SHIPPED = "shipped"
    """Others, who are given a copy."""
