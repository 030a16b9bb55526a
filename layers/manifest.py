"""Image manifests, indexes and configs of OCI and Docker: parsing, and nothing else.

A document that could be both a manifest and an index is refused: two readers would see different
images in it (CVE-2021-41190).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from layers.base_image import BaseImage, Step, base_image_of
from layers.digest import Digest
from layers.document import Document
from layers.errors import InvalidManifest, LimitExceeded
from layers.reference import Platform

if TYPE_CHECKING:
    from layers.limits import Limits

OCI_INDEX: Final = "application/vnd.oci.image.index.v1+json"
OCI_MANIFEST: Final = "application/vnd.oci.image.manifest.v1+json"
DOCKER_LIST: Final = "application/vnd.docker.distribution.manifest.list.v2+json"
DOCKER_MANIFEST: Final = "application/vnd.docker.distribution.manifest.v2+json"
CONFIGS: Final = frozenset(
    (
        "application/vnd.oci.image.config.v1+json",
        "application/vnd.docker.container.image.v1+json",
    )
)
INDEXES: Final = frozenset((OCI_INDEX, DOCKER_LIST))
MANIFESTS: Final = frozenset((OCI_MANIFEST, DOCKER_MANIFEST))
ATTESTATION: Final = "vnd.docker.reference.type"
"""The annotation by which BuildKit marks what is in an index, but is no image."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Descriptor:
    """What a document says of another piece of content."""

    media_type: str
    digest: Digest
    size: int
    platform: Platform | None = None
    annotations: tuple[tuple[str, str], ...] = ()
    artifact_type: str = ""
    """In a list of what is attached to an image."""

    @property
    def reference_name(self) -> str:
        """The name or tag that an OCI layout gives it."""
        annotations = dict(self.annotations)
        return annotations.get("io.containerd.image.name") or annotations.get(
            "org.opencontainers.image.ref.name", ""
        )

    @property
    def is_attestation(self) -> bool:
        """Whether BuildKit put it beside an image to say something of that."""
        unknown = self.platform is not None and self.platform.os == "unknown"
        return unknown or any(name == ATTESTATION for name, _ in self.annotations)


@dataclass(frozen=True, slots=True)
class Index:
    """A list of manifests, one for each platform or name."""

    manifests: tuple[Descriptor, ...]
    media_type: str = ""
    """What it says that it is."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The config and the layers of one image, or of an artifact."""

    config: Descriptor
    layers: tuple[Descriptor, ...]
    artifact_type: str = ""
    media_type: str = ""
    """What it says that it is."""
    subject: Descriptor | None = None
    """The image that an artifact is about."""
    annotations: tuple[tuple[str, str], ...] = ()

    @property
    def is_image(self) -> bool:
        """Whether it is an image, and not a Helm chart, a signature or an SBOM."""
        return not self.artifact_type and self.config.media_type in {*CONFIGS, ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageConfig:
    """What an image says of itself."""

    platform: Platform
    diff_ids: tuple[Digest, ...]
    history: tuple[str, ...] = ()
    """The instructions that made a layer each."""
    base: BaseImage | None = None
    """What it was built on, if the history tells."""
    created: str = ""
    environment: tuple[str, ...] = ()
    """``NAME=value``, as processes get them."""
    labels: tuple[tuple[str, str], ...] = ()
    working_directory: str = ""

    @property
    def variables(self) -> dict[str, str]:
        """The environment by name."""
        pairs = (each.partition("=") for each in self.environment)
        return {name: value for name, _, value in pairs}

    @property
    def history_fits(self) -> bool:
        """Whether the history tells of as many layers as there are, or of none."""
        return len(self.history) in {0, len(self.diff_ids)}

    @property
    def layer_history(self) -> tuple[str, ...]:
        """For each layer the instruction that made it, empty where that is not known."""
        fits = len(self.history) == len(self.diff_ids)
        return self.history if fits else ("",) * len(self.diff_ids)


def parse_manifest(name: str, data: bytes, limits: Limits) -> Index | Manifest:
    """Read an index or a manifest.

    Raises:
        InvalidManifest: for one that breaks its specification, or is of the withdrawn schema 1.

    """
    document = Document.parse(name, data, limits)
    if document.integer("schemaVersion", 2) == 1:
        raise InvalidManifest(
            name, "an image of Docker's schema 1, which is withdrawn; pull and push it to convert"
        )
    is_index = "manifests" in document
    if is_index and ("layers" in document or "config" in document):
        raise InvalidManifest(name, "both an index and a manifest")
    if is_index:
        entries = document.objects("manifests")
        if len(entries) > limits.max_index_entries:
            raise LimitExceeded("max_index_entries", limits.max_index_entries)
        return Index(tuple(map(_descriptor, entries)), document.text("mediaType", ""))
    if "config" not in document:
        raise InvalidManifest(name, "neither an index nor a manifest")
    layers = document.objects("layers")
    if len(layers) > limits.max_layers:
        raise LimitExceeded("max_layers", limits.max_layers)
    return Manifest(
        config=_descriptor(document.object("config")),
        layers=tuple(map(_descriptor, layers)),
        artifact_type=document.text("artifactType", ""),
        media_type=document.text("mediaType", ""),
        subject=_descriptor(document.object("subject")) if "subject" in document else None,
        annotations=_annotations(document),
    )


def parse_config(name: str, data: bytes, limits: Limits) -> ImageConfig:
    """Read an image config.

    Raises:
        InvalidManifest: for one that breaks its specification.

    """
    document = Document.parse(name, data, limits)
    diff_ids = tuple(Digest.parse(text) for text in document.object("rootfs").texts("diff_ids"))
    if len(diff_ids) > limits.max_layers:
        raise LimitExceeded("max_layers", limits.max_layers)
    steps = [
        Step(
            created_by=step.text("created_by", ""),
            comment=step.text("comment", ""),
            is_empty=step.flag("empty_layer"),
        )
        for step in document.objects("history")
    ]
    runtime = document.object("config")
    return ImageConfig(
        platform=Platform(
            document.text("os", ""), document.text("architecture", ""), document.text("variant", "")
        ),
        diff_ids=diff_ids,
        history=tuple(step.created_by for step in steps if not step.is_empty),
        base=base_image_of(steps),
        created=document.text("created", ""),
        environment=runtime.texts("Env"),
        labels=tuple(sorted(runtime.mapping("Labels").items())),
        working_directory=runtime.text("WorkingDir", ""),
    )


def _descriptor(document: Document) -> Descriptor:
    size = document.integer("size")
    if size < 0:
        raise InvalidManifest(document.name, "a negative size")
    platform = None
    if "platform" in document:
        fields = document.object("platform")
        platform = Platform(
            fields.text("os", ""), fields.text("architecture", ""), fields.text("variant", "")
        )
    return Descriptor(
        media_type=document.text("mediaType", ""),
        digest=Digest.parse(document.text("digest")),
        size=size,
        platform=platform,
        annotations=_annotations(document),
        artifact_type=document.text("artifactType", ""),
    )


def _annotations(document: Document) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(document.mapping("annotations").items()))
