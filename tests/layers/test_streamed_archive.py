"""Compressed archives, which are read once."""

from __future__ import annotations

import gzip
import hashlib

import pytest

from layers import Claims, Limits, ReadOptions, Verification
from layers.errors import (
    CorruptStream,
    InvalidManifest,
    LimitExceeded,
    UnreadableImage,
    UnreadableLayer,
)
from layers.image import LayerInfo
from layers.note import Note
from layers.stream import MemoryStream
from layers.streamed_archive import StreamedFiles
from testdata.images.writer import digest, encoded, tar_of
from tests.support.layouts import TAR, Layout, docker_archive, opened, stored
from tests.support.tar_blocks import END, member

CLAIMS = Claims(["**/*.txt"])
OPTIONS = ReadOptions(claims=CLAIMS)
LAYER = tar_of({"a.txt": b"1"})


def streamed(archive: bytes, limits: Limits | None = None) -> StreamedFiles:
    options = ReadOptions(claims=CLAIMS, limits=limits or Limits())
    return StreamedFiles(MemoryStream(archive), options)


@pytest.mark.hostile(row=6)
@pytest.mark.parametrize("kept", [0.2, 0.5, 0.9, 0.999])
def test_an_archive_that_is_cut_is_no_image(tmp_path, kept):
    """
    Whatever was read of it.
    """
    files = docker_archive({f"{n}.tar": tar_of({f"{n}.txt": b"x" * 999}) for n in range(3)})
    whole = gzip.compress(tar_of(files))
    target = tmp_path / "image.tar.gz"
    target.write_bytes(whole[: int(len(whole) * kept)])

    with pytest.raises(UnreadableImage, match="truncated gzip stream"):
        opened(str(target), OPTIONS)


@pytest.mark.parametrize("position", [-1, -5], ids=["row-8-size", "row-8-crc"])
def test_an_archive_with_a_wrong_checksum_is_no_image(tmp_path, position):
    data = bytearray(gzip.compress(tar_of(docker_archive({"a.tar": LAYER}))))
    data[position] ^= 1
    target = tmp_path / "image.tar.gz"
    target.write_bytes(data)

    with pytest.raises(UnreadableImage, match="damaged gzip stream"):
        opened(str(target), OPTIONS)


@pytest.mark.hostile(row=3)
def test_an_archive_that_is_compressed_twice_is_no_image(tmp_path):
    """
    One level only.
    """
    target = tmp_path / "image.tar.gz"
    target.write_bytes(gzip.compress(gzip.compress(tar_of(docker_archive({"a.tar": LAYER})))))

    with pytest.raises(UnreadableImage):
        opened(str(target), OPTIONS)


@pytest.mark.hostile(row=40)
def test_an_archive_with_a_damaged_header_is_no_image(tmp_path):
    target = tmp_path / "image.tar.gz"
    target.write_bytes(gzip.compress(member(b"a.tar", LAYER) + b"garbage".ljust(512, b"x")))

    with pytest.raises(UnreadableImage, match="a header with"):
        opened(str(target), OPTIONS)


def test_an_archive_that_ends_inside_a_layer_is_damaged_itself():
    """
    And not the layer alone.
    """
    archive = member(b"blobs/a", LAYER)[:-512]

    with pytest.raises(CorruptStream, match="truncated tar archive"):
        streamed(archive)


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        (Limits(max_layer_bytes=5_000), "max_layer_bytes"),
        (Limits(max_archive_members=1), "max_entries"),
        (Limits(max_claimed_bytes=150), "max_claimed_bytes"),
    ],
)
def test_a_passed_limit_of_the_archive_is_an_error(tmp_path, limits, expected):
    target = stored(tmp_path, docker_archive({"a.tar": LAYER}), "gzip")

    with pytest.raises(LimitExceeded) as error:
        opened(target, ReadOptions(claims=CLAIMS, limits=limits))

    assert expected == error.value.limit


@pytest.mark.hostile(row=1)
def test_a_passed_limit_of_a_layer_costs_the_layer(tmp_path):
    bomb = gzip.compress(tar_of({"a.txt": b"", "zeros": bytes(10**6)}))
    layout = Layout()
    entry = layout.image(
        manifest={"layers": [layout.blob(bomb, f"{TAR}+gzip"), layout.blob(LAYER, TAR)]},
        config={"rootfs": {"diff_ids": [digest(b"?"), digest(LAYER)]}},
    )
    target = stored(tmp_path, layout.with_entries(entry), "gzip")
    limits = Limits(max_layer_bytes=100_000)

    _, tree = opened(target, ReadOptions(claims=CLAIMS, limits=limits))

    reason = f"layer {digest(bomb)}: limit max_layer_bytes of 100,000 exceeded"
    assert ([Note("", reason, incomplete=True)], ["a.txt"]) == (
        list(tree.notes),
        tree.match("**/*.txt"),
    )


def test_an_unclaimed_target_of_a_hard_link_makes_the_result_incomplete(tmp_path):
    """
    H8: its payload went by, and can't be had again.
    """
    layer = member(b"blob", b"1") + member(b"a.txt", flag=b"1", target=b"blob") + END
    files = docker_archive({"a.tar": layer})

    _, plain = opened(stored(tmp_path, files, "archive"), OPTIONS)
    _, tree = opened(stored(tmp_path, files, "gzip"), OPTIONS)

    assert (b"1", ()) == (plain.read("a.txt"), plain.notes)
    reason = "claimed under another name; unpack the archive to have it read"
    assert Note("blob", reason, incomplete=True) in tree.notes


@pytest.mark.parametrize("form", ["directory", "archive", "gzip"])
def test_a_blob_of_sha512_is_verified(tmp_path, form):
    layout = Layout()
    name = hashlib.sha512(LAYER).hexdigest()
    descriptor = {"mediaType": TAR, "digest": f"sha512:{name}", "size": len(LAYER)}
    entry = layout.image(
        manifest={"layers": [descriptor]}, config={"rootfs": {"diff_ids": [digest(LAYER)]}}
    )
    files = {**layout.with_entries(entry), f"blobs/sha512/{name}": LAYER}

    _, tree = opened(stored(tmp_path, files, form), OPTIONS)

    assert (["a.txt"], ()) == (tree.match("**/*.txt"), tree.notes)


def test_what_is_not_there_is_told_from_what_is_no_document():
    files = streamed(tar_of({"a.json": b"{}", "layer": LAYER, "link": "a.json"}))

    assert [True, True, True, False] == [
        name in files for name in ("a.json", "layer", "link", "missing")
    ]
    assert b"{}" == files.read("a.json") == files.read("link")
    with pytest.raises(InvalidManifest, match="layer: not JSON"):
        files.read("layer")
    with pytest.raises(InvalidManifest, match="missing: not in the archive"):
        files.read("missing")


@pytest.mark.parametrize(
    ("name", "expected"),
    [("a.json", "a.json is a JSON document"), ("missing", "missing is not in the archive")],
)
def test_a_layer_that_is_none_is_unreadable(name, expected):
    files = streamed(tar_of({"a.json": b"{}"}))
    layer = files.layer(name, LayerInfo(diff_id=None))

    with pytest.raises(UnreadableLayer) as error:
        layer.read()

    assert expected == error.value.reason


@pytest.mark.hostile(row=19)
def test_a_document_that_is_too_large_is_not_kept():
    files = streamed(tar_of({"a.json": encoded({"a": "x" * 100})}), Limits(max_document_bytes=99))

    assert "a.json" not in files


def test_layers_are_verified_when_they_are_asked_for():
    """
    Their digests are known only then.
    """
    from layers.digest import Digest

    info = LayerInfo(diff_id=Digest.of(b"other"))
    archive = tar_of({"layer": LAYER})
    trusting = StreamedFiles(
        MemoryStream(archive), ReadOptions(claims=CLAIMS, verification=Verification.NONE)
    )

    assert {"a.txt": b"1"} == trusting.layer("layer", info).read().contents
    with pytest.raises(UnreadableLayer, match="digest mismatch"):
        streamed(archive).layer("layer", info).read()
