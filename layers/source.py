"""Finding out what a user means by a target, and opening it."""
# ruff: noqa: PTH110, PTH112, PTH113, PTH118 - these never raise, and those of pathlib do

from __future__ import annotations

import os.path
from typing import TYPE_CHECKING

from layers.errors import UnreadableImage
from layers.layout import INDEX, MARKER
from layers.sources import SOURCES

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from layers.image import Image, ReadOptions


def open_image(target: str, options: ReadOptions) -> AbstractContextManager[Image]:
    """Open ``[source:]location``; without a source, what is at the location decides.

    Raises, here or when the context is entered:
        LayersError: if there is nothing that can be read as an image.

    """
    source, location = located(target)
    return SOURCES[source](location, options)


def located(target: str) -> tuple[str, str]:
    """Return the name of the source that a target is for, and the location it has there."""
    source, colon, location = target.partition(":")
    if colon and source in SOURCES:
        return source, location
    if os.path.isdir(target):
        is_layout = all(os.path.isfile(os.path.join(target, name)) for name in (MARKER, INDEX))
        return ("oci" if is_layout else "dir"), target
    if os.path.exists(target):
        return "archive", target
    raise UnreadableImage(target, "no such file or directory")
