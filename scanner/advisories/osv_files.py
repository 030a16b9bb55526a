"""Records in the OSV format from a directory, a tar archive or a zip file of JSON or YAML files."""

from __future__ import annotations

import json
import lzma
import tarfile
import zipfile
import zlib
from typing import TYPE_CHECKING, Final, cast

from scanner.advisories.item import Unreadable
from scanner.errors import UnreadableAdvisories

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from typing import IO, BinaryIO

    from scanner.metadata.yaml_document import Value

SUFFIXES: Final = (".json", ".yaml", ".yml")
MAX_RECORD_BYTES: Final = 16 << 20
"""The largest of PyPA is one of 0.2 MB."""
MAX_UNPACKED_BYTES: Final = 4 << 30
"""All files of an archive together; the 7,080 of PyPA have 20 MB."""
DAMAGE: Final = (
    OSError,
    EOFError,
    RuntimeError,  # an encrypted member, or a compression that zipfile lacks
    lzma.LZMAError,
    tarfile.TarError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What the standard library raises for files and archives that cannot be read."""


def records_in(source: Path) -> Iterator[tuple[str, Mapping[str, object] | Unreadable]]:
    """Yield the name of each file and its record, sorted by name.

    Raises:
        UnreadableAdvisories: if there is no such source, or it is damaged as a whole.

    """
    try:
        for name, data in _files_in(source):
            yield name, _record(name, data)
    except DAMAGE as error:
        raise UnreadableAdvisories(str(source), _line(error)) from error


def records_in_zip(stream: BinaryIO) -> Iterator[tuple[str, Mapping[str, object] | Unreadable]]:
    """Yield the same of an open zip file.

    Raises:
        UnreadableAdvisories: if it is damaged.

    """
    try:
        with zipfile.ZipFile(stream) as archive:
            for name, data in _bounded(_zipped(archive)):
                yield name, _record(name, data)
    except DAMAGE as error:
        raise UnreadableAdvisories("zip file", _line(error)) from error


def _record(name: str, data: bytes) -> Mapping[str, object] | Unreadable:
    if len(data) > MAX_RECORD_BYTES:
        return Unreadable(name, f"more than {MAX_RECORD_BYTES:,} bytes")
    try:
        record = json.loads(data) if name.endswith(".json") else _yaml(data)
    except (ValueError, RecursionError) as error:
        return Unreadable(name, _line(error))
    return record if isinstance(record, dict) else Unreadable(name, "not a record")


def _files_in(source: Path) -> Iterator[tuple[str, bytes]]:
    if source.is_dir():
        for path in sorted(source.rglob("*")):
            if path.suffix in SUFFIXES and path.is_file():
                yield str(path.relative_to(source)), _start(path.open("rb"))
    elif zipfile.is_zipfile(source):
        with zipfile.ZipFile(source) as archive:
            yield from _bounded(_zipped(archive))
    elif source.name.endswith(SUFFIXES):
        yield source.name, _start(source.open("rb"))
    else:
        yield from _members_of(source)


def _zipped(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    for name in sorted(archive.namelist()):
        if name.endswith(SUFFIXES):
            yield name, _start(archive.open(name))


def _bounded(files: Iterator[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """Yield the files of an archive, unless it unpacks to more than there is."""
    left = MAX_UNPACKED_BYTES
    for name, data in files:
        left -= len(data)
        if left < 0:
            raise zipfile.BadZipFile(f"more than {MAX_UNPACKED_BYTES:,} bytes unpacked")
        yield name, data


def _start(file: IO[bytes]) -> bytes:
    """Return what is in a file, and of one that is too large no more than tells that it is."""
    with file:
        return file.read(MAX_RECORD_BYTES + 1)


def _line(error: Exception) -> str:
    return " ".join(str(error).split()) or repr(error)


def _members_of(source: Path) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(source) as archive:
        members = (
            (member.name, _start(cast("IO[bytes]", archive.extractfile(member))))
            for member in archive
            if member.isfile() and member.name.endswith(SUFFIXES)
        )
        files = dict(_bounded(members))
        # A damaged header passes for the end; after the real one nothing but padding follows.
        stream = cast("IO[bytes]", archive.fileobj)
        stream.seek(archive.offset)
        padding = stream.read()
    if not padding or padding.strip(b"\0"):
        raise tarfile.ReadError("the archive is damaged, or ends too early")
    yield from sorted(files.items())


def _yaml(data: bytes) -> object:
    """Read YAML as if it were JSON: what is no null is a text, be it a date or ``1.10``.

    libyaml's own composer has no bound: a file of ``[[[…`` ends the process, and one of aliases of
    aliases takes all of the memory.
    """
    from scanner.metadata.yaml_document import parse_yaml

    document = parse_yaml(data.decode("utf-8-sig"))
    if document.oddities:
        raise ValueError(document.oddities[0])
    return _object_of(document.root)


def _object_of(value: Value) -> object:
    match value.content:
        case tuple() as items:
            return [_object_of(item) for item in items]
        case str() | None as content:
            return content
        case members:
            return {key: _object_of(member) for key, member in members.items()}
