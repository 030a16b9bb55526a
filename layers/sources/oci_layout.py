"""An OCI image layout in a directory."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from layers.errors import UnreadableImage
from layers.files import DirectoryFiles
from layers.layout import INDEX, layout_image

if TYPE_CHECKING:
    from collections.abc import Iterator

    from layers.image import Image, ReadOptions


@contextmanager
def open_layout(location: str, options: ReadOptions) -> Iterator[Image]:
    """Open the directory that holds ``index.json`` and ``blobs``."""
    with DirectoryFiles.opened(Path(location), options) as files:
        if INDEX not in files:
            raise UnreadableImage(location, f"not an OCI layout: no {INDEX} in it")
        yield layout_image(location, "oci", files, options)
