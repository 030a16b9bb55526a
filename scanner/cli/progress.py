"""How far a scan has come, on a terminal and nowhere else."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from layers.image import Progress, Silent
from scanner.advisories.transfer import Progress as Download
from scanner.advisories.transfer import Silent as SilentDownload
from scanner.cli.color import console

if TYPE_CHECKING:
    from rich.progress import Progress as Display
    from rich.progress import TaskID


@contextmanager
def shown_progress(quiet: bool) -> Iterator[Progress]:
    """Give something to report progress to; what it shows is gone at the end."""
    if quiet or not sys.stderr.isatty():
        yield Silent()
        return
    with _display() as display:
        yield _Shown(display)


@contextmanager
def shown_download(quiet: bool) -> Iterator[Download]:
    """Give something to report the progress of downloads to; what it shows is gone at the end."""
    if quiet or not sys.stderr.isatty():
        yield SilentDownload()
        return
    with _display() as display:
        yield _ShownDownload(display)


def _display() -> Display:
    from rich.progress import BarColumn, DownloadColumn, TextColumn
    from rich.progress import Progress as Display

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
    return Display(*columns, console=console(sys.stderr), transient=True)


class _ShownDownload:
    """What is fetched, and bytes of bytes."""

    def __init__(self, display: Display) -> None:
        self._display = display
        self._task: TaskID | None = None

    def begin(self, name: str, size: int) -> None:
        if self._task is not None:
            self._display.remove_task(self._task)
        self._task = self._display.add_task(name, total=size or None)

    def advance(self, size: int) -> None:
        if self._task is not None:
            self._display.advance(self._task, size)


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
