"""The media that images are read from, by the prefix that names them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Final, TypeAlias

from layers.extensions import Extensions
from layers.image import Image, ReadOptions

Source: TypeAlias = Callable[[str, ReadOptions], AbstractContextManager[Image]]
"""Opens what is at a location; raises LayersError if that is no image of its kind."""

SOURCES: Final = Extensions[Source](
    {
        "archive": "layers.sources.archive:open_archive",
        "dir": "layers.sources.directory:open_directory",
        "docker-archive": "layers.sources.archive:open_docker_archive",
        "oci": "layers.sources.oci_layout:open_layout",
        "oci-archive": "layers.sources.archive:open_oci_archive",
        "rootfs": "layers.sources.archive:open_root_archive",
        "skopeo-dir": "layers.sources.skopeo_directory:open_skopeo_directory",
    }
)
