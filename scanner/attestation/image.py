"""The image that an SBOM is attached to: one of a registry, known by the digest of its manifest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from layers import Claims, ReadOptions, Reference, open_image
from layers.errors import UnreadableImage
from layers.registry.engine_file import with_engine_files
from layers.source import located

if TYPE_CHECKING:
    from layers import Limits
    from layers.digest import Digest
    from layers.registry.settings import RegistrySettings
    from scanner.settings import Settings

SOURCE: Final = "registry"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryImage:
    """Which image, and how to talk to its registry."""

    reference: Reference
    """As the user gave it."""
    digest: Digest
    """Of the manifest of the one image, where the reference leads to several."""
    registry: RegistrySettings
    limits: Limits

    @property
    def name(self) -> str:
        """The one name that nothing else ever has."""
        return f"{self.reference.name}@{self.digest}"


def registry_image(target: str, settings: Settings) -> RegistryImage:
    """Return the image that a target names; its layers are not read.

    Raises:
        LayersError: if it is not in a registry, or is no image.

    """
    source, location = located(target)
    if source != SOURCE:
        raise UnreadableImage(target, "SBOMs are attached to images in registries only")
    options = ReadOptions(
        claims=Claims(()),
        platform=settings.platform,
        all_platforms=settings.all_platforms,
        name=settings.image,
        limits=settings.limits,
        registry=settings.registry,
    )
    with open_image(target, options) as image:
        assert image.digest
        reference = Reference.parse(location)
        return RegistryImage(
            reference=reference,
            digest=image.digest,
            registry=with_engine_files(settings.registry, reference),
            limits=settings.limits,
        )
