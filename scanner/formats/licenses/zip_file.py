"""Zip files of which equal contents give equal bytes."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from collections.abc import Iterable

EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip file can tell."""
_UNIX: Final = 3
_MODE: Final = 0o100644 << 16


def zipped(members: Iterable[tuple[str, bytes]]) -> bytes:
    """Return a zip file of names and contents, in their order."""
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        for name, content in members:
            info = ZipInfo(name, EPOCH)
            info.compress_type = ZIP_DEFLATED
            info.create_system = _UNIX
            info.external_attr = _MODE
            archive.writestr(info, content)
    return file.getvalue()
