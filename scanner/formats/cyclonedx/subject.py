"""What was scanned, as the component that a document is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.formats.container import image_purl, image_reference
from scanner.formats.cyclonedx.data import Data, flag, known, properties
from scanner.formats.cyclonedx.reference import SUBJECT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.model.inventory import Subject


def subject_of(subject: Subject) -> Data:
    """Return an image, by its name and digest, or a directory."""
    reference = image_reference(subject)
    return known(
        {
            "type": "file" if subject.is_live else "container",
            "bom-ref": SUBJECT,
            "name": reference.name if reference else subject.location,
            "version": subject.digest,
            "purl": image_purl(subject),
            "properties": properties(_facts(subject)),
        }
    )


def _facts(subject: Subject) -> Iterator[tuple[str, str | None]]:
    yield "source", subject.source
    yield "image-id", subject.image_id
    yield "platform", subject.platform
    for name in subject.names:
        yield "image-name", name
    for layer in subject.layers:
        yield f"layer:{layer.index}:diff-id", layer.diff_id
        yield f"layer:{layer.index}:digest", layer.digest
        yield f"layer:{layer.index}:created-by", layer.created_by
        yield f"layer:{layer.index}:in-base", flag(layer.in_base)
    yield "base-is-guess", flag(subject.base_is_guess or None)
