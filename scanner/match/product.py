"""Whether a component is a product of a VEX statement, or a part of one.

Names of Python distributions are compared as PyPI does (PEP 503), versions as PEP 440 does, and
qualifiers of package URLs say nothing of either: whoever scans finds another file than whoever
states. An image is known by its digest, or by name, repository and tag.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from scanner.metadata.package_url import PYPI, parse_package_url
from scanner.metadata.vers import is_within
from scanner.model.names import normalized
from scanner.model.version import InstalledVersion, parsed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scanner.metadata.package_url import PackageUrl
    from scanner.metadata.vex.statement import Product
    from scanner.model.component import Component
    from scanner.model.inventory import Inventory, Subject

IMAGES: Final = frozenset(("oci", "docker"))
"""The types of package URLs that name images."""
REPOSITORY: Final = "repository_url"
TAG: Final = "tag"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a product with parts is looked for in."""

    subject: Subject
    components: Mapping[str, list[Component]]
    """By their normalized names."""

    @classmethod
    def of(cls, inventory: Inventory) -> Surroundings:
        """Return those of an inventory."""
        components: defaultdict[str, list[Component]] = defaultdict(list)
        for component in inventory.components:
            components[normalized(component.name)].append(component)
        return cls(inventory.subject, components)


def has(product: Product, component: Component, surroundings: Surroundings) -> bool:
    """Tell whether a component is what a statement about a product is about."""
    if not product.parts:
        return _is(product, component) or _is_subject(product, surroundings.subject)
    if not any(_is(part, component) for part in product.parts):
        return False
    if _is_subject(product, surroundings.subject):
        return True
    name = normalized(product.purl.name if product.purl else product.name)
    return any(_is(product, each) for each in surroundings.components.get(name, ()))


def _is(product: Product, component: Component) -> bool:
    """Tell whether a component is a product by itself."""
    if not product.digests.isdisjoint(component.hashes):
        return True
    if product.purl is None or product.purl.kind in IMAGES:
        return False
    owner = (component.owner.purl,) if component.owner else ()
    return any(
        _is_named(product, product.purl, each)
        for each in map(_parsed, (component.purl, *component.identities, *owner))
        if each
    )


def _is_named(product: Product, wanted: PackageUrl, found: PackageUrl) -> bool:
    if (wanted.kind, wanted.namespace, wanted.name) != (found.kind, found.namespace, found.name):
        return False
    if product.versions is not None:
        version = InstalledVersion.of(found.version or "")
        return found.version is not None and is_within(product.versions, version) is True
    if wanted.version is None or wanted.version == found.version:
        return True
    is_python = wanted.kind == PYPI and found.version is not None
    return is_python and _are_equal(wanted.version, found.version or "")


def _are_equal(wanted: str, found: str) -> bool:
    version, bound = InstalledVersion.of(found), parsed(wanted)
    return bound is not None and version.full is not None and version.beside(bound) == bound


@lru_cache(maxsize=1 << 14)
def _parsed(purl: str) -> PackageUrl | None:
    return parse_package_url(purl)


def _is_subject(product: Product, subject: Subject) -> bool:
    """Tell whether what was scanned is a product."""
    names = (*subject.names, subject.location)
    digests = {name.rpartition("@")[2] for name in names if "@" in name}
    digests |= set(filter(None, (subject.digest, subject.image_id)))
    if not product.digests.isdisjoint(digests):
        return True
    purl = product.purl
    if purl is None:
        return product.name in names
    if purl.kind not in IMAGES:
        return False
    qualifiers = dict(purl.qualifiers)
    version, tag = purl.version, qualifiers.get(TAG)
    if version and ":" in version:
        return version.lower() in digests
    wanted = "/".join(filter(None, (purl.namespace, purl.name)))
    repository = qualifiers.get(REPOSITORY, "").rstrip("/")
    return any(
        _is_image(name, wanted, repository, {tag, version} - {None}) for name in subject.names
    )


def _is_image(reference: str, wanted: str, repository: str, tags: set[str | None]) -> bool:
    name = reference.partition("@")[0]
    path, _, tag = name.rpartition(":")
    if not path or "/" in tag:
        path, tag = name, ""
    is_there = (
        path.lower() == repository.lower() or path.lower() == f"{repository}/{wanted}".lower()
    )
    is_named = f"/{path}".lower().endswith(f"/{wanted}".lower())
    return is_named and (is_there or not repository) and tags <= {tag}
