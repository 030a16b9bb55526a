"""Zip archives, wheels and frozen applications, well-formed or not."""

from __future__ import annotations

import io
import marshal
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Files = Mapping[str, bytes] | Sequence[tuple[str, bytes]]

COOKIE = b"MEI\x0c\x0b\x0a\x0b\x0e"
END = struct.Struct("<4s4H2LH")
HEADER = struct.Struct("<4s6H3L5H2L")


def zip_of(files: Files, method: int = zipfile.ZIP_DEFLATED, before: bytes = b"") -> bytes:
    """Return a zip archive as the standard library writes it, with something in front of it."""
    result = io.BytesIO()
    result.write(before)
    with zipfile.ZipFile(result, "a" if before else "w", method) as archive:
        for name, content in files.items() if hasattr(files, "items") else files:
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return result.getvalue()


def executable(archive: bytes, **fields: int | bytes) -> bytes:
    """Return a zip archive whose last member may be run."""
    return patched(archive, external=0o100755 << 16, **fields)


def metadata_of(name: str, version: str) -> bytes:
    """Return the metadata of a distribution, as short as it can be."""
    return f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n".encode()


def wheel_files(name: str, version: str) -> dict[str, bytes]:
    """Return the files of a wheel with one module."""
    directory = f"{name}-{version}.dist-info"
    return {
        f"{name}.py": b"",
        f"{directory}/METADATA": metadata_of(name, version),
        f"{directory}/WHEEL": b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{directory}/RECORD": f"{name}.py,,\n{directory}/METADATA,,\n".encode(),
    }


def wheel_of(name: str, version: str) -> bytes:
    """Return a wheel."""
    return zip_of(wheel_files(name, version))


def patched(archive: bytes, **fields: int | bytes) -> bytes:
    """Return a zip archive in which the header of its last member says something else."""
    names = (
        *("magic", "made", "needed", "flags", "method", "time", "date", "checksum", "packed"),
        *("size", "name", "extra", "comment", "disk", "internal", "external", "start"),
    )
    place = archive.rfind(b"PK\1\2")
    values = dict(zip(names, HEADER.unpack_from(archive, place), strict=True)) | fields
    return archive[:place] + HEADER.pack(*values.values()) + archive[place + HEADER.size :]


def with_end(archive: bytes, **fields: int | bytes) -> bytes:
    """Return a zip archive whose last record says something else."""
    names = ("magic", "disk", "first", "here", "entries", "size", "start", "comment")
    place = len(archive) - END.size
    values = dict(zip(names, END.unpack_from(archive, place), strict=True)) | fields
    return archive[:place] + END.pack(*values.values())


def frozen_of(files: Mapping[str, bytes], modules: bytes = b"", behind: bytes = b"") -> bytes:
    """Return an application as PyInstaller freezes it: a program, an archive, a cookie."""
    data, toc = b"", b""
    members = [(name, content, b"x") for name, content in files.items()]
    if modules:
        members.append(("PYZ.pyz", modules, b"z"))
    for name, content, kind in members:
        packed = content if kind == b"z" else zlib.compress(content)
        raw = name.encode() + b"\0"
        raw += bytes(-len(raw) % 16)
        facts = (len(data), len(packed), len(content), kind != b"z", kind)
        toc += struct.pack("!IIIIBc", 18 + len(raw), *facts) + raw
        data += packed
    length = len(data) + len(toc) + 88
    cookie = struct.pack("!8sIIII64s", COOKIE, length, len(data), len(toc), 311, b"libpython")
    return b"\x7fELF" + bytes(2 << 20) + data + toc + cookie + behind


def modules_of(*names: str, packages: Sequence[str] = ()) -> bytes:
    """Return an archive of modules, of which only the names are there."""
    table = [(name, (1 if name in packages else 0, 17, 5)) for name in (*packages, *names)]
    head = b"PYZ\0" + b"\xa7\r\r\n" + struct.pack("!I", 17) + b"\0"
    return head.ljust(17, b"\0") + marshal.dumps(table)
