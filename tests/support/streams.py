"""Streams that behave as media do on a bad day."""

from __future__ import annotations

from layers.stream import MemoryStream


class Dripping:
    """A stream that gives a few bytes at a time."""

    def __init__(self, data: bytes, step: int) -> None:
        self._data = MemoryStream(data)
        self._step = step

    def read(self, size: int) -> bytes:
        return self._data.read(min(size, self._step))
