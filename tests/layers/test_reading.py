"""Reading all layers of an image."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, NoReturn

import pytest

from layers import Claims, Image, Layer, LayerInfo, ReadOptions, read_tree
from layers.digest import Digest
from layers.errors import UnreadableLayer
from layers.note import Note
from testdata.images.writer import tar_of
from tests.support.images import snapshot_of

if TYPE_CHECKING:
    from layers.snapshot import Snapshot

CLAIMS = Claims(["**/*.txt"])


class Recorded:
    """Progress that remembers."""

    def __init__(self) -> None:
        self.begun: list[tuple[int, int]] = []
        self.ended = 0

    def begin(self, layers: int, size: int) -> None:
        self.begun.append((layers, size))

    def advance(self, size: int) -> None: ...

    def end_layer(self) -> None:
        self.ended += 1


def layer(content: str, read: list[str], *, size: int = 0, known: bool = True) -> Layer:
    """Return a layer with one file, which remembers that it was read."""
    snapshot = snapshot_of(tar_of({f"{content}.txt": content.encode()}), CLAIMS)

    def recorded() -> Snapshot:
        read.append(content)
        return snapshot

    digest = Digest.of(content.encode()) if known else None
    return Layer(LayerInfo(diff_id=None, digest=digest, size=size), recorded)


def image(*layers: Layer) -> Image:
    return Image(location="x", source="x", layers=layers)


@pytest.mark.parametrize("workers", [None, 1, 2, 8])
def test_the_order_of_layers_is_kept_however_many_are_read_at_a_time(workers):
    read: list[str] = []
    stack = image(*(layer(str(number), read, size=number) for number in range(20)))

    tree = read_tree(stack, ReadOptions(claims=CLAIMS, workers=workers))

    assert list(range(20)) == [tree.layer_of(f"{number}.txt") for number in range(20)]
    assert 20 == len(read)


def test_the_biggest_layer_is_read_first():
    """
    So that none is left to be read alone at the end.
    """
    read: list[str] = []
    stack = image(*(layer(str(size), read, size=size) for size in (1, 3, 2)))

    read_tree(stack, ReadOptions(claims=CLAIMS, workers=1))

    assert ["3", "2", "1"] == read


@pytest.mark.hostile(row=29)
def test_a_layer_that_is_there_twice_is_read_once():
    read: list[str] = []
    progress = Recorded()
    first, other = layer("a", read, size=5), layer("b", read, size=7)

    tree = read_tree(image(first, other, first), ReadOptions(claims=CLAIMS, progress=progress))

    assert (["a", "b"], 2) == (sorted(read), tree.layer_of("a.txt"))
    assert ([(2, 12)], 2) == (progress.begun, progress.ended)


def test_layers_without_a_digest_are_different():
    read: list[str] = []

    tree = read_tree(
        image(layer("a", read, known=False), layer("b", read, known=False)),
        ReadOptions(claims=CLAIMS),
    )

    assert ["a.txt", "b.txt"] == tree.match("**/*.txt")


def test_an_unreadable_layer_is_a_note():
    """
    M7.
    """
    progress = Recorded()

    def damaged() -> NoReturn:
        raise UnreadableLayer("sha256:x", "truncated")

    bad = Layer(LayerInfo(diff_id=None, digest=Digest.of(b"bad")), damaged)

    tree = read_tree(image(bad, layer("a", [])), ReadOptions(claims=CLAIMS, progress=progress))

    assert ((Note("", "layer sha256:x: truncated", incomplete=True),), ["a.txt"], 2) == (
        tree.notes,
        tree.match("**/*.txt"),
        progress.ended,
    )


def test_any_other_error_is_not_hidden():
    def broken() -> NoReturn:
        raise ZeroDivisionError

    stack = image(layer("a", []), Layer(LayerInfo(diff_id=None), broken))

    with pytest.raises(ZeroDivisionError):
        read_tree(stack, ReadOptions(claims=CLAIMS))


def test_layers_are_read_side_by_side():
    """
    Each waits for the other.
    """
    barrier = threading.Barrier(2, timeout=60)
    snapshot = snapshot_of(tar_of({"a.txt": b"1"}), CLAIMS)

    def waiting() -> Snapshot:
        barrier.wait()
        return snapshot

    layers = [Layer(LayerInfo(diff_id=Digest.of(name)), waiting) for name in (b"1", b"2")]

    tree = read_tree(image(*layers), ReadOptions(claims=CLAIMS, workers=2))

    assert 1 == tree.layer_of("a.txt")


def test_what_is_not_in_a_layer_comes_from_none():
    """
    A directory is read as one layer, but has none.
    """
    snapshot = snapshot_of(tar_of({"a.txt": b"1"}), CLAIMS)
    whole = Layer(LayerInfo(diff_id=None), lambda: snapshot)

    assert None is read_tree(image(whole), ReadOptions(claims=CLAIMS)).layer_of("a.txt")


@pytest.mark.hostile(row=28)
def test_an_image_without_layers_is_an_empty_tree():
    tree = read_tree(image(), ReadOptions(claims=CLAIMS))

    assert ([], ()) == (list(tree.walk("")), tree.notes)
