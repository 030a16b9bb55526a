"""``installed``: the database of apk (apk-package(5)), with one letter for each field.

Files are in the directory that was named last before them.
"""

from __future__ import annotations

import binascii
from io import BytesIO
from itertools import chain
from typing import TYPE_CHECKING, Final

from scanner.metadata.package_record import PackageRecord, PackageRecords
from scanner.metadata.python_file import PythonFiles, may_have_python

if TYPE_CHECKING:
    from collections.abc import Iterator

_ALGORITHMS: Final = {b"Q1": "sha1", b"Q2": "sha256"}
_SIZES: Final = {"sha1": 20, "sha256": 32}


def parse_apk_installed(data: bytes) -> PackageRecords:
    """Read the packages that have Python files."""
    python_files = PythonFiles()
    records = [
        _record(stanza, files)
        for stanza in _stanzas(data)
        if may_have_python(stanza) and (files := python_files.among(_files(stanza)))
    ]
    named = tuple(record for record in records if record.name and record.version)
    oddities = ["a package without name or version"] * (len(named) != len(records))
    oddities += ["more paths than are read"] * python_files.are_too_many
    return PackageRecords(records=named, oddities=tuple(oddities))


def apk_excerpt(data: bytes) -> bytes:
    """Return what is kept of a database, to be read by :meth:`PackageRecords.of_bytes`."""
    return parse_apk_installed(data).to_bytes()


def _stanzas(data: bytes) -> Iterator[bytes]:
    at = 0
    while (end := data.find(b"\n\n", at)) >= 0:
        if end > at:
            yield data[at:end]
        at = end + 2
    yield data[at:]


def _record(stanza: bytes, files: dict[str, str | None]) -> PackageRecord:
    values: dict[bytes, str] = {}
    for line in BytesIO(stanza):
        if line.startswith((b"P:", b"V:", b"A:", b"o:", b"L:", b"m:")):
            values.setdefault(line[:1], line[2:].decode("utf-8", "replace").strip())
    return PackageRecord(
        name=values.get(b"P", ""),
        version=values.get(b"V", ""),
        architecture=values.get(b"A"),
        source=values.get(b"o"),
        license=values.get(b"L") or None,
        maintainer=values.get(b"m") or None,
        files=files,
    )


def _files(stanza: bytes) -> Iterator[tuple[bytes, bool, bytes, str | None]]:
    directory, is_promising = b"", False
    name, digest = b"", None
    for line in chain(BytesIO(stanza), (b"R:",)):
        field, value = line[:2], line[2:].rstrip(b"\n")
        if field in {b"F:", b"R:"} and name:
            yield directory, is_promising, name, digest
            name, digest = b"", None
        if field == b"F:":
            directory = value + b"/"
            is_promising = may_have_python(directory)
        elif field == b"R:":
            name = value
        elif field == b"Z:":
            digest = _digest(value)


def _digest(text: bytes) -> str | None:
    algorithm = _ALGORITHMS.get(text[:2])
    if algorithm is None:
        return None
    try:
        value = binascii.a2b_base64(text[2:])
    except binascii.Error:
        return None
    return f"{algorithm}:{value.hex()}" if len(value) == _SIZES[algorithm] else None
