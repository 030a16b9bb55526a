"""Reading all layers of an image, several at a time, into one tree."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from layers.errors import UnreadableLayer
from layers.overlay import overlay

if TYPE_CHECKING:
    from collections.abc import Sequence

    from layers.claim import Claims
    from layers.image import Image, Layer, Progress, ReadOptions
    from layers.snapshot import Snapshot
    from layers.tree import Tree


def read_tree(image: Image, options: ReadOptions) -> Tree:
    """Read every layer of ``image`` and merge them.

    A layer that cannot be read contributes nothing but a note that the tree is incomplete.
    """
    return merged(image, read_layers(image, options), options.claims)


def merged(image: Image, snapshots: Sequence[Snapshot | UnreadableLayer], claims: Claims) -> Tree:
    """Return the tree of an image's layers, or of the lowest ones, that were read with claims."""
    tree = overlay(snapshots, claims, has_layers=any(layer.info.name for layer in image.layers))
    tree.variables = image.config.variables if image.config else {}
    if image.directory is not None:
        tree.place = os.path.realpath(image.directory).lstrip("/")
    tree.chosen = frozenset(image.files)
    return tree


def read_layers(image: Image, options: ReadOptions) -> list[Snapshot | UnreadableLayer]:
    """Read every layer of ``image``.

    Threads are enough: decompression and hashing run outside the interpreter's lock.
    """
    progress = options.progress
    distinct = {_key(layer): layer for layer in image.layers}
    progress.begin(len(distinct), sum(layer.info.size for layer in distinct.values()))
    pool = ThreadPoolExecutor(options.workers or len(os.sched_getaffinity(0)))
    try:
        # The biggest first, so that none is left to be read alone at the end.
        order = sorted(distinct, key=lambda key: -distinct[key].info.size)
        reading = {key: pool.submit(_read, distinct[key], progress) for key in order}
        return [reading[_key(layer)].result() for layer in image.layers]
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _key(layer: Layer) -> object:
    """Return what equal layers have in common; an image may have the same one several times."""
    digests = layer.info.digest, layer.info.diff_id
    return digests if any(digests) else id(layer)


def _read(layer: Layer, progress: Progress) -> Snapshot | UnreadableLayer:
    try:
        return layer.read()
    except UnreadableLayer as error:
        return error
    finally:
        progress.end_layer()
