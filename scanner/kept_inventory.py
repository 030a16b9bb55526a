"""Inventories that are kept, so that an image that was scanned before is not looked into again.

An inventory follows from what is in the layers, what the image says of itself, what was asked for,
and our own code. It is kept where each layer goes by a digest that was verified as it was read.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from layers.layer import store_key
from scanner.model.inventory import Coverage
from scanner.subject import subject_of
from scanner.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from layers import Image, ReadOptions
    from scanner.model.inventory import Inventory
    from scanner.settings import Settings

logger = logging.getLogger(__name__)

PACKAGES: Final = ("scanner", "layers")


def kept_or_made(
    image: Image, options: ReadOptions, settings: Settings, make: Callable[[], Inventory]
) -> Inventory:
    """Return the inventory of an image: the one that was kept, or one that is made, and kept.

    What could not be read may be readable the next time: an incomplete one is not kept.
    """
    key = _key(image, options, settings)
    if key and (data := settings.store.get(key)) is not None:
        from scanner.formats.inventory_json import inventory_in

        logger.debug("%s: nothing is read, for its inventory was kept", image.location)
        for layer in image.layers:
            options.progress.advance(layer.info.size)
        return replace(inventory_in(json.loads(data)), subject=subject_of(image))
    inventory = make()
    if key and inventory.coverage is not Coverage.INCOMPLETE:
        from scanner.formats.inventory_json import compact_json

        settings.store.put(key, compact_json(inventory))
    return inventory


def _key(image: Image, options: ReadOptions, settings: Settings) -> str:
    """Return what an inventory is kept under; nothing if it must not be kept."""
    layers = [store_key(layer.info, options) for layer in image.layers]
    if not layers or not all(layers):
        return ""
    parts = (
        _code(),
        layers,
        replace(subject_of(image), location="", names=()),
        image.config and sorted(image.config.variables.items()),
        image.notes,
        options.by_toc,
        settings.all_layers,
        settings.licenses,
    )
    return hashlib.sha256(repr(parts).encode(errors="surrogatepass")).hexdigest()


@cache
def _code() -> str:
    """Return what changes with every change of our code and of the data that comes with it."""
    root = Path(__file__).parent.parent
    files = sorted(file for package in PACKAGES for file in _files(root / package))
    return hashlib.sha256(repr((VERSION, files)).encode()).hexdigest()


def _files(directory: Path) -> Iterator[tuple[str, int, int]]:
    with os.scandir(directory) as entries:
        for entry in entries:
            if entry.is_dir() and entry.name != "__pycache__":
                yield from _files(Path(entry.path))
            elif entry.is_file():
                status = entry.stat()
                yield entry.path, status.st_size, status.st_mtime_ns
