"""How far a scan has come, on a terminal and nowhere else."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from layers.image import Progress, Silent

if TYPE_CHECKING:
    from rich.progress import Progress as Display
    from rich.progress import TaskID


@contextmanager
def shown_progress(quiet: bool) -> Iterator[Progress]:
    """Give something to report progress to; what it shows is gone at the end."""
    if quiet or not sys.stderr.isatty():
        yield Silent()
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, TextColumn
    from rich.progress import Progress as Display

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
    with Display(*columns, console=Console(stderr=True), transient=True) as display:
        yield _Shown(display)


class _Shown:
    """Layers read, and bytes of bytes."""

    def __init__(self, display: Display) -> None:
        self._display = display
        self._task: TaskID | None = None
        self._layers = 0
        self._done = 0

    def begin(self, layers: int, size: int) -> None:
        self._layers, self._done = layers, 0
        if self._task is not None:
            self._display.remove_task(self._task)
        self._task = self._display.add_task(self._description(), total=size or None)

    def advance(self, size: int) -> None:
        if self._task is not None:
            self._display.advance(self._task, size)

    def end_layer(self) -> None:
        self._done += 1
        if self._task is not None:
            self._display.update(self._task, description=self._description())

    def _description(self) -> str:
        return f"layers {self._done}/{self._layers}"
