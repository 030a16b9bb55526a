"""What was scanned, as the component that a document is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from layers.errors import LayersError
from layers.reference import Reference
from scanner.formats.cyclonedx.data import Data, flag, known, properties
from scanner.formats.cyclonedx.reference import SUBJECT
from scanner.model.names import package_url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.model.inventory import Subject


def subject_of(subject: Subject) -> Data:
    """Return an image, by its name and digest, or a directory."""
    reference = _reference(subject)
    return known(
        {
            "type": "file" if is_live(subject) else "container",
            "bom-ref": SUBJECT,
            "name": reference.name if reference else subject.location,
            "version": subject.digest,
            "purl": _package_url(reference, subject) if reference and subject.digest else None,
            "properties": properties(_facts(subject)),
        }
    )


def is_live(subject: Subject) -> bool:
    """Tell whether it is a file system in use, and not an image of one."""
    return subject.source == "dir"


def _reference(subject: Subject) -> Reference | None:
    """Return the first name that is a reference, and not just a tag."""
    for name in subject.names:
        if "/" in name or ":" in name:
            try:
                return Reference.parse(name)
            except LayersError:
                continue
    return None


def _package_url(reference: Reference, subject: Subject) -> str:
    """Return the package URL of an image (purl type ``oci``)."""
    qualifiers = {
        "arch": (subject.platform or "").partition("/")[2].partition("/")[0],
        "repository_url": reference.name,
        "tag": reference.tag or "",
    }
    given = {key: value for key, value in qualifiers.items() if value}
    name = reference.repository.rpartition("/")[2].lower()
    return package_url("oci", name, subject.digest, given)


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
