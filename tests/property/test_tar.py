"""The tar reader against the standard library's, and against any bytes at all."""

from __future__ import annotations

import io
import tarfile
from contextlib import suppress
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layers import Limits
from layers.errors import CorruptStream, LimitExceeded
from layers.path import normalized
from layers.tar import TarReader
from layers.tar_header import BLOCK, Kind
from tests.support.images import tar_with
from tests.support.streams import Dripping
from tests.support.tar_blocks import header

Found = tuple[bytes, Kind, int, bytes, bytes]
"""Path, kind, size, target and payload."""

KINDS = {
    tarfile.REGTYPE: Kind.FILE,
    tarfile.AREGTYPE: Kind.FILE,
    tarfile.CONTTYPE: Kind.FILE,
    tarfile.DIRTYPE: Kind.DIRECTORY,
    tarfile.SYMTYPE: Kind.SYMLINK,
    tarfile.LNKTYPE: Kind.HARDLINK,
    tarfile.CHRTYPE: Kind.DEVICE,
    tarfile.BLKTYPE: Kind.DEVICE,
    tarfile.FIFOTYPE: Kind.DEVICE,
    tarfile.GNUTYPE_SPARSE: Kind.SPARSE,
}
FORMATS: list[Literal[0, 1, 2]] = [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT]

COMPONENTS = st.one_of(
    st.binary(min_size=1, max_size=12).map(
        lambda name: name.replace(b"/", b"_").replace(b"\0", b"_")
    ),
    st.sampled_from((b".", b"a", b"long" * 30, "\u00e9".encode(), b"with space", b"=\n")),
)
PATHS = st.lists(COMPONENTS, min_size=1, max_size=6).map(b"/".join)
SIZES = st.one_of(st.integers(0, 20), st.sampled_from((511, 512, 513, 10_000)))


@st.composite
def members(draw: st.DrawFn) -> tuple[tarfile.TarInfo, bytes]:
    """Return any member, and its payload."""
    path = draw(st.sampled_from((b"", b"/", b"./"))) + draw(PATHS)
    info = tarfile.TarInfo(path.decode("utf-8", "surrogateescape"))
    info.type = draw(st.sampled_from(sorted(set(KINDS) - {tarfile.GNUTYPE_SPARSE})))
    info.mode = draw(st.integers(0, 0o7777))
    info.mtime = draw(st.integers(0, 1 << 33))
    info.uid = draw(st.sampled_from((0, 1000, 1 << 20, 1 << 24)))
    if info.type in {tarfile.SYMTYPE, tarfile.LNKTYPE}:
        info.linkname = draw(PATHS).decode("utf-8", "surrogateescape")
    if KINDS[info.type] is not Kind.FILE:
        return info, b""
    payload = draw(st.binary(min_size=1, max_size=5)) * draw(SIZES)
    info.size = len(payload)
    return info, payload


@st.composite
def archives(draw: st.DrawFn) -> bytes:
    """Return an archive as the standard library writes it."""
    kind = draw(st.sampled_from(FORMATS))
    written = []
    for info, payload in draw(st.lists(members(), max_size=6)):
        try:
            info.tobuf(kind, errors="surrogateescape")
        except ValueError:
            continue
        written.append((info, payload))
    return tar_with(written, kind)


def ours(archive: bytes, step: int = 1 << 20) -> list[Found]:
    """Return what our reader finds."""
    reader = TarReader(Dripping(archive, step), Limits(), lambda _: None)
    return [(*member, reader.read()) for member in reader]


def theirs(archive: bytes) -> list[Found]:
    """Return what the standard library finds, with paths in our spelling."""
    found = []
    with tarfile.open(
        fileobj=io.BytesIO(archive), mode="r:", encoding="utf-8", errors="surrogateescape"
    ) as opened:
        for info in opened:
            path = normalized(info.name.encode("utf-8", "surrogateescape"))
            file = opened.extractfile(info) if info.isreg() else None
            payload = file.read() if file else b""
            target = info.linkname.encode("utf-8", "surrogateescape")
            kind = KINDS.get(info.type, Kind.FILE)
            if path:
                found.append((path, kind, len(payload), target if _is_link(kind) else b"", payload))
    return found


def _is_link(kind: Kind) -> bool:
    return kind in {Kind.SYMLINK, Kind.HARDLINK}


@settings(deadline=None, max_examples=300)
@given(archives(), st.sampled_from((1, 100, 512, 1 << 20)))
def test_what_the_standard_library_writes_is_read_as_it_reads_it(archive, step):
    assert theirs(archive) == ours(archive, step)


@settings(deadline=None, max_examples=500)
@given(archives().filter(lambda archive: any(archive[:BLOCK])), st.data())
def test_a_damaged_header_is_an_error_or_harmless(archive, data):
    """
    The standard library ends silently at such a header, unless it is the first.
    """
    offset = data.draw(st.sampled_from(header_offsets(archive)))
    offset += data.draw(st.integers(0, BLOCK - 1))
    damaged = bytearray(archive)
    damaged[offset] ^= data.draw(st.integers(1, 255))

    try:
        found = ours(bytes(damaged))
    except (CorruptStream, LimitExceeded):
        return

    assert theirs(archive) == found


def header_offsets(archive: bytes) -> list[int]:
    """Return where the headers of an archive are, extended ones too."""
    with tarfile.open(fileobj=io.BytesIO(archive), mode="r:", errors="surrogateescape") as opened:
        return sorted(
            {
                offset
                for info in opened.getmembers()
                for offset in (info.offset, info.offset_data - BLOCK)
            }
        )


@settings(deadline=None, max_examples=500)
@given(st.binary(max_size=3000), st.integers(1, 2000))
def test_any_bytes_are_members_inside_the_root_or_one_of_two_errors(data, step):
    found: list[Found] = []
    with suppress(CorruptStream, LimitExceeded):
        found = ours(data, step)

    assert [path for path, *_ in found] == [normalized(path) for path, *_ in found]
    assert sum(len(payload) for *_, payload in found) <= len(data)


FIELDS = st.fixed_dictionaries(
    {
        "name": st.binary(max_size=100),
        "flag": st.sampled_from([bytes((flag,)) for flag in b"\x000123456789xgXLKVSDMN~"]),
        "size": st.one_of(
            st.integers(0, 2000),
            st.binary(min_size=12, max_size=12),
            st.from_regex(rb"[0-9 \0]{12}", fullmatch=True),
        ),
        "target": st.binary(max_size=100),
    },
    optional={
        "prefix": st.binary(max_size=155),
        "mode": st.binary(min_size=8, max_size=8),
        "device": st.binary(min_size=16, max_size=16),
        "magic": st.sampled_from((b"ustar\x0000", b"ustar  \0", bytes(8))),
    },
)
BODIES = st.one_of(
    st.just(b""),
    st.binary(max_size=600),
    st.lists(
        st.builds(
            b"%b %b=%b\n".__mod__,
            st.tuples(
                st.one_of(st.integers(0, 99).map(lambda n: b"%d" % n), st.binary(max_size=3)),
                st.sampled_from((b"path", b"linkpath", b"size", b"GNU.sparse.name", b"")),
                st.binary(max_size=20),
            ),
        )
    ).map(b"".join),
)


@settings(deadline=None, max_examples=800)
@given(st.lists(st.tuples(FIELDS, BODIES), min_size=1, max_size=6))
def test_no_header_with_a_right_checksum_raises_anything_else(blocks):
    """
    Whoever writes a hostile archive gets the checksum right.
    """
    archive = b"".join(
        header(**fields) + body + bytes(-len(body) % BLOCK) for fields, body in blocks
    )

    try:
        found = ours(archive)
    except (CorruptStream, LimitExceeded):
        return

    for path, _, size, _, payload in found:
        assert path == normalized(path)
        assert len(payload) == size


@pytest.mark.parametrize("kind", FORMATS)
def test_an_archive_cut_anywhere_is_an_error_or_lacks_nothing_but_its_end(kind):
    """
    Every prefix of an archive, not some of them.
    """
    info = tarfile.TarInfo("d/" * 40 + "é" * 20)
    info.size = 700
    last = tarfile.TarInfo("last")
    archive = tar_with([(info, b"x" * 700), (last, b"")], kind)
    whole = ours(archive)
    end = len(archive.rstrip(b"\0")) // BLOCK * BLOCK + BLOCK

    for cut in range(1, len(archive)):
        if cut >= end:
            continue
        try:
            found = ours(archive[:cut])
        except CorruptStream:
            continue
        assert found == whole[: len(found)]
        assert not cut % BLOCK
