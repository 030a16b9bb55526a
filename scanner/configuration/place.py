"""Where configuration files are: the user's, and the project's.

The project is the repository around the working directory. Outside of one, only the working
directory itself counts: in a directory above it, as ``/tmp``, anybody may have put a file. Nowhere
does it matter what is scanned: who stands in a repository follows it, and who names it does not.
"""

from __future__ import annotations

from os.path import exists, isfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FILE_NAME: Final = "lading.toml"
PROJECT_FILE_NAME: Final = "pyproject.toml"
"""Whose table ``[tool.lading]`` is the same as a file of our own."""
ROOT_MARK: Final = ".git"
"""What the root of a repository has: a directory, or a file in a worktree."""


def user_file(variables: Mapping[str, str]) -> Path | None:
    """Return where the user's file is, if it is there (XDG Base Directory Specification)."""
    home = Path(variables.get("XDG_CONFIG_HOME", ""))
    if not home.is_absolute():  # such a value is to be ignored
        if not variables.get("HOME"):
            return None
        home = Path(variables["HOME"]) / ".config"
    return home / "lading" / FILE_NAME


def project_files(directory: Path) -> Iterator[Path]:
    """Yield the files that may be the project's, the nearest first."""
    for folder in _folders(directory):
        for name in (FILE_NAME, PROJECT_FILE_NAME):
            if isfile(folder / name):  # noqa: PTH113 - see _folders
                yield folder / name


def _folders(directory: Path) -> list[Path]:
    # Directories above may be ones that we must not search; pathlib would raise.
    folders = []
    for folder in (directory, *directory.parents):
        folders.append(folder)
        if exists(folder / ROOT_MARK):  # noqa: PTH110
            return folders
    return [directory]
