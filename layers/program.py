"""Programs that may have an archive behind them, though their names do not say so.

A zip application begins with a line for the shell, a frozen one is a program of the machine, and
both have mostly names without a dot. An image has hundreds of those, and up to 10⁶ other files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from layers.limits import MIB

if TYPE_CHECKING:
    from layers.tar_run import Run

DOT: Final = ord(".")
EXECUTABLE: Final = 0o111
SCRIPT: Final = b"#!"
ZIP: Final = b"PK"
NATIVE: Final = (b"\x7fELF", b"MZ")
NATIVE_BYTES: Final = MIB
"""An application that has an interpreter in it, or a zip archive behind it, is larger."""


def is_program(name: bytes) -> bool:
    """Tell whether the name of a file, which may be empty, may be that of a program."""
    return DOT not in name and name != b""


def programs_in(run: Run) -> list[int]:
    """Return the indices of the programs in a run: of the executables with such names."""
    return [
        index
        for index, name in enumerate(run.names)
        if DOT not in name and name and run.mode_of(index) & EXECUTABLE
    ]


def may_be_archive(head: bytes, size: int) -> bool:
    """Tell whether a program of this size that begins so may have an archive behind it."""
    if head.startswith(NATIVE):
        return size >= NATIVE_BYTES
    return head.startswith((SCRIPT, ZIP))
