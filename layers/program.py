"""Files that may be programs with an archive behind them, whatever they are called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from layers.tar_run import Run

DOT: Final = ord(".")
EXECUTABLE: Final = 0o111


def is_program(name: bytes) -> bool:
    """Tell whether a file may be a program by its name: those of most have no dot."""
    return DOT not in name and name != b""


def programs_in(run: Run) -> list[int]:
    """Return the indices of the executables in a run whose names are those of programs."""
    return [
        index
        for index, name in enumerate(run.names)
        if DOT not in name and name and run.mode_of(index) & EXECUTABLE
    ]
