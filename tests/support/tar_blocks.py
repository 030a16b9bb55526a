"""Tar archives put together block by block: what no well-behaved program writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

BLOCK = 512
END = bytes(2 * BLOCK)
POSIX = b"ustar\x0000"
GNU = b"ustar  \x00"


def sealed(header: bytes) -> bytes:
    """Return a header with the checksum that it should have."""
    total = sum(header[:148]) + 8 * ord(" ") + sum(header[156:])
    return header[:148] + b"%06o\0 " % total + header[156:]


def header(
    name: bytes,
    *,
    flag: bytes = b"0",
    size: int | bytes = 0,
    target: bytes = b"",
    **fields: bytes,
) -> bytes:
    """Return a header; ``fields`` may be ``magic``, ``prefix``, ``mode`` and ``device``."""
    number = b"%011o\0" % size if isinstance(size, int) else size
    block = b"".join(
        (
            name.ljust(100, b"\0"),
            fields.get("mode", b"0000644\0"),
            b"0000000\0" * 2,
            number,
            b"00000000000\0",
            bytes(8),
            flag,
            target.ljust(100, b"\0"),
            fields.get("magic", POSIX),
            bytes(64),
            fields.get("device", b"0000000\0" * 2),
            fields.get("prefix", b"").ljust(155, b"\0"),
        )
    )
    return sealed(block.ljust(BLOCK, b"\0"))


def padded(data: bytes) -> bytes:
    """Return data up to a full block."""
    return data + bytes(-len(data) % BLOCK)


def member(
    name: bytes, data: bytes = b"", *, flag: bytes = b"0", target: bytes = b"", **fields: bytes
) -> bytes:
    """Return a member whose header tells the size of its payload."""
    return header(name, flag=flag, size=len(data), target=target, **fields) + padded(data)


def record(key: bytes, value: bytes) -> bytes:
    """Return a record of a pax header."""
    rest = b" " + key + b"=" + value + b"\n"
    length = len(rest) + len(str(len(rest)))
    length = len(rest) + len(str(length))
    return str(length).encode() + rest


def pax(records: Mapping[bytes, bytes], flag: bytes = b"x") -> bytes:
    """Return a pax header."""
    data = b"".join(record(key, value) for key, value in records.items())
    return member(b"PaxHeader", data, flag=flag)


def gnu_name(name: bytes) -> bytes:
    """Return GNU's header of a long name."""
    return member(b"././@LongLink", name + b"\0", flag=b"L", magic=GNU)


def gnu_target(target: bytes) -> bytes:
    """Return GNU's header of a long link target."""
    return member(b"././@LongLink", target + b"\0", flag=b"K", magic=GNU)
