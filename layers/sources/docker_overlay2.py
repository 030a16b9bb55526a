"""The data directory of a Docker engine that keeps images with ``overlay2``, read in place.

Configs are checked against their digests. Layers are directories by now, whose diff IDs nobody can
check; that is why such an image counts as not verified.
"""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Final

from layers.digest import Digest
from layers.document import Document
from layers.errors import InvalidManifest, LayersError, UnreadableImage, UnreadableLayer
from layers.image import Image, Layer, LayerInfo
from layers.image_store import IDENTITY, ImageStore, chain_ids, chosen, identity_of, located
from layers.manifest import parse_config
from layers.overlayfs import Marks, hidden_marks
from layers.selection import check_platform, config_notes
from layers.sources.directory import read_directory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from layers.image import ReadOptions
    from layers.snapshot import Snapshot

CONFIGS: Final = "image/overlay2/imagedb/content/sha256"
NAMES: Final = "image/overlay2/repositories.json"
CHAINS: Final = "image/overlay2/layerdb/sha256"
CACHE_ID: Final = re.compile(r"[0-9a-z]{1,64}")
"""Hexadecimal of the engine's own making; BuildKit uses more letters."""


@contextmanager
def open_docker_overlay2(location: str, options: ReadOptions) -> Iterator[Image]:
    """Open an image of an engine: ``DIRECTORY[#NAME]``."""
    directory, name = located(location)
    with ImageStore.opened(directory, options) as store:
        if not store.has(CONFIGS):
            raise UnreadableImage(location, f"not a data directory of Docker: no {CONFIGS} in it")
        names = _names(store, options)
        images = {identity: names.get(identity, ()) for identity in _identities(location, store)}
        identity = chosen(location, images, name or options.name)
        yield _image(location, store, Digest("sha256", identity), names.get(identity, ()), options)


def _names(store: ImageStore, options: ReadOptions) -> dict[str, tuple[str, ...]]:
    """Return the names of each image that has some."""
    if not store.has(NAMES):
        return {}
    repositories = Document.parse(NAMES, store.read(NAMES), options.limits).object("Repositories")
    names: dict[str, list[str]] = {}
    for repository in repositories:
        for name, identity in sorted(repositories.mapping(repository).items()):
            names.setdefault(identity_of(identity, NAMES), []).append(name)
    return {identity: tuple(found) for identity, found in names.items()}


def _identities(location: str, store: ImageStore) -> list[str]:
    try:
        names = os.listdir(store.path(CONFIGS))  # noqa: PTH208 - texts all through
    except OSError as error:
        raise UnreadableImage(location, error.strerror or str(error)) from error
    return sorted(name for name in names if IDENTITY.fullmatch(name))


def _image(
    location: str, store: ImageStore, identity: Digest, names: tuple[str, ...], options: ReadOptions
) -> Image:
    document = store.read(f"{CONFIGS}/{identity.hex}")
    identity.check(document)
    config = parse_config(f"config {identity}", document, options.limits)
    check_platform(config, options)
    infos = [
        LayerInfo(diff_id=diff_id, created_by=created_by)
        for diff_id, created_by in zip(config.diff_ids, config.layer_history, strict=True)
    ]
    return Image(
        location=location,
        source="docker-overlay2",
        layers=tuple(
            Layer(info, partial(_read, store, info, chain, options))
            for info, chain in zip(infos, chain_ids(config.diff_ids), strict=True)
        ),
        image_id=identity,
        config=config,
        names=tuple(name for name in names if "@" not in name),
        verified=False,
        notes=(*config_notes(config), *hidden_marks(store.path(CONFIGS))),
    )


def _read(store: ImageStore, info: LayerInfo, chain: Digest, options: ReadOptions) -> Snapshot:
    """Read the layer that is on top of a chain."""
    try:
        place = f"{CHAINS}/{chain.hex}"
        diff_id = store.read(f"{place}/diff").decode("ascii", "replace").strip()
        if diff_id != str(info.diff_id):
            raise InvalidManifest(f"{place}/diff", f"{info.diff_id} is expected, not {diff_id:.80}")
        cache_id = store.read(f"{place}/cache-id").decode("ascii", "replace").strip()
        if not CACHE_ID.fullmatch(cache_id):
            raise InvalidManifest(f"{place}/cache-id", f"not an identity: {cache_id[:100]!r}")
        directory = store.path(f"overlay2/{cache_id}/diff")
    except LayersError as error:
        raise UnreadableLayer(info.name, str(error)) from error
    return read_directory(directory, options, partial(Marks, are_files=False))
