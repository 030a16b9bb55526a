"""How a layer that was unpacked for overlayfs says what it removes (Documentation/filesystems).

A whiteout is a character device of number 0:0, and a directory that hides what is below it has an
extended attribute. Where nobody may make devices, as below fuse-overlayfs, both are files as in a
layer's tar stream. Attributes in the namespace ``trusted`` are hidden from all but root.
"""

from __future__ import annotations

import errno
import os
import stat
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from layers import whiteout
from layers.note import Note
from layers.path import text_of

if TYPE_CHECKING:
    from layers.snapshot import Snapshot

NAMESPACES: Final = ("trusted.overlay", "user.overlay", "user.fuseoverlayfs")
OPAQUE: Final = b"y"
CAP_SYS_ADMIN: Final = 1 << 21
"""The right to see the attributes of ``trusted``, which otherwise seem not to be there."""


class Marks:
    """What a directory removes from those below it, gathered while someone walks it."""

    def __init__(self, root: bytes, *, are_files: bool) -> None:
        self._root = root
        self._are_files = are_files
        self._whiteouts: set[bytes] = set()
        self._opaque: set[bytes] = set()
        self._notes: list[Note] = []

    def enter(self, directory: bytes) -> None:
        """Look at a directory that is about to be walked."""
        value = self._attribute("opaque", directory)
        if value == OPAQUE:
            self._opaque.add(directory)
        elif value is not None:
            self._note("whiteouts that are attributes of overlayfs", directory)
        if self._attribute("redirect", directory) is not None:
            self._note("a directory that overlayfs renamed; some of it may be missing", directory)

    def takes(self, directory: bytes, entry: os.DirEntry[bytes]) -> bool:
        """Tell whether an entry that is no directory is a mark and no file, and remember it."""
        if entry.is_symlink():
            return False
        name = entry.name
        if entry.is_file(follow_symlinks=False):
            is_mark = self._are_files and name.startswith(whiteout.PREFIX)
            if is_mark and whiteout.is_opaque_marker(name):
                self._opaque.add(directory)
                return True
            hidden = whiteout.hidden_name(name) if is_mark else b""
        else:
            hidden = name if is_whiteout(entry.stat(follow_symlinks=False)) else b""
        if hidden:
            self._whiteouts.add(_joined(directory, hidden))
        return bool(hidden)

    def check_content(self, path: bytes) -> None:
        """Note it if a claimed file has its content in another layer."""
        if self._attribute("metacopy", path) is not None:
            self._note("not read: its content is in a lower layer", path)

    def applied(self, snapshot: Snapshot) -> Snapshot:
        """Return a snapshot of the directory with what it removes."""
        return replace(
            snapshot,
            whiteouts=frozenset(self._whiteouts),
            opaque=frozenset(self._opaque),
            notes=(*snapshot.notes, *self._notes),
        )

    def _attribute(self, name: str, path: bytes) -> bytes | None:
        for namespace in NAMESPACES:
            try:
                attribute = f"{namespace}.{name}"
                return os.getxattr(self._root + b"/" + path, attribute, follow_symlinks=False)
            except OSError as error:
                if error.errno not in {errno.ENODATA, errno.ENOTSUP}:
                    self._note(f"not read: {error.strerror}", path)
                    return None
        return None

    def _note(self, reason: str, path: bytes) -> None:
        self._notes.append(Note(text_of(path), reason, incomplete=True))


def is_whiteout(status: os.stat_result) -> bool:
    """Tell whether this is how overlayfs marks that something is gone."""
    return stat.S_ISCHR(status.st_mode) and not status.st_rdev


def hidden_marks(store: str) -> tuple[Note, ...]:
    """Note it if a store belongs to root, and its attributes cannot be seen by this process."""
    if os.stat(store).st_uid or _capabilities() & CAP_SYS_ADMIN:  # noqa: PTH116 - a text
        return ()
    reason = "read without the rights of root: directories that hide others cannot be told"
    return (Note("", reason, incomplete=True),)


def _capabilities() -> int:
    """Return what this process may do; everything, where that cannot be had."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return CAP_SYS_ADMIN
    values = [int(line.split()[1], 16) for line in lines if line.startswith("CapEff:")]
    return values[0] if values else CAP_SYS_ADMIN


def _joined(directory: bytes, name: bytes) -> bytes:
    return directory + b"/" + name if directory else name
