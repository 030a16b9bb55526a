"""Portage's database: of each package a directory with ``CONTENTS`` (Gentoo, portage(5)).

The directory is called ``category/name-version``; a version begins with a number, as no other part
of a name behind a dash does (PMS, 3.1.2).
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import Final

from layers.path import text_of
from scanner.metadata.package_record import PackageRecord
from scanner.metadata.python_file import is_python_file, may_have_python

_NAME: Final = re.compile(
    r"(?P<name>[\w+-]+?)-(?P<version>\d+(?:\.\d+)*[a-z]?(?:_[a-z]+\d*)*(?:-r\d+)?)", re.ASCII
)


def package_of(directory: str) -> PackageRecord | None:
    """Return the package with a directory of this name; None if it is not a package's."""
    match = _NAME.fullmatch(directory)
    return PackageRecord(name=match["name"], version=match["version"]) if match else None


def python_contents(contents: bytes) -> bytes:
    """Return the lines that are about Python files."""
    lines = BytesIO(contents) if may_have_python(contents) else ()
    return b"".join(line for line in lines if is_python_file(_file(line)[0]))


def files_in(contents: bytes) -> dict[str, str | None]:
    """Return the digests, which links lack, by path."""
    files = map(_file, contents.split(b"\n"))
    return {text_of(path.lstrip(b"/")): digest for path, digest in files if path}


def _file(line: bytes) -> tuple[bytes, str | None]:
    """Return path and digest of a file or a link; an empty path for anything else."""
    kind, _, rest = line.partition(b" ")
    match kind, rest.rsplit(b" ", 2):
        case b"obj", [path, md5, _]:
            return path, f"md5:{md5.decode('ascii', 'replace')}"
        case b"sym", _:
            return rest.partition(b" -> ")[0], None
        case _:
            return b"", None
