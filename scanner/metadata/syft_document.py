"""Syft's own JSON, of any version of its schema: what ``syft -o json`` writes, and Grype reads.

A relation is told from the side of what is needed: the *parent* of ``dependency-of`` is what the
*child* needs. A package that a package manager has the files of is said to overlap with that one.
Licences were names until version 7 of the schema, and the image was the ``target`` of its source
until version 9. Which layer a file is in is told by the layer's diff ID.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from scanner.metadata.listed_component import (
    MAX_COMPONENTS,
    Fields,
    ListedComponent,
    ListedLicense,
    SbomDocument,
    bounded,
    object_in,
    objects_in,
    package_url_of,
    shown,
    text_in,
    texts_in,
    whole_text_in,
)
from scanner.metadata.package_url import PYPI, PackageUrl
from scanner.model.contact import NO_CONTACTS, ContactFields
from scanner.model.names import normalized

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SYFT: Final = "syft"
VERSION: Final = re.compile(r"(?:[1-9]|1[0-6])\.\d+\.\d+(?:-\w+)?", re.ASCII)
PYTHON: Final = "python"
SYSTEM_TYPES: Final = frozenset(("alpm", "apk", "deb", "portage", "rpm"))
"""How packages of operating systems are called; what one owns is patched with it."""
OWNS: Final = "ownership-by-file-overlap"
NEEDED: Final = "dependency-of"
RELATED: Final = frozenset((OWNS, NEEDED))
READ: Final = frozenset(("id", "name", "version", "purl", "licenses"))
READ_OF_ALL: Final = frozenset(("artifacts", "artifactRelationships", "source"))
_DIGEST: Final = re.compile(r"sha256:[0-9a-f]{64}", re.ASCII)


def parse_syft(document: Fields, max_components: int = MAX_COMPONENTS) -> SbomDocument:
    """Read what is listed, in the order in which it is."""
    oddities: list[str] = []
    version = text_in(object_in(document.get("schema")).get("version"))
    if version is not None and not VERSION.fullmatch(version):
        oddities.append(f"a version of Syft's JSON that is not known: {version}")
    image = _image(object_in(document.get("source")))
    layers = _layers(image)
    relations = bounded(_relations(document), max_components, oddities)
    artifacts = [*objects_in(document.get("artifacts"))]
    owners = _owners(artifacts, relations)
    components = []
    is_complete = len(artifacts) <= max_components
    if not is_complete:
        oddities.append(f"only the first {max_components:,} components were read")
    for fields in artifacts[:max_components]:
        component = _component(fields, layers, owners, oddities)
        if component is None:
            oddities.append("a component without a name")
            is_complete = False
        else:
            components.append(component)
    return SbomDocument(
        standard=SYFT,
        subject=_subject(object_in(document.get("source")), image, layers),
        components=tuple(components),
        dependencies=tuple(
            dict.fromkeys((child, parent) for kind, parent, child in relations if kind == NEEDED)
        ),
        unread={key: value for key, value in document.items() if key not in READ_OF_ALL},
        oddities=tuple(dict.fromkeys(oddities)),
        is_complete=is_complete,
    )


def _relations(document: Fields) -> Iterator[tuple[str, str, str]]:
    """Yield how, of what and what, of those relations that are read."""
    for each in objects_in(document.get("artifactRelationships")):
        kind, parent, child = (text_in(each.get(key)) for key in ("type", "parent", "child"))
        if kind in RELATED and kind and parent and child:
            yield kind, parent, child


def _owners(artifacts: list[Fields], relations: list[tuple[str, str, str]]) -> Mapping[str, str]:
    """Return the package URL of the system package that has the files of another, by that one."""
    system = {
        reference: purl
        for each in artifacts
        if each.get("type") in SYSTEM_TYPES
        and (reference := text_in(each.get("id")))
        and (purl := whole_text_in(each.get("purl")))
    }
    return {
        child: system[parent]
        for kind, parent, child in relations
        if kind == OWNS and parent in system
    }


def _component(
    fields: Fields, layers: Mapping[str, int], owners: Mapping[str, str], oddities: list[str]
) -> ListedComponent | None:
    purl = package_url_of(fields.get("purl"), oddities)
    name = text_in(fields.get("name")) or (purl.name if purl else None)
    if not name:
        return None
    version = text_in(fields.get("version")) or (purl.version if purl else None)
    if purl is None and fields.get("type") == PYTHON:
        purl = PackageUrl(kind=PYPI, namespace=None, name=normalized(name), version=version)
    reference = text_in(fields.get("id")) or ""
    metadata = object_in(fields.get("metadata"))
    layer_ids = (text_in(each.get("layerID")) for each in objects_in(fields.get("locations")))
    layer = next((layers[each] for each in layer_ids if each and each in layers), None)
    facts = {
        "owner:purl": owners.get(reference),
        "origin": _origin(object_in(metadata.get("directUrlOrigin"))),
        "layer:index": None if layer is None else str(layer),
    }
    return ListedComponent(
        name=shown(name),
        version=shown(version) if version else None,
        purl=purl,
        reference=reference,
        licenses=tuple(_licenses(fields.get("licenses"))),
        contact_fields=_contacts(metadata),
        facts={key: (value,) for key, value in facts.items() if value},
        unread={key: value for key, value in fields.items() if key not in READ and value},
    )


def _origin(direct_url: Fields) -> str | None:
    """Return where it is from (PEP 610), as pip writes it in a requirement."""
    url, vcs = text_in(direct_url.get("url")), text_in(direct_url.get("vcs"))
    if url is None:
        return None
    commit = text_in(direct_url.get("commitId"))
    whole = f"{vcs}+{url}" if vcs else url
    return shown(f"{whole}@{commit}" if vcs and commit else whole)


def _licenses(licenses: object) -> Iterator[ListedLicense]:
    """Yield each licence: an object, or a name."""
    for each in licenses if isinstance(licenses, list) else ():
        fields = object_in(each)
        expression = text_in(fields.get("spdxExpression"))
        name = text_in(fields.get("value")) if fields else text_in(each)
        if expression or name:
            is_concluded = expression is not None and fields.get("type") == "concluded"
            yield ListedLicense(expression=expression, name=name, is_concluded=is_concluded)


def _contacts(metadata: Fields) -> ContactFields:
    author, email = text_in(metadata.get("author")), text_in(metadata.get("authorEmail"))
    if not author and not email:
        return NO_CONTACTS
    return ContactFields(author=author, author_email=email)


def _image(source: Fields) -> Fields:
    """Return what is said of the image; nothing, if it is none."""
    if (text_in(source.get("type")) or "").lower() != "image":
        return {}
    return object_in(source.get("metadata")) or object_in(source.get("target"))


def _layers(image: Fields) -> Mapping[str, int]:
    """Return the layers by their diff IDs, with their places from below."""
    layers = (text_in(each.get("digest")) for each in objects_in(image.get("layers")))
    return {digest: index for index, digest in enumerate(layers) if digest}


def _subject(source: Fields, image: Fields, layers: Mapping[str, int]) -> ListedComponent | None:
    name = text_in(source.get("name")) or text_in(image.get("userInput"))
    name = name or text_in(source.get("target"))
    if not name:
        return None
    digest = text_in(image.get("manifestDigest")) or ""
    system, machine = (text_in(image.get(key)) for key in ("os", "architecture"))
    facts = {
        "image-id": text_in(image.get("imageID")),
        "platform": f"{system}/{machine}" if system and machine else None,
        **{f"layer:{index}:diff-id": each for each, index in layers.items()},
    }
    return ListedComponent(
        name=shown(name),
        version=digest if _DIGEST.fullmatch(digest) else None,
        reference=text_in(source.get("id")) or "",
        facts={
            "image-name": tuple(texts_in(image.get("tags"))) or (shown(name),),
            **{key: (value,) for key, value in facts.items() if value},
        },
    )
