"""How far a download has come, for whoever wants to show it."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Is told how far it has come."""

    def begin(self, name: str, size: int) -> None:
        """Tell what is fetched, and how many bytes that are; 0 if nobody knows."""

    def advance(self, size: int) -> None:
        """Tell that more bytes have arrived."""


class Silent:
    """Progress that nobody looks at."""

    def begin(self, name: str, size: int) -> None: ...
    def advance(self, size: int) -> None: ...
