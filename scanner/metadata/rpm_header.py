"""The header of an rpm package, as its database holds it (rpm, docs/manual/format.md).

Numbers are big-endian: the sizes of index and data, an index of tags, and the data. The tags of the
package as it was built are a region of their own; those that the installation added come behind it.
Both are read alike, for offsets are those of the data.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from scanner.metadata.package_record import PackageRecord
from scanner.metadata.python_file import may_have_python

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.metadata.python_file import PythonFiles

NAME: Final = 1000
VERSION: Final = 1001
RELEASE: Final = 1002
EPOCH: Final = 1003
VENDOR: Final = 1011
LICENSE: Final = 1014
PACKAGER: Final = 1015
ARCHITECTURE: Final = 1022
FILE_DIGESTS: Final = 1035
SOURCE_RPM: Final = 1044
DIRECTORY_INDEXES: Final = 1116
BASE_NAMES: Final = 1117
DIRECTORY_NAMES: Final = 1118
DIGEST_ALGORITHM: Final = 5011
_TEXTS: Final = frozenset((6, 8, 9))
"""Types of strings: one, several, and one per language."""
_NUMBERS: Final = 4
_PREFIX_BYTES: Final = 8
_MAX_VALUES: Final = 1 << 20
"""Of one tag: more files than any package has."""
_ALGORITHMS: Final = {
    1: "md5",
    2: "sha1",
    8: "sha256",
    9: "sha384",
    10: "sha512",
    11: "sha224",
}
"""By their numbers in OpenPGP (RFC 4880, 9.4)."""


def parse_rpm_header(blob: bytes, python_files: PythonFiles) -> PackageRecord | None:
    """Read a package with its Python files; None if it is no header, or one without a name."""
    header = _Header(blob)
    name, version = header.text(NAME), header.text(VERSION)
    if not name or not version:
        return None
    release, epoch = header.text(RELEASE), header.numbers(EPOCH)
    return PackageRecord(
        name=name,
        version=f"{version}-{release}" if release else version,
        epoch=str(epoch[0]) if epoch and epoch[0] else None,
        architecture=header.text(ARCHITECTURE),
        source=header.text(SOURCE_RPM),
        license=header.text(LICENSE) or None,
        maintainer=header.text(VENDOR) or header.text(PACKAGER) or None,
        files=python_files.among(_files(header)) if may_have_python(blob) else {},
    )


class _Header:
    """Where the values of the tags are."""

    def __init__(self, blob: bytes) -> None:
        self._blob = blob
        self._values: dict[int, tuple[int, int, int]] = {}
        self._stop = 0
        if len(blob) < _PREFIX_BYTES:
            return
        count, size = struct.unpack_from(">II", blob)
        start = _PREFIX_BYTES + 16 * count
        if start + size > len(blob):
            return
        self._stop = start + size
        for tag, kind, offset, number in struct.iter_unpack(">IIII", blob[_PREFIX_BYTES:start]):
            if offset < size and number <= _MAX_VALUES:
                self._values.setdefault(tag, (kind, start + offset, number))

    def text(self, tag: int) -> str | None:
        values = self.texts(tag, at_most=1)
        return values[0].decode("utf-8", "replace") if values else None

    def texts(self, tag: int, at_most: int | None = None) -> list[bytes]:
        kind, at, number = self._values.get(tag, (0, 0, 0))
        if kind not in _TEXTS:
            return []
        if at_most == 1:
            return [self._blob[at : self._blob.find(b"\0", at, self._stop)]]
        return self._blob[at : self._stop].split(b"\0", number)[:number]

    def numbers(self, tag: int) -> tuple[int, ...]:
        kind, at, number = self._values.get(tag, (0, 0, 0))
        if kind != _NUMBERS or at + 4 * number > self._stop:
            return ()
        return struct.unpack_from(f">{number}I", self._blob, at)


def _files(header: _Header) -> Iterator[tuple[bytes, bool, bytes, str | None]]:
    names, indexes = header.texts(BASE_NAMES), header.numbers(DIRECTORY_INDEXES)
    directories = [(name, may_have_python(name)) for name in header.texts(DIRECTORY_NAMES)]
    digests = header.texts(FILE_DIGESTS)
    algorithm = _ALGORITHMS.get(next(iter(header.numbers(DIGEST_ALGORITHM)), 1))
    for place, (name, index) in enumerate(zip(names, indexes, strict=False)):
        if index < len(directories):
            directory, is_promising = directories[index]
            digest = digests[place].decode("ascii", "replace") if place < len(digests) else ""
            yield (
                directory,
                is_promising,
                name,
                f"{algorithm}:{digest}" if algorithm and digest else None,
            )
