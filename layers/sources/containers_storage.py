"""The store of podman, buildah and skopeo (containers/storage), with overlay or vfs, read in place.

Its lists are replaced as a whole when they change, so they are read without their locks. Manifest
and config are checked against their digests; layers are directories, whose diff IDs nobody can
check, so an image counts as not verified. ``vfs`` has each layer with all below it already in it.
"""

from __future__ import annotations

import re
from base64 import b64encode
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from layers.document import Document, parse_json
from layers.errors import (
    InvalidManifest,
    LayersError,
    LimitExceeded,
    NotAnImage,
    UnreadableImage,
    UnreadableLayer,
)
from layers.image import Image, Layer, LayerInfo
from layers.image_store import ImageStore, chosen, identity_of, located
from layers.manifest import Index, parse_config, parse_manifest
from layers.overlayfs import Marks, hidden_marks
from layers.selection import check_platform, config_notes
from layers.sources.directory import read_directory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from layers.image import ReadOptions
    from layers.manifest import ImageConfig, Manifest
    from layers.snapshot import Snapshot

DRIVERS: Final = ("overlay", "vfs")
PLAIN_KEY: Final = re.compile(r"[a-z0-9]+")
"""What a document of an image is called so on the disk; any other name is encoded."""


@dataclass(frozen=True, slots=True)
class _Stored:
    """An image, as a list has it."""

    driver: str
    entry: Document

    @property
    def identity(self) -> str:
        return identity_of(self.entry.text("id"), self.entry.name)

    @property
    def names(self) -> tuple[str, ...]:
        return self.entry.texts("names")


@contextmanager
def open_containers_storage(location: str, options: ReadOptions) -> Iterator[Image]:
    """Open an image of a store: ``DIRECTORY[#NAME]``."""
    directory, name = located(location)
    with ImageStore.opened(directory, options) as store:
        images = {
            image.identity: image
            for driver in reversed(DRIVERS)
            if store.has(f"{driver}-images/images.json")
            for image in _images(store, driver, options)
        }
        if not images:
            raise UnreadableImage(
                location, f"no images of the drivers {' or '.join(DRIVERS)} in this store"
            )
        names = {identity: image.names for identity, image in images.items()}
        yield _image(
            location, store, images[chosen(location, names, name or options.name)], options
        )


def _images(store: ImageStore, driver: str, options: ReadOptions) -> list[_Stored]:
    return [_Stored(driver, entry) for entry in _listed(store, f"{driver}-images/images", options)]


def _listed(store: ImageStore, name: str, options: ReadOptions) -> list[Document]:
    listed = parse_json(name, store.read(f"{name}.json"), options.limits)
    return Document(name, {"entries": listed}).objects("entries")


def _image(location: str, store: ImageStore, stored: _Stored, options: ReadOptions) -> Image:
    manifest, config = _documents(store, stored, options)
    check_platform(config, options)
    chain = _chain(store, stored, options)
    if len(chain) != len(config.diff_ids):
        reason = f"{len(chain)} layers, but the config has {len(config.diff_ids)} diff IDs"
        raise InvalidManifest(stored.entry.name, reason)
    infos = [
        LayerInfo(diff_id=diff_id, created_by=created_by)
        for diff_id, created_by in zip(config.diff_ids, config.layer_history, strict=True)
    ]
    layers = tuple(
        Layer(info, partial(_read, store, entry, info, options))
        for entry, info in zip(chain, infos, strict=True)
    )
    if stored.driver == "vfs" and chain:
        info = LayerInfo(diff_id=None, created_by="all layers, as the driver vfs merged them")
        layers = (Layer(info, partial(_read_merged, store, chain[-1], options)),)
    return Image(
        location=location,
        source="containers-storage",
        layers=layers,
        image_id=manifest.config.digest,
        config=config,
        names=stored.names,
        verified=False,
        notes=(*config_notes(config), *hidden_marks(store.root)),
    )


def _documents(
    store: ImageStore, stored: _Stored, options: ReadOptions
) -> tuple[Manifest, ImageConfig]:
    """Return an image's manifest and config."""
    data = _document(store, stored, "manifest")
    manifest = parse_manifest("manifest", data, options.limits)
    if isinstance(manifest, Index):
        raise InvalidManifest("manifest", "an index, where a manifest is promised")
    if not manifest.is_image:
        kind = manifest.artifact_type or manifest.config.media_type
        raise NotAnImage(stored.identity, kind)
    name = str(manifest.config.digest)
    config = _document(store, stored, name)
    manifest.config.digest.check(config)
    return manifest, parse_config(f"config {name}", config, options.limits)


def _document(store: ImageStore, stored: _Stored, key: str) -> bytes:
    name = key if PLAIN_KEY.fullmatch(key) else f"={b64encode(key.encode()).decode()}"
    return store.read(f"{stored.driver}-images/{stored.identity}/{name}")


def _chain(store: ImageStore, stored: _Stored, options: ReadOptions) -> list[Document]:
    """Return an image's layers, the lowest first."""
    name = f"{stored.driver}-layers/layers"
    entries = {entry.text("id"): entry for entry in _listed(store, name, options)}
    chain: list[Document] = []
    above = stored.entry.text("layer", "")
    while above:
        entry = entries.get(above)
        if entry is None:
            raise InvalidManifest(name, f"no layer {above[:100]}")
        chain.append(entry)
        if len(chain) > options.limits.max_layers:
            raise LimitExceeded("max_layers", options.limits.max_layers)
        above = entry.text("parent", "")
    return chain[::-1]


def _read(store: ImageStore, entry: Document, info: LayerInfo, options: ReadOptions) -> Snapshot:
    """Read a layer of the driver overlay."""
    try:
        identity = identity_of(entry.text("id"), entry.name)
        diff_id = entry.text("diff-digest", "")
        if diff_id and diff_id != str(info.diff_id):
            raise InvalidManifest(entry.name, f"{info.diff_id} is expected, not {diff_id:.80}")
        if store.has(f"overlay/{identity}/composefs-data"):
            raise InvalidManifest(entry.name, "kept as composefs, which is not read")
        directory = store.path(f"overlay/{identity}/diff")
    except LayersError as error:
        raise UnreadableLayer(info.name, str(error)) from error
    return read_directory(directory, options, partial(Marks, are_files=True))


def _read_merged(store: ImageStore, entry: Document, options: ReadOptions) -> Snapshot:
    """Read a layer of the driver vfs, which has all those below it."""
    try:
        identity = identity_of(entry.text("id"), entry.name)
        directory = store.path(f"vfs/dir/{identity}")
    except LayersError as error:
        raise UnreadableLayer(entry.name, str(error)) from error
    return read_directory(directory, options)
