"""Reading one layer, verified."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest
from backports import zstd

from layers import Claims, LayerInfo, Limits, ReadOptions, Verification
from layers.digest import Digest
from layers.errors import UnreadableLayer
from layers.layer import read_layer
from layers.note import Note
from layers.store import DirectoryStore
from layers.stream import MemoryStream
from testdata.images.writer import tar_of
from tests.support.layouts import TAR
from tests.support.tar_blocks import END, member, padded

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from layers.snapshot import Snapshot

CLAIMS = Claims(["**/*.txt"])
CONTENT = {"a.txt": b"A"}
PADDED = tar_of({"a.txt": b"A"})
EXACT = member(b"a.txt", b"A") + END
"""Without padding behind its end marker, as Go's writer leaves it."""
ALL = list(Verification)
CHECKED = [Verification.DIGESTS, Verification.STRICT]


def read(
    data: bytes,
    info: Mapping[str, object],
    verification: Verification = Verification.DIGESTS,
    limits: Limits | None = None,
) -> Snapshot:
    """Read a layer of which the image says what ``info`` holds."""
    layer = LayerInfo(**{"diff_id": None, **info})  # type: ignore[arg-type] # any of its fields
    options = ReadOptions(claims=CLAIMS, verification=verification, limits=limits or Limits())
    return read_layer(lambda: MemoryStream(data), layer, options)


def reason(data: bytes, verification: Verification, **info: object) -> str:
    """Return why a layer cannot be read."""
    with pytest.raises(UnreadableLayer) as error:
        read(data, info, verification)
    return error.value.reason


def described(data: bytes, tar: bytes = PADDED) -> dict[str, object]:
    """Return what an honest image says of a layer."""
    return {"digest": Digest.of(data), "size": len(data), "diff_id": Digest.of(tar)}


@pytest.mark.parametrize("verification", ALL)
@pytest.mark.parametrize(
    "data",
    [
        pytest.param(PADDED, id="plain"),
        pytest.param(gzip.compress(PADDED), id="gzip"),
        pytest.param(gzip.compress(PADDED[:700]) + gzip.compress(PADDED[700:]), id="members"),
        pytest.param(zstd.compress(PADDED), id="zstd"),
        pytest.param(zstd.compress(PADDED[:700]) + zstd.compress(PADDED[700:]), id="frames"),
        pytest.param(
            b"\x50\x2a\x4d\x18\x04\0\0\0skip" + zstd.compress(PADDED), id="skippable-frame"
        ),
    ],
)
def test_an_honest_layer_is_read_in_any_compression(data, verification):
    found = read(data, described(data), verification)

    assert (CONTENT, ()) == (found.contents, found.notes)


@pytest.mark.hostile(row=11)
@pytest.mark.parametrize("tar", [PADDED, EXACT], ids=["padded", "exact"])
@pytest.mark.parametrize("compress", [bytes, gzip.compress, zstd.compress])
@pytest.mark.parametrize("verification", CHECKED)
def test_a_wrong_digest_is_an_error(tar, compress, verification):
    """
    To the last byte, also where nothing follows the end marker.
    """
    data = compress(tar)
    wrong = Digest.of(b"other")

    found = reason(data, verification, digest=wrong, size=len(data))

    assert f"digest mismatch: expected {wrong}, the bytes have {Digest.of(data)}" == found


@pytest.mark.hostile(row=13)
@pytest.mark.parametrize("tar", [PADDED, EXACT], ids=["padded", "exact"])
@pytest.mark.parametrize("compress", [bytes, gzip.compress, zstd.compress])
@pytest.mark.parametrize("verification", CHECKED)
@pytest.mark.parametrize(
    ("more", "expected"), [(1, "truncated: expected"), (-1, "size mismatch: expected")]
)
def test_a_wrong_size_is_an_error(tar, compress, verification, more, expected):
    data = compress(tar)

    found = reason(data, verification, digest=Digest.of(data), size=len(data) + more)

    assert found.startswith(f"{expected} {len(data) + more} bytes")


@pytest.mark.hostile(row=15)
@pytest.mark.parametrize("compress", [bytes, gzip.compress])
@pytest.mark.parametrize("tar", [PADDED, EXACT], ids=["padded", "exact"])
def test_a_wrong_diff_id_is_an_error_if_asked_to_look(tar, compress):
    data = compress(tar)
    info = {**described(data, tar), "diff_id": Digest.of(b"other")}

    assert CONTENT == read(data, info).contents
    assert reason(data, Verification.STRICT, **info).startswith("digest mismatch: ")


@pytest.mark.hostile(row=15)
@pytest.mark.parametrize("compress", [bytes, gzip.compress])
@pytest.mark.parametrize("tar", [PADDED, EXACT], ids=["padded", "exact"])
@pytest.mark.parametrize("verification", CHECKED)
def test_a_diff_id_is_checked_where_there_is_no_other_digest(tar, compress, verification):
    """
    A docker archive has nothing else.
    """
    data = compress(tar)

    found = reason(data, verification, diff_id=Digest.of(b"other"))

    assert f"the bytes have {Digest.of(tar)}" in found


@pytest.mark.parametrize("data", [PADDED, EXACT, gzip.compress(PADDED)])
def test_nothing_is_checked_if_nobody_wants_it(data):
    wrong = Digest.of(b"other")

    found = read(data, {"digest": wrong, "size": 1, "diff_id": wrong}, Verification.NONE)

    assert CONTENT == found.contents


def test_a_sha512_is_checked_too():
    digest = Digest.parse(f"sha512:{'0' * 128}")

    found = reason(PADDED, Verification.DIGESTS, digest=digest, size=len(PADDED))

    assert "the bytes have sha512:" in found


GZIP = gzip.compress(PADDED, mtime=0)
WRONG_CRC = GZIP[:-8] + bytes((GZIP[-8] ^ 1,)) + GZIP[-7:]


@pytest.mark.parametrize("verification", ALL)
@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(GZIP[:-20], "truncated gzip stream", id="row-6-truncated"),
        pytest.param(GZIP[:-1], "truncated gzip stream", id="row-6-last-byte"),
        pytest.param(WRONG_CRC, "damaged gzip stream: ", id="row-8-crc"),
        pytest.param(b"BZh91AY&SY", "compressed with bzip2; only gzip and zstd", id="row-10-bzip2"),
        pytest.param(b"\xfd7zXZ\0", "compressed with xz; only gzip and zstd", id="row-10-xz"),
        pytest.param(EXACT[:600], "truncated tar archive", id="row-41"),
        pytest.param(b"{}".ljust(512), "a header with ", id="row-26-no-tar"),
        pytest.param(gzip.compress(GZIP), "truncated tar archive", id="row-3-compressed-twice"),
    ],
)
def test_damage_is_an_error_whatever_is_verified(data, expected, verification):
    found = reason(data, verification, digest=Digest.of(data), size=len(data))

    assert found.startswith(expected)


def test_that_these_are_not_the_right_bytes_is_the_better_reason():
    found = reason(EXACT[:600], Verification.DIGESTS, **described(EXACT))

    assert f"truncated: expected {len(EXACT)} bytes, there are 600" == found


@pytest.mark.hostile(row=7)
def test_trailing_data_is_noted():
    data = GZIP + b"junk"

    found = read(data, described(data), Verification.STRICT)

    assert (CONTENT, (Note("", "4 bytes of trailing data after the gzip stream"),)) == (
        found.contents,
        found.notes,
    )


@pytest.mark.parametrize(
    ("data", "media_type", "expected"),
    [
        pytest.param(GZIP, f"{TAR}+gzip", None, id="gzip"),
        pytest.param(PADDED, TAR, None, id="plain"),
        pytest.param(zstd.compress(PADDED), f"{TAR}+zstd", None, id="zstd"),
        pytest.param(
            GZIP, "application/vnd.docker.image.rootfs.diff.tar.gzip", None, id="docker-gzip"
        ),
        pytest.param(GZIP, f"{TAR}+zstd", "gzip", id="row-9-gzip-labelled-zstd"),
        pytest.param(zstd.compress(PADDED), f"{TAR}+gzip", "zstd", id="row-9-zstd-labelled-gzip"),
        pytest.param(PADDED, f"{TAR}+gzip", "nothing", id="row-9-plain-labelled-gzip"),
        pytest.param(GZIP, "", None, id="no-label"),
    ],
)
def test_the_bytes_tell_the_compression_and_a_wrong_label_is_noted(data, media_type, expected):
    found = read(data, {**described(data), "media_type": media_type})

    notes = [Note("", f"labelled {media_type}, but compressed with {expected}")] if expected else []
    assert (CONTENT, notes) == (found.contents, list(found.notes))


@pytest.mark.parametrize(
    ("media_type", "expected"),
    [
        pytest.param(f"{TAR}+gzip+encrypted", "encrypted", id="row-26-encrypted"),
        pytest.param("application/x", "of the unknown type application/x", id="row-26-unknown"),
        pytest.param(f"{TAR}+xz", f"of the unknown type {TAR}+xz", id="row-26-not-in-use"),
    ],
)
def test_a_layer_that_engines_do_not_read_is_unreadable(media_type, expected):
    assert expected == reason(GZIP, Verification.DIGESTS, **described(GZIP), media_type=media_type)


@pytest.mark.hostile(row=28)
@pytest.mark.parametrize("verification", ALL)
def test_an_empty_layer_is_fine(verification):
    found = read(END, described(END, END), verification)

    assert ({}, ()) == (found.contents, found.notes)


@pytest.mark.hostile(row=28)
def test_a_blob_without_a_byte_is_fine_if_that_was_promised():
    found = read(b"", described(b"", b""), Verification.STRICT)

    assert [Note("", "the archive has no end marker")] == list(found.notes)
    assert "truncated" in reason(b"", Verification.DIGESTS, digest=Digest.of(END), size=len(END))


@pytest.mark.parametrize(
    ("data", "limits", "expected"),
    [
        (GZIP, Limits(max_layer_bytes=1000), "limit max_layer_bytes of 1,000 exceeded"),
        (PADDED, Limits(max_entries=0), "limit max_entries of 0 exceeded"),
        (PADDED, Limits(max_claimed_bytes=0), "limit max_claimed_bytes of 0 exceeded"),
    ],
)
def test_a_passed_limit_makes_a_layer_unreadable(data, limits, expected):
    with pytest.raises(UnreadableLayer) as error:
        read(data, described(data), limits=limits)

    assert (str(Digest.of(data)), expected) == (error.value.layer, error.value.reason)


def test_an_error_of_the_medium_makes_a_layer_unreadable():
    def open_stream() -> MemoryStream:
        raise FileNotFoundError(2, "No such file or directory", "blob")

    info = LayerInfo(diff_id=None, digest=Digest.of(b""))

    with pytest.raises(UnreadableLayer, match="No such file or directory: 'blob'"):
        read_layer(open_stream, info, ReadOptions(claims=CLAIMS))


LINKED = {
    "unclaimed": (b"blob", b"1"),
    "star": (b"with/*", b"1"),
    "not-utf-8": (b"\xff", b"1"),
}


@pytest.mark.parametrize(("target", "content"), LINKED.values(), ids=LINKED)
@pytest.mark.parametrize("compress", [bytes, gzip.compress])
def test_the_unclaimed_target_of_a_claimed_hard_link_is_read_in_a_second_pass(
    target, content, compress
):
    """
    H8: ostree keeps every file under its checksum first.
    """
    tar = (
        member(target, content)
        + member(b"with/other", b"2")
        + member(b"a.txt", flag=b"1", target=target)
        + END
    )
    data = compress(tar)

    found = read(data, described(data, tar), Verification.STRICT)

    assert content == found.contents["a.txt"]
    assert not any(path.endswith("other") for path in found.contents)


def test_a_layer_whose_links_are_read_is_not_opened_twice():
    opens = []

    def open_stream() -> MemoryStream:
        opens.append(1)
        tar = member(b"a.txt", b"A") + member(b"b.txt", flag=b"1", target=b"a.txt") + END
        return MemoryStream(tar)

    read_layer(open_stream, LayerInfo(diff_id=None), ReadOptions(claims=CLAIMS))

    assert [1] == opens


class Counting:
    """Progress that adds up."""

    def __init__(self) -> None:
        self.size = 0

    def begin(self, layers: int, size: int) -> None: ...

    def advance(self, size: int) -> None:
        self.size += size

    def end_layer(self) -> None: ...


@pytest.mark.parametrize("verification", ALL)
@pytest.mark.parametrize("data", [PADDED, GZIP])
def test_every_byte_of_the_medium_is_progress(data, verification):
    progress = Counting()
    options = ReadOptions(claims=CLAIMS, verification=verification, progress=progress)

    read_layer(lambda: MemoryStream(data), LayerInfo(diff_id=None, digest=None), options)

    assert len(data) == progress.size


@pytest.mark.hostile(row=42)
def test_a_second_archive_behind_the_first_is_noted_and_not_read():
    data = EXACT + padded(b"") + member(b"b.txt", b"B") + END

    found = read(data, described(data))

    assert (CONTENT, 1) == (found.contents, len(found.notes))


class Opened:
    """A medium that counts how often it was opened."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.times = 0

    def __call__(self) -> MemoryStream:
        self.times += 1
        return MemoryStream(self.data)


def with_store(tmp_path: Path, **changes: object) -> ReadOptions:
    """Return options with a store in a directory."""
    store = DirectoryStore(tmp_path, 10**6)
    return ReadOptions(**{"claims": CLAIMS, "store": store, **changes})  # type: ignore[arg-type]


def info_of(data: bytes, **changes: object) -> LayerInfo:
    return LayerInfo(**{**described(data), **changes})  # type: ignore[arg-type] # any of its fields


GZIPPED = gzip.compress(PADDED, mtime=0)


@pytest.mark.parametrize("verification", CHECKED)
@pytest.mark.parametrize(
    ("data", "info"),
    [
        pytest.param(GZIPPED, info_of(GZIPPED), id="blob"),
        pytest.param(PADDED, LayerInfo(diff_id=Digest.of(PADDED)), id="diff-id-only"),
    ],
)
def test_what_was_read_once_comes_from_the_store(tmp_path, data, info, verification):
    medium = Opened(data)
    options = with_store(tmp_path, verification=verification)

    first, second = (read_layer(medium, info, options) for _ in range(2))

    assert (CONTENT, 1) == (first.contents, medium.times)
    assert (first.entries, first.contents) == (second.entries, second.contents)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param({}, {"claims": Claims(["**/*.md"])}, id="claims"),
        pytest.param({}, {"claims": CLAIMS.including(["b"])}, id="claimed-paths"),
        pytest.param({}, {"limits": Limits(max_entries=9)}, id="limits"),
        pytest.param({}, {"verification": Verification.STRICT}, id="stricter"),
        pytest.param({}, {"verification": Verification.NONE}, id="not-verified-after"),
        pytest.param({"verification": Verification.NONE}, {}, id="not-verified-before"),
    ],
)
def test_what_was_read_otherwise_does_not(tmp_path, before, after):
    """
    Nothing is kept under a digest that was not verified.
    """
    medium = Opened(GZIPPED)
    read_layer(medium, info_of(GZIPPED), with_store(tmp_path, **before))

    read_layer(medium, info_of(GZIPPED), with_store(tmp_path, **after))

    assert 2 == medium.times


def test_a_layer_that_lies_about_its_diff_id_does_not_poison_another(tmp_path):
    """
    A diff ID that an image merely claims is no key.
    """
    liar = gzip.compress(member(b"a.txt", b"lies") + END, mtime=0)
    options = with_store(tmp_path)
    read_layer(Opened(liar), info_of(liar), options)

    honest = read_layer(Opened(PADDED), LayerInfo(diff_id=Digest.of(PADDED)), options)

    assert CONTENT == honest.contents


def test_what_could_not_be_read_is_not_kept(tmp_path):
    info = info_of(GZIPPED)
    options = with_store(tmp_path)
    for data in (GZIPPED[:-20], PADDED):
        with pytest.raises(UnreadableLayer):
            read_layer(Opened(data), info, options)

    assert CONTENT == read_layer(Opened(GZIPPED), info, options).contents
