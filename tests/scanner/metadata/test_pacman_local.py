"""pacman's database."""

from __future__ import annotations

import gzip

import pytest

from scanner.metadata.package_record import PackageRecord
from scanner.metadata.pacman_local import (
    UNREAD,
    digests_in,
    parse_pacman_desc,
    paths_in,
    python_digests,
    python_paths,
)
from tests.support.system import kept_files

LOCAL = "var/lib/pacman/local/python-foo-1:1.0-2"
METADATA_DIGEST = "sha256:d70033355f550df3d2bf49c598efaef86f10f876df78a36124a9c2dd213ff187"
SITE = "usr/lib/python3.12/site-packages"
METADATA = f"{SITE}/foo-1.0.dist-info/METADATA"


def test_a_description_by_pacman_is_read():
    expected = PackageRecord(name="python-foo", version="1:1.0-2", architecture="any", source="foo")

    assert expected == parse_pacman_desc(kept_files("pacman")[f"{LOCAL}/desc"])


def test_of_a_list_by_pacman_only_python_files_are_kept():
    paths = paths_in(python_paths(kept_files("pacman")[f"{LOCAL}/files"]))

    assert ["usr/bin/python3", f"{SITE}/foo bar.py", METADATA] == paths


def test_digests_by_pacman_are_those_of_plain_files():
    digests = digests_in(python_digests(kept_files("pacman")[f"{LOCAL}/mtree"]))

    assert {f"{SITE}/foo bar.py", METADATA} == digests.keys()
    assert METADATA_DIGEST == digests[METADATA]


@pytest.mark.parametrize(
    "description", [b"", b"%NAME%\nfoo\n", b"%NAME%\n\n%VERSION%\n1\n", b"\xff%NAME%"]
)
def test_a_description_without_name_or_version_is_none(description):
    assert parse_pacman_desc(description) is None


MTREE = b"#mtree\n" + b"./usr/lib/python3.12/a.py sha256digest=00\n" * 1000
BROKEN = [
    pytest.param(b"", b"truncated", id="empty"),
    pytest.param(b"#mtree\n", b"incorrect header check", id="not compressed"),
    pytest.param(gzip.compress(MTREE, mtime=0)[:-20], b"truncated", id="truncated"),
]


@pytest.mark.parametrize(("data", "reason"), BROKEN)
def test_a_tree_that_cannot_be_read_says_why(data, reason):
    first = python_digests(data).partition(b"\n")[0]

    assert first.startswith(UNREAD)
    assert reason in first


def test_a_bomb_is_read_up_to_a_limit():
    bomb = gzip.compress(bytes(80 << 20), mtime=0)

    assert UNREAD + b"too large\n" == python_digests(bomb)
