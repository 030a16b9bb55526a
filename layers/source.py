"""Finding out what a user means by a target, and opening it."""
# ruff: noqa: PTH110, PTH112, PTH113, PTH118, PTH123 - these never raise, and those of pathlib do

from __future__ import annotations

import os.path
import re
from typing import TYPE_CHECKING, Final

from layers.errors import InvalidDigest, InvalidReference, UnreadableImage
from layers.file_type import HEAD_BYTES, is_text
from layers.layout import INDEX, MARKER
from layers.reference import Reference
from layers.registry.address import redacted
from layers.skopeo_directory import MANIFEST, VERSION, VERSION_BEGINS
from layers.sources import SOURCES

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from layers.image import Image, ReadOptions

DOCKER_STORE: Final = "image/overlay2/repositories.json"
SIF_BEGINS: Final = b"SIF_MAGIC"
SIF_OFFSET: Final = 32
CONTAINERS_STORES: Final = ("overlay-images/images.json", "vfs-images/images.json")


HOST_WITH_PORT: Final = re.compile(r"(?:docker|podman|registry):[0-9]+/")
"""A host that is called so, and not the prefix of a source; these are common names in networks."""
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
    if colon and source in SOURCES and not HOST_WITH_PORT.match(target):
        return source, location
    if os.path.isdir(target):
        return _directory_kind(target), target
    if os.path.exists(target):
        return _file_kind(target), target
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


def _file_kind(path: str) -> str:
    """Return the name of the source for anything but a directory, by how it begins."""
    if os.path.isfile(path):
        if _begins(path, SIF_BEGINS, SIF_OFFSET):
            return "sif"
        if is_text(_beginning(path, HEAD_BYTES)):
            return "file"
    return "archive"


def _directory_kind(path: str) -> str:
    """Return the name of the source for a directory, by what is in it."""
    if _has(path, MARKER, INDEX):
        return "oci"
    if _has(path, VERSION, MANIFEST) and _begins(os.path.join(path, VERSION), VERSION_BEGINS):
        return "skopeo-dir"
    if _has(path, DOCKER_STORE):
        return "docker-overlay2"
    if any(_has(path, name) for name in CONTAINERS_STORES):
        return "containers-storage"
    return "dir"


def _has(directory: str, *names: str) -> bool:
    return all(os.path.isfile(os.path.join(directory, name)) for name in names)


def _begins(path: str, expected: bytes, offset: int = 0) -> bool:
    """Tell whether a file, which was seen to be one, begins so."""
    return _beginning(path, offset + len(expected))[offset:] == expected


def _beginning(path: str, size: int) -> bytes:
    """Return the first bytes of a file; none if it cannot be read."""
    try:
        with open(path, "rb") as file:
            return file.read(size)
    except OSError:
        return b""
