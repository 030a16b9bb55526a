"""Finding an image, and nothing else, in the store of an engine."""

from __future__ import annotations

import pytest

from layers import Claims, ReadOptions
from layers.digest import Digest
from layers.errors import InvalidManifest, SeveralImages, UnreadableImage
from layers.image_store import ImageStore, chain_ids, chosen, goes_by, located

OPTIONS = ReadOptions(claims=Claims([]))
ONE, TWO = "1" * 64, "2" * 64


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("/s", ("/s", None)),
        ("/s#a:1", ("/s", "a:1")),
        ("/s#x#a:1", ("/s#x", "a:1")),
        ("/s#", ("/s", "")),
    ],
)
def test_a_name_stands_behind_the_directory(location, expected):
    assert expected == located(location)


def test_a_directory_may_have_the_separator_in_its_name(tmp_path):
    (tmp_path / "a#b").mkdir()

    assert (f"{tmp_path}/a#b", None) == located(f"{tmp_path}/a#b")


@pytest.mark.parametrize(
    ("wanted", "name", "expected"),
    [
        ("a:1", "a:1", True),
        ("a", "a:latest", True),
        ("a", "a:1", False),
        ("a:1", "docker.io/library/a:1", True),
        ("docker.io/library/a:1", "a:1", True),
        ("a:1", "localhost/a:1", True),
        ("team/a:1", "x.io/team/a:1", True),
        ("eam/a:1", "x.io/team/a:1", False),
        ("1" * 12, "", True),
        ("1" * 11, "", False),
        (f"sha256:{ONE}", "", True),
        (TWO, "", False),
        ("A B", "A B", True),
    ],
)
def test_a_user_may_leave_out_what_engines_do(wanted, name, expected):
    assert expected == bool(goes_by(wanted, ONE, (name,)))


def test_an_exact_name_wins():
    images = {ONE: ("a:1",), TWO: ("x.io/a:1",)}

    assert (ONE, TWO) == (chosen("s", images, "a:1"), chosen("s", images, "x.io/a:1"))


def test_a_name_that_fits_several_is_told():
    with pytest.raises(SeveralImages) as error:
        chosen("s", {ONE: ("x.io/a:1",), TWO: ("y.io/a:1",)}, "a:1")

    assert ("x.io/a:1", "y.io/a:1") == error.value.names


def test_images_without_a_name_go_by_what_identifies_them():
    with pytest.raises(SeveralImages) as error:
        chosen("s", {ONE: (), TWO: ()}, None)

    assert (ONE, TWO) == error.value.names


def test_a_chain_identifies_a_layer_with_all_below_it():
    """
    The example is that of the OCI image specification's definition.
    """
    a, b = Digest.of(b"a"), Digest.of(b"b")

    assert [a, Digest.of(f"{a} {b}".encode())] == chain_ids((a, b))
    assert [] == chain_ids(())


@pytest.mark.parametrize("name", ["../x", "/etc/passwd", "link", "link/x", "."])
def test_nothing_leads_out_of_a_store(tmp_path, name):
    root = tmp_path / "store"
    root.mkdir()
    (root / "link").symlink_to(tmp_path)

    with ImageStore.opened(str(root), OPTIONS) as store, pytest.raises(InvalidManifest):
        store.read(name)


def test_a_store_that_is_not_there_is_told(tmp_path):
    with (
        pytest.raises(UnreadableImage, match="no such directory"),
        ImageStore.opened(f"{tmp_path}/x", OPTIONS),
    ):
        pytest.fail("a store of nothing")


def test_a_link_inside_is_followed(tmp_path):
    (tmp_path / "a").write_bytes(b"1")
    (tmp_path / "b").symlink_to("a")

    with ImageStore.opened(str(tmp_path), OPTIONS) as store:
        assert (b"1", True, False) == (store.read("b"), store.has("b"), store.has("c"))
