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
        "containers-storage": "layers.sources.containers_storage:open_containers_storage",
        "dir": "layers.sources.directory:open_directory",
        "docker": "layers.sources.daemon:open_docker",
        "docker-archive": "layers.sources.archive:open_docker_archive",
        "docker-container": "layers.sources.daemon:open_docker_container",
        "docker-overlay2": "layers.sources.docker_overlay2:open_docker_overlay2",
        "file": "layers.sources.directory:open_file",
        "oci": "layers.sources.oci_layout:open_layout",
        "oci-archive": "layers.sources.archive:open_oci_archive",
        "podman": "layers.sources.daemon:open_podman",
        "podman-container": "layers.sources.daemon:open_podman_container",
        "registry": "layers.sources.registry:open_registry",
        "rootfs": "layers.sources.archive:open_root_archive",
        "sif": "layers.sources.sif:open_sif",
        "skopeo-dir": "layers.sources.skopeo_directory:open_skopeo_directory",
    }
)
