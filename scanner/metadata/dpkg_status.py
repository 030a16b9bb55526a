"""dpkg's database: ``status``, and the list and the checksums of each package's files.

A distroless image has one file per package in ``status.d`` instead, and checksums, but no list.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from itertools import chain
from typing import TYPE_CHECKING, Final

from layers.path import text_of
from scanner.metadata.package_record import PackageRecord
from scanner.metadata.python_file import is_python_file, may_have_python

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_FIELDS: Final = (
    b"Package:",
    b"Status:",
    b"Version:",
    b"Architecture:",
    b"Source:",
    b"Maintainer:",
)
_REMOVED: Final = frozenset((b"config-files", b"not-installed"))
"""States of packages whose files are gone, all but what was configured."""
_SOURCE: Final = re.compile(rb"(?P<name>\S+)(?:\s+\((?P<version>[^)]*)\))?")
_DIGITS: Final = 32
_PATH_AT: Final = _DIGITS + 2


def packages_in(status: bytes) -> Iterator[PackageRecord]:
    """Yield the packages that are installed, in whatever state of that, without their files."""
    stanza: dict[bytes, bytes] = {}
    for line in chain(BytesIO(status), (b"",)):
        if line.startswith(_FIELDS):
            name, _, value = line.partition(b":")
            stanza.setdefault(name, value.strip())
        elif not line.strip() and stanza:
            if record := _record(stanza):
                yield record
            stanza = {}


def _record(stanza: dict[bytes, bytes]) -> PackageRecord | None:
    name, version = stanza.get(b"Package"), stanza.get(b"Version")
    if not name or not version or stanza.get(b"Status", b"").split(b" ")[-1] in _REMOVED:
        return None
    return PackageRecord(
        name=_text(name),
        version=_text(version),
        architecture=_text(stanza.get(b"Architecture", b"")) or None,
        maintainer=_text(stanza.get(b"Maintainer", b"")) or None,
        source=_source(stanza.get(b"Source", b""), version),
    )


def _source(field: bytes, version: bytes) -> str | None:
    """Return the name of the source package, and its version if that is another one."""
    match = _SOURCE.match(field)
    if match is None:
        return None
    name, own = _text(match["name"]), match["version"]
    return f"{name}@{_text(own)}" if own and own != version else name


def python_lines(listing: bytes) -> bytes:
    """Return the lines of a list, or of checksums, that are about Python files."""
    if not may_have_python(listing):
        return b""
    return b"".join(line for line in BytesIO(listing) if is_python_file(line))


def files_in(listing: bytes) -> dict[str, str | None]:
    """Return the files of a list, which has no digests."""
    return {line.lstrip("/"): None for line in text_of(listing).split("\n") if line}


def checksums_in(checksums: bytes) -> dict[str, str | None]:
    """Return the digests by path, as md5sum writes them."""
    return {
        line[_PATH_AT:].lstrip("/"): f"md5:{line[:_DIGITS]}"
        for line in text_of(checksums).split("\n")
        if line[_DIGITS:_PATH_AT] == "  "
    }


@dataclass(frozen=True, slots=True)
class Diversion:
    """A path that is kept free: files of others for it are put elsewhere (dpkg-divert(1))."""

    elsewhere: str
    package: str
    """Whose own file stays there; ``:`` if it is kept free for the administrator."""


def diversions_in(data: bytes) -> dict[str, Diversion]:
    """Return the diversions by path; each has three lines."""
    lines = text_of(data).split("\n")
    return {
        path.lstrip("/"): Diversion(elsewhere.lstrip("/"), package)
        for path, elsewhere, package in zip(lines[::3], lines[1::3], lines[2::3], strict=False)
    }


def diverted(
    files: Mapping[str, str | None], package: str, diversions: Mapping[str, Diversion]
) -> dict[str, str | None]:
    """Return the files of a package where they are."""
    places = dict(files)
    for path in diversions.keys() & files.keys():
        if diversions[path].package != package:
            places[diversions[path].elsewhere] = places.pop(path)
    return places


def _text(value: bytes) -> str:
    return value.decode("utf-8", "replace")
