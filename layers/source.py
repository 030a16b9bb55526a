"""Finding out what a user means by a target, and opening it."""
# ruff: noqa: PTH110, PTH112, PTH113, PTH118 - these never raise, and those of pathlib do

from __future__ import annotations

import os.path
import re
from typing import TYPE_CHECKING, Final

from layers.errors import InvalidDigest, InvalidReference, UnreadableImage
from layers.layout import INDEX, MARKER
from layers.reference import Reference
from layers.registry.address import redacted
from layers.sources import SOURCES

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from layers.image import Image, ReadOptions


REGISTRY_WITH_PORT: Final = re.compile(r"registry:[0-9]+/")
"""A host that is called so, and not the prefix of a source; it is a common name in networks."""
ARCHIVE_SUFFIXES: Final = (".tar", ".tgz", ".gz", ".zst", ".xz", ".bz2")


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
    if colon and source in SOURCES and not REGISTRY_WITH_PORT.match(target):
        return source, location
    if os.path.isdir(target):
        is_layout = all(os.path.isfile(os.path.join(target, name)) for name in (MARKER, INDEX))
        return ("oci" if is_layout else "dir"), target
    if os.path.exists(target):
        return "archive", target
    if _is_reference(target):
        return "registry", target
    raise UnreadableImage(redacted(target), "no such file or directory")


def _is_reference(target: str) -> bool:
    """Tell whether a target names an image, and does not look like a file that is not there."""
    try:
        Reference.parse(target)
    except (InvalidReference, InvalidDigest):
        return False
    return not target.endswith(ARCHIVE_SUFFIXES)
