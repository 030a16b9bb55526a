"""What docker, podman and containerd were told of registries, for whoever told us nothing else.

Mirrors can't change what is found: they are asked for digests, and so for bytes that are verified.
Whom a file lets resolve tags, or puts in the place of a registry, is believed as the engine does.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from layers.registry.containerd_file import containerd_hosts
from layers.registry.containers_file import containers_hosts

if TYPE_CHECKING:
    from layers.reference import Reference
    from layers.registry.settings import RegistrySettings


def with_engine_files(settings: RegistrySettings, reference: Reference) -> RegistrySettings:
    """Return settings with what the files of engines say of one image, unless they say it.

    Raises:
        InvalidConfiguration: for a file that has no meaning.
        RegistryBlocked: if the image must not be read.

    """
    if not settings.engine_files or settings.tells_of(reference.registry):
        return settings
    said = containers_hosts(reference, settings)
    if said is None:
        said = containerd_hosts(reference.registry, settings)
    news = {host: value for host, value in (said or {}).items() if not settings.tells_of(host)}
    return replace(settings, hosts={**settings.hosts, **news})
