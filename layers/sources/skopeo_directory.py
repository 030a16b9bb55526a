"""A directory that skopeo copied an image to (``skopeo copy … dir:PATH``)."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from layers.errors import UnreadableImage
from layers.files import DirectoryFiles
from layers.layout import layout_image
from layers.skopeo_directory import MANIFEST, SkopeoFiles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from layers.image import Image, ReadOptions


@contextmanager
def open_skopeo_directory(location: str, options: ReadOptions) -> Iterator[Image]:
    """Open the directory that holds ``version``, ``manifest.json`` and the blobs."""
    with DirectoryFiles.opened(Path(location), options) as files:
        if MANIFEST not in files:
            raise UnreadableImage(location, f"not a directory of skopeo: no {MANIFEST} in it")
        yield layout_image(location, "skopeo-dir", SkopeoFiles(files, options), options)
