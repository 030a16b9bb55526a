"""The tag ``sha256-<hex>.att``, at which cosign 1 and 2 keep attestations of an image.

It stands for a manifest that has the form of an image's, with envelopes in the place of layers.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from layers.artifact import fields_of, json_of
from layers.errors import InvalidManifest
from layers.manifest import OCI_MANIFEST, Descriptor, Manifest, parse_manifest
from scanner.attestation.envelope import MEDIA_TYPE

if TYPE_CHECKING:
    from layers.digest import Digest
    from layers.limits import Limits
    from layers.registry.publisher import Publisher
    from layers.registry.repository import Document, Repository

CONFIG: Final = "application/vnd.oci.image.config.v1+json"
SIGNATURE: Final = "dev.cosignproject.cosign/signature"
"""An annotation without which cosign reads no layer; an envelope has its signatures inside."""
PREDICATE_TYPE: Final = "predicateType"
NEVER: Final = "0001-01-01T00:00:00Z"
"""When an image was made that is none, as cosign has it."""


def attestation_tag(subject: Digest) -> str:
    """Return the tag for an image."""
    return f"{subject.algorithm}-{subject.hex}.att"


def add_attestation(
    publisher: Publisher, subject: Digest, envelope: bytes, predicate_type: str
) -> None:
    """Have an envelope among the attestations of an image, after those that there are.

    Raises:
        RegistryError: if the registry does not take it.
        InvalidManifest: if the tag stands for something else.

    """
    name, limits = attestation_tag(subject), publisher.repository.limits
    layer = Descriptor(
        media_type=MEDIA_TYPE,
        digest=publisher.blob(envelope),
        size=len(envelope),
        annotations=((SIGNATURE, ""), (PREDICATE_TYPE, predicate_type)),
    )

    def changed(current: Document | None) -> bytes | None:
        if current is None:
            return _manifest(publisher, [fields_of(layer)])
        if any(layer.digest == other.digest for other in _layers(name, current, limits)):
            return None
        return _manifest(publisher, [*json.loads(current.data)["layers"], fields_of(layer)])

    publisher.change(name, OCI_MANIFEST, changed)


def attestations_of(repository: Repository, subject: Digest) -> tuple[Descriptor, ...]:
    """Return the attestations of an image that are at the tag, and may be others.

    Raises:
        RegistryError, InvalidManifest: if they can't be had.

    """
    name = attestation_tag(subject)
    current = repository.current(name)
    return () if current is None else _layers(name, current, repository.limits)


def _layers(name: str, current: Document, limits: Limits) -> tuple[Descriptor, ...]:
    manifest = parse_manifest(name, current.data, limits)
    if not isinstance(manifest, Manifest):
        raise InvalidManifest(name, "an index, where cosign keeps attestations")
    return manifest.layers


def _manifest(publisher: Publisher, layers: list[dict[str, object]]) -> bytes:
    """Return the manifest with these layers, whose config is in the repository."""
    config = json_of(
        {
            "architecture": "",
            "created": NEVER,
            "history": [{"created": NEVER}] * len(layers),
            "os": "",
            # None is compressed, so these are the digests of the layers.
            "rootfs": {"type": "layers", "diff_ids": [layer["digest"] for layer in layers]},
            "config": {},
        }
    )
    descriptor = Descriptor(media_type=CONFIG, digest=publisher.blob(config), size=len(config))
    return json_of(
        {
            "schemaVersion": 2,
            "mediaType": OCI_MANIFEST,
            "config": fields_of(descriptor),
            "layers": layers,
        }
    )
