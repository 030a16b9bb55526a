"""What an archive is taken for, by the names in it."""

from __future__ import annotations

import pytest

from layers import Claims, ReadOptions
from layers.root_archive import (
    begins_as_image,
    begins_as_root,
    first_names,
    is_image,
    is_root,
    read_root,
)
from layers.stream import MemoryStream
from testdata.images.writer import tar_of

OPTIONS = ReadOptions(claims=Claims([]))


@pytest.mark.parametrize(
    "name",
    [
        "blobs/sha256/abc",
        "oci-layout",
        "index.json",
        "manifest.json",
        "repositories",
        "config.json",
        "a" * 64,
        f"{'a' * 64}/VERSION",
        f"{'a' * 64}.tar",
        f"sha256:{'a' * 64}",
        f"{'a' * 64}.tar.gz",
        "layer.tar",
    ],
)
def test_an_image_may_begin_so(name):
    names = first_names(tar_of({name: b"", "etc/x": b""}))

    assert begins_as_image(names)


@pytest.mark.parametrize("name", ["etc/passwd", "./usr", "/bin/sh", ".dockerenv", "lib64"])
def test_a_system_begins_so(name):
    names = first_names(tar_of({"app/x": b"", name: b""}))

    assert (False, True) == (begins_as_image(names), begins_as_root(names))


@pytest.mark.parametrize("head", [b"", b"x" * 512, tar_of({"etc/x": b"1" * 600})[:600]])
def test_what_is_cut_off_or_damaged_is_no_matter_yet(head):
    assert [b"etc"][: len(head) // 600] == first_names(head)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"etc/x": b""}, (False, True)),
        ({"usr": None}, (False, True)),
        ({"lib": "usr/lib"}, (False, True)),
        ({"app/etc/x": b""}, (False, False)),
        ({"manifest.json": b""}, (True, False)),
        ({"index.json": b"", "etc": None}, (True, True)),
        ({"app/index.json": b"", "index.json": None}, (False, False)),
    ],
)
def test_what_is_at_the_top_decides(files, expected):
    snapshot = read_root("x", lambda: MemoryStream(tar_of(files)), OPTIONS)

    assert expected == (is_image(snapshot), is_root(snapshot))
