"""Artifacts of the OCI image specification 1.1: what is attached to an image, and is none itself.

An artifact is a manifest with an ``artifactType`` and a ``subject``, the image that it is about. It
has no config; in its place stands the empty descriptor, whose content is ``{}``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

from layers.digest import Digest
from layers.manifest import OCI_MANIFEST, Descriptor

EMPTY: Final = b"{}"
EMPTY_TYPE: Final = "application/vnd.oci.empty.v1+json"
CREATED: Final = "org.opencontainers.image.created"


@dataclass(frozen=True, slots=True, kw_only=True)
class Artifact:
    """What is to be attached to an image."""

    artifact_type: str
    layer: Descriptor
    subject: Descriptor
    annotations: tuple[tuple[str, str], ...] = ()

    @property
    def manifest(self) -> bytes:
        """Its manifest; equal artifacts have equal ones."""
        empty = Descriptor(media_type=EMPTY_TYPE, digest=Digest.of(EMPTY), size=len(EMPTY))
        return json_of(
            {
                "schemaVersion": 2,
                "mediaType": OCI_MANIFEST,
                "artifactType": self.artifact_type,
                "config": fields_of(empty),
                "layers": [fields_of(self.layer)],
                "subject": fields_of(self.subject),
                "annotations": dict(self.annotations),
            }
        )

    @property
    def entry(self) -> Descriptor:
        """What stands for it in a list of what is attached to its subject."""
        data = self.manifest
        return Descriptor(
            media_type=OCI_MANIFEST,
            digest=Digest.of(data),
            size=len(data),
            annotations=self.annotations,
            artifact_type=self.artifact_type,
        )


def fields_of(descriptor: Descriptor) -> dict[str, Any]:
    """Return a descriptor as it stands in a document."""
    fields: dict[str, Any] = {
        "mediaType": descriptor.media_type,
        "digest": str(descriptor.digest),
        "size": descriptor.size,
    }
    if descriptor.artifact_type:
        fields["artifactType"] = descriptor.artifact_type
    if descriptor.annotations:
        fields["annotations"] = dict(descriptor.annotations)
    return fields


def json_of(value: object) -> bytes:
    """Return a document in the form in which registries keep it."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()
