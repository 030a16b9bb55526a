"""SPDX 2 as tag-value (SPDX 2.3, annex H and chapters 6 to 12): the same document as in JSON.

A text of several lines stands between ``<text>`` and ``</text>``. What is about a package follows
its name; what is about a file or a snippet is passed over.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.metadata.listed_component import Fields

PACKAGE: Final = {
    "SPDXID": "SPDXID",
    "PackageVersion": "versionInfo",
    "PackageFileName": "packageFileName",
    "PackageSupplier": "supplier",
    "PackageOriginator": "originator",
    "PackageDownloadLocation": "downloadLocation",
    "PackageHomePage": "homepage",
    "PackageSourceInfo": "sourceInfo",
    "PackageLicenseConcluded": "licenseConcluded",
    "PackageLicenseDeclared": "licenseDeclared",
    "PackageLicenseComments": "licenseComments",
    "PackageCopyrightText": "copyrightText",
    "PackageSummary": "summary",
    "PackageDescription": "description",
    "PackageComment": "comment",
    "PrimaryPackagePurpose": "primaryPackagePurpose",
    "BuiltDate": "builtDate",
    "ReleaseDate": "releaseDate",
    "ValidUntilDate": "validUntilDate",
}
DOCUMENT: Final = {
    "SPDXVersion": "spdxVersion",
    "DataLicense": "dataLicense",
    "SPDXID": "SPDXID",
    "DocumentName": "name",
    "DocumentNamespace": "documentNamespace",
    "DocumentComment": "comment",
}
CREATION: Final = {"Created": "created", "CreatorComment": "comment"}
ELSEWHERE: Final = frozenset(("FileName", "SnippetSPDXID", "LicenseID"))
"""Tags with which something begins that is no package."""
_LINE: Final = re.compile(r"([A-Za-z]+)[ \t]*:[ \t]*(.*)")
_BEGIN: Final = "<text>"
_END: Final = "</text>"


def parse_tag_value(data: bytes) -> Fields:
    """Return a document in the shape that it has as JSON."""
    document: dict[str, Any] = {"packages": [], "relationships": [], "annotations": []}
    target: dict[str, Any] | None = document
    names = DOCUMENT
    annotation: dict[str, Any] = {}
    for tag, value in _tags(data.decode("utf-8", "replace")):
        if tag == "PackageName":
            target, names = {"name": value}, PACKAGE
            document["packages"].append(target)
        elif tag in ELSEWHERE:
            target = None
        elif tag == "Relationship":
            document["relationships"].append(_relationship(value))
        elif tag == "Annotator":
            annotation = {"annotator": value}
        elif tag in {"SPDXREF", "AnnotationComment"}:
            annotation["SPDXREF" if tag == "SPDXREF" else "comment"] = value
            if tag == "AnnotationComment":
                document["annotations"].append(annotation)
        elif target is not None:
            _put(target, names, tag, value)
    return document


def _tags(text: str) -> Iterator[tuple[str, str]]:
    """Yield all tags with their values; a text without an end goes on until all is over."""
    lines = iter(text.splitlines())
    for line in lines:
        match = _LINE.match(line)
        if match is None:
            continue
        tag, value = match.groups()
        if value.startswith(_BEGIN):
            parts = [value.removeprefix(_BEGIN)]
            while _END not in parts[-1]:
                following = next(lines, None)
                if following is None:
                    break
                parts.append(following)
            value = "\n".join(parts).rpartition(_END)[0] if _END in parts[-1] else "\n".join(parts)
        yield tag, value.strip()


def _put(target: dict[str, Any], names: dict[str, str], tag: str, value: str) -> None:
    if tag == "PackageChecksum":
        algorithm, _, content = value.partition(":")
        checksum = {"algorithm": algorithm.strip(), "checksumValue": content.strip()}
        target.setdefault("checksums", []).append(checksum)
    elif tag == "ExternalRef":
        category, _, rest = value.partition(" ")
        kind, _, locator = rest.strip().partition(" ")
        reference = {"referenceCategory": category, "referenceType": kind}
        reference["referenceLocator"] = locator.strip()
        target.setdefault("externalRefs", []).append(reference)
    elif tag == "ExternalRefComment" and target.get("externalRefs"):
        target["externalRefs"][-1]["comment"] = value
    elif tag == "Creator" and names is DOCUMENT:
        target.setdefault("creationInfo", {}).setdefault("creators", []).append(value)
    elif tag in CREATION and names is DOCUMENT:
        target.setdefault("creationInfo", {}).setdefault(CREATION[tag], value)
    elif tag in names:
        target.setdefault(names[tag], value)


def _relationship(value: str) -> dict[str, str]:
    source, kind, related = [*value.split(None, 2), "", "", ""][:3]
    return {"spdxElementId": source, "relationshipType": kind, "relatedSpdxElement": related}
