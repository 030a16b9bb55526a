"""pacman's database: of each package ``desc``, ``files`` and a compressed ``mtree`` (mtree(5))."""

from __future__ import annotations

import re
import zlib
from io import BytesIO
from typing import Final

from layers.path import text_of
from scanner.metadata.package_record import PackageRecord
from scanner.metadata.python_file import is_python_file, may_have_python

_GZIP: Final = 16 + zlib.MAX_WBITS
_MAX_MTREE_BYTES: Final = 64 << 20
_FIELD: Final = re.compile(r"^%(NAME|VERSION|ARCH|BASE|PACKAGER)%[ \t\r]*\n(.*)$", re.MULTILINE)
_ESCAPE: Final = re.compile(rb"\\([0-3][0-7]{2})")
_DIGEST: Final = re.compile(rb" (?P<algorithm>sha256|md5)digest=(?P<hex>[0-9a-f]+)(?![^ ])")
UNREAD: Final = b"#unread: "
"""What stands before the reason why not all of a file's lines could be kept."""


def parse_pacman_desc(data: bytes) -> PackageRecord | None:
    """Read a package's description; None if it lacks name or version."""
    fields: dict[str, str] = {}
    for match in _FIELD.finditer(data.decode("utf-8", "replace")):
        fields.setdefault(match[1], match[2].strip())
    if not fields.get("NAME") or not fields.get("VERSION"):
        return None
    return PackageRecord(
        name=fields["NAME"],
        version=fields["VERSION"],
        architecture=fields.get("ARCH") or None,
        source=fields.get("BASE") or None,
        maintainer=fields.get("PACKAGER") or None,
    )


def python_paths(files: bytes) -> bytes:
    """Return the lines of a list that are Python files; not directories, nor checksums."""
    lines = BytesIO(files) if may_have_python(files) else ()
    return b"".join(
        line
        for line in lines
        if is_python_file(line) and b"\t" not in line and not line.endswith(b"/\n")
    )


def paths_in(lines: bytes) -> list[str]:
    """Return the paths of such lines."""
    return [text_of(line) for line in lines.split(b"\n") if line]


def python_digests(mtree: bytes) -> bytes:
    """Return the lines of a compressed ``mtree`` that are about Python files."""
    lines = []
    reader = zlib.decompressobj(_GZIP)
    try:
        text = reader.decompress(mtree, _MAX_MTREE_BYTES)
    except zlib.error as error:
        return UNREAD + str(error).encode()
    if not reader.eof:
        lines.append(UNREAD + (b"too large\n" if reader.unconsumed_tail else b"truncated\n"))
    lines += [
        line
        for line in BytesIO(text)
        if line.startswith(b"./") and is_python_file(line.partition(b" ")[0])
    ]
    return b"".join(lines)


def digests_in(lines: bytes) -> dict[str, str | None]:
    """Return the digests by path; what is no plain file has none."""
    found: dict[str, str | None] = {}
    for line in lines.split(b"\n"):
        path, space, rest = line.partition(b" ")
        digests = {match["algorithm"]: match["hex"] for match in _DIGEST.finditer(space + rest)}
        algorithm = max(digests, default=None)
        if algorithm:
            found[_path(path)] = f"{algorithm.decode()}:{digests[algorithm].decode()}"
    return found


def _path(escaped: bytes) -> str:
    path = _ESCAPE.sub(lambda match: bytes((int(match[1], 8),)), escaped)
    return text_of(path.removeprefix(b"./"))
