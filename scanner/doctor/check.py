"""One thing that Lading works with, and how it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class State(Enum):
    """How something is."""

    FINE = "fine"
    ABSENT = "absent"
    """It is not there, and need not be."""
    BROKEN = "broken"
    """It is there, or is said to be, and cannot be used."""


@dataclass(frozen=True, slots=True)
class Check:
    """One line of an examination. There are no secrets in it."""

    topic: str
    name: str
    state: State
    told: str = ""
