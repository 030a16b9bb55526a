"""Decompression."""

from __future__ import annotations

import bz2
import gzip
import lzma
import random
import struct
import zlib

import pytest
from backports import zstd

from layers import Limits
from layers.compression import ARCHIVE_COMPRESSIONS, compression_of, decompressed
from layers.errors import CorruptStream, LimitExceeded
from layers.limits import MIB
from layers.stream import MemoryStream
from testdata.images.writer import tar_of
from tests.support.streams import Dripping

CONTENT = random.Random(1).randbytes(3000) + b"a" * 5000
SKIPPABLE = b"\x5a\x2a\x4d\x18" + struct.pack("<I", 20) + b"z" * 20
CHECKED: dict[int, int] = {zstd.CompressionParameter.checksum_flag: 1}


def read(
    data: bytes, limits: Limits | None = None, *, step: int = 1 << 20, size: int = 1 << 17
) -> tuple[bytes, list[str]]:
    """Return the content of compressed data, and what was noted."""
    notes: list[str] = []
    stream, _ = decompressed(
        Dripping(data, step), limits or Limits(), notes.append, ARCHIVE_COMPRESSIONS
    )
    content = b""
    while piece := stream.read(size):
        content += piece
    return content, notes


def gzip_with_header(flags: int, fields: bytes) -> bytes:
    """Return a gzip member with optional fields in its header."""
    deflate = zlib.compressobj(wbits=-15)
    body = deflate.compress(CONTENT) + deflate.flush()
    start = b"\x1f\x8b\x08" + bytes((flags,)) + bytes(6) + fields
    if flags & 2:
        start += struct.pack("<H", zlib.crc32(start) & 0xFFFF)
    return start + body + struct.pack("<II", zlib.crc32(CONTENT), len(CONTENT))


FORMS = {
    "plain": CONTENT,
    "gzip": gzip.compress(CONTENT, mtime=0),
    "gzip-members": gzip.compress(CONTENT[:100]) + gzip.compress(CONTENT[100:]),
    "gzip-empty-members": gzip.compress(b"") * 3 + gzip.compress(CONTENT) + gzip.compress(b""),
    "gzip-extra-field": gzip_with_header(4, b"\x03\x00abc"),
    "gzip-name-and-comment": gzip_with_header(8 | 16, b"name\0comment\0"),
    "gzip-header-checksum": gzip_with_header(2 | 8, b"name\0"),
    "gzip-padding": gzip.compress(CONTENT) + bytes(1000),
    "zstd": zstd.compress(CONTENT),
    "zstd-checksum": zstd.compress(CONTENT, options=CHECKED),
    "zstd-frames": zstd.compress(CONTENT[:100]) + zstd.compress(CONTENT[100:]),
    "zstd-skippable": SKIPPABLE * 2
    + zstd.compress(CONTENT[:100])
    + SKIPPABLE
    + zstd.compress(CONTENT[100:])
    + SKIPPABLE,
    "xz": lzma.compress(CONTENT),
    "bzip2": bz2.compress(CONTENT[:100]) + bz2.compress(CONTENT[100:]),
}


@pytest.mark.parametrize("step", [2, 7, 512, 513, 1 << 20])
@pytest.mark.parametrize("size", [100, 1 << 17])
@pytest.mark.parametrize("form", FORMS)
def test_the_content_is_the_same_however_the_stream_drips(form, step, size):
    """
    H10
    """
    content, notes = read(FORMS[form], step=step, size=size)

    assert (CONTENT, []) == (content, notes)


@pytest.mark.parametrize("form", FORMS)
def test_a_stream_stays_at_its_end(form):
    medium = MemoryStream(FORMS[form])
    stream, _ = decompressed(medium, Limits(), lambda _: None, ARCHIVE_COMPRESSIONS)
    while stream.read(1 << 17):
        pass

    assert b"" == stream.read(1)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", ""),
        (b"\x1f", ""),
        (b"\x1f\x8b", "gzip"),
        (zstd.compress(b""), "zstd"),
        (SKIPPABLE, "zstd"),
        (lzma.compress(b""), "xz"),
        (bz2.compress(b"a"), "bzip2"),
        (bz2.compress(b""), "bzip2"),
        pytest.param(tar_of({"BZh9-a-file": b""}), "", id="tar-that-begins-like-bzip2"),
    ],
)
def test_the_first_bytes_tell_the_compression(data, expected):
    assert expected == compression_of(data)


@pytest.mark.hostile(row=10)
@pytest.mark.parametrize("name", ["xz", "bzip2"])
def test_a_layer_compressed_with_anything_else_is_refused(name):
    with pytest.raises(CorruptStream, match=f"compressed with {name}; only gzip and zstd"):
        decompressed(MemoryStream(FORMS[name]), Limits(), lambda _: None)


@pytest.mark.hostile(row=6)
@pytest.mark.parametrize("form", ["gzip", "zstd", "zstd-checksum", "xz", "bzip2"])
@pytest.mark.parametrize("kept", [0.1, 0.5, 0.99])
def test_a_truncated_stream_is_an_error(form, kept):
    data = FORMS[form]

    with pytest.raises(CorruptStream, match=r"^truncated \w+ stream$"):
        read(data[: int(len(data) * kept)])


@pytest.mark.parametrize("form", ["gzip", "gzip-members", "zstd-checksum"])
def test_a_stream_without_its_last_byte_is_truncated(form):
    with pytest.raises(CorruptStream, match=r"^truncated \w+ stream$"):
        read(FORMS[form][:-1])


@pytest.mark.parametrize(
    ("form", "position"),
    [
        pytest.param("gzip", -8, id="row-8-crc"),
        pytest.param("gzip", -1, id="row-8-size"),
        pytest.param("gzip", 1000, id="gzip-body"),
        pytest.param("gzip-members", -8, id="crc-of-the-last-member"),
        pytest.param("zstd-checksum", -1, id="zstd-checksum"),
        pytest.param("zstd", 4, id="zstd-frame-header"),
        pytest.param("xz", 1000, id="xz-body"),
        pytest.param("bzip2", 1000, id="bzip2-body"),
    ],
)
def test_a_flipped_bit_is_an_error(form, position):
    data = bytearray(FORMS[form])
    data[position] ^= 0x80

    with pytest.raises(CorruptStream):
        read(bytes(data))


@pytest.mark.parametrize(
    ("data", "note"),
    [
        (FORMS["gzip"] + b"junk", "4 bytes of trailing data after the gzip stream"),
        (FORMS["gzip"] + bytes(600) + b"x", "601 bytes of trailing data after the gzip stream"),
        (FORMS["gzip"] + FORMS["zstd"][:8], "8 bytes of trailing data after the gzip stream"),
        (FORMS["zstd"] + b"x" * 10**6, "1000000 bytes of trailing data after the zstd stream"),
    ],
    ids=["row-7", "behind-zeros", "another-compression", "a-lot"],
)
def test_trailing_data_is_noted(data, note):
    content, notes = read(data)

    assert (CONTENT, [note]) == (content, notes)


@pytest.mark.hostile(row=7)
def test_trailing_data_is_read():
    """
    The digest is over all bytes.
    """
    source = MemoryStream(FORMS["gzip"] + b"x" * 10**6)
    stream, _ = decompressed(source, Limits(), lambda _: None)
    while stream.read(1 << 17):
        pass

    assert b"" == source.read(1)


@pytest.mark.hostile(row=5)
def test_a_skippable_frame_that_claims_more_than_there_is_is_truncated():
    """
    It is skipped by reading, and nothing of its size is allocated.
    """
    with pytest.raises(CorruptStream, match="truncated zstd stream"):
        read(b"\x50\x2a\x4d\x18\xff\xff\xff\xff" + bytes(1000))


@pytest.mark.hostile(row=2)
@pytest.mark.parametrize(
    ("log", "allowed"), [(27, True), (28, False), (31, False)], ids=["128M", "256M", "2G"]
)
def test_the_window_of_zstd_is_bounded(log, allowed):
    """
    The frame says how much memory its reader needs.
    """
    raw_block = struct.pack("<I", 1 | 5 << 3)[:3] + b"hello"
    frame = b"\x28\xb5\x2f\xfd" + bytes((0, (log - 10) << 3)) + raw_block

    if allowed:
        assert (b"hello", []) == read(frame)
    else:
        with pytest.raises(CorruptStream, match="damaged zstd stream"):
            read(frame)


@pytest.mark.hostile(row=1)
@pytest.mark.hostile(row=2)
@pytest.mark.parametrize("form", ["gzip", "zstd", "xz", "bzip2"])
def test_more_output_than_allowed_is_refused(form):
    assert CONTENT == read(FORMS[form], Limits(max_layer_bytes=len(CONTENT)))[0]

    with pytest.raises(LimitExceeded) as error:
        read(FORMS[form], Limits(max_layer_bytes=len(CONTENT) - 1))

    assert "max_layer_bytes" == error.value.limit


BOMB = bytes(66 * MIB)


@pytest.mark.hostile(row=1)
@pytest.mark.hostile(row=2)
@pytest.mark.parametrize("compress", [gzip.compress, zstd.compress], ids=["gzip", "zstd"])
def test_a_bomb_is_refused_by_its_ratio(compress):
    """
    64 MiB are let through, for small files of zeros are harmless.
    """
    with pytest.raises(LimitExceeded) as error:
        read(compress(BOMB), size=MIB)

    assert ("max_ratio", 200) == (error.value.limit, error.value.allowed)


def test_a_ratio_of_a_small_stream_is_of_no_interest():
    content, notes = read(gzip.compress(BOMB[: 60 * MIB]), size=MIB)

    assert (60 * MIB, []) == (len(content), notes)


@pytest.mark.hostile(row=4)
@pytest.mark.parametrize(
    "member", [gzip.compress(b""), zstd.compress(b""), SKIPPABLE], ids=["gzip", "zstd", "skippable"]
)
def test_members_are_counted(member):
    """
    An empty one costs time and yields nothing that another limit would count.
    """
    assert (b"", []) == read(member * 5, Limits(max_entries=5))

    with pytest.raises(LimitExceeded) as error:
        read(member * 6, Limits(max_entries=5))

    assert "max_entries" == error.value.limit


@pytest.mark.hostile(row=3)
def test_content_that_is_compressed_itself_is_left_as_it_is():
    """
    One level only.
    """
    content, _ = read(gzip.compress(FORMS["gzip"]))

    assert FORMS["gzip"] == content
