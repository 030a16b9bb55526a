"""An image as SBOMs identify it: by a reference and a package URL of the type ``oci``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from layers.errors import LayersError
from layers.reference import Reference
from scanner.model.names import package_url

if TYPE_CHECKING:
    from scanner.model.inventory import Subject


def image_reference(subject: Subject) -> Reference | None:
    """Return the first name that is a reference, and not just a tag."""
    for name in subject.names:
        if "/" in name or ":" in name:
            try:
                return Reference.parse(name)
            except LayersError:
                continue
    return None


def image_purl(subject: Subject) -> str | None:
    """Return the package URL of an image, if both a name and a digest are known."""
    reference = image_reference(subject)
    if reference is None or subject.digest is None:
        return None
    qualifiers = {
        "arch": (subject.platform or "").partition("/")[2].partition("/")[0],
        "repository_url": reference.name,
        "tag": reference.tag or "",
    }
    given = {key: value for key, value in qualifiers.items() if value}
    name = reference.repository.rpartition("/")[2].lower()
    return package_url("oci", name, subject.digest, given)
