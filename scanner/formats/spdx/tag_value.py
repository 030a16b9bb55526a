"""SPDX 2.3 as tag-value: what the JSON document has, line by line.

A text of several lines stands between ``<text>`` and ``</text>``, and nothing can be escaped in it.
An end that is part of the text is written with a blank, and what is on a single line has no line
end, so that nobody who writes metadata can write tags. So is a line that begins with ``::``, which
GitHub Actions would take for a command.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from scanner.formats.emitter import Emitter
from scanner.formats.plain_text import printable, printable_lines
from scanner.formats.spdx.document import document_of, numbered
from scanner.formats.spdx.license import NOASSERTION
from scanner.formats.spdx.spdx_json import json_document

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scanner.model.report import Report

CREATION: Final = {
    "spdxVersion": "SPDXVersion",
    "dataLicense": "DataLicense",
    "SPDXID": "SPDXID",
    "name": "DocumentName",
    "documentNamespace": "DocumentNamespace",
}
PACKAGE: Final = {
    "name": "PackageName",
    "SPDXID": "SPDXID",
    "versionInfo": "PackageVersion",
    "packageFileName": "PackageFileName",
    "supplier": "PackageSupplier",
    "originator": "PackageOriginator",
    "downloadLocation": "PackageDownloadLocation",
    "filesAnalyzed": "FilesAnalyzed",
    "homepage": "PackageHomePage",
    "licenseConcluded": "PackageLicenseConcluded",
    "licenseDeclared": "PackageLicenseDeclared",
    "primaryPackagePurpose": "PrimaryPackagePurpose",
}
TEXTS: Final = {
    "sourceInfo": "PackageSourceInfo",
    "licenseComments": "PackageLicenseComments",
    "copyrightText": "PackageCopyrightText",
    "summary": "PackageSummary",
}
ABSENT: Final = frozenset(("NOASSERTION", "NONE"))
_END: Final = re.compile("</(?=text>)", re.IGNORECASE)
_COMMAND: Final = re.compile(r"(\n[^\S\n]*+:)(?=:)")


def emit(report: Report) -> Iterator[str]:
    """Return the document line by line."""
    document = document_of(report)
    lines = (f"{line}\n" for line in _lines(json_document(document)))
    return numbered(lines, document.uri)


def _lines(document: Mapping[str, Any]) -> Iterator[str]:
    for key, tag in CREATION.items():
        yield _tag(tag, document[key])
    creation = document["creationInfo"]
    for creator in creation["creators"]:
        yield _tag("Creator", creator)
    yield _tag("Created", creation["created"])
    yield _tag("LicenseListVersion", creation["licenseListVersion"])
    yield _text("CreatorComment", creation["comment"])
    yield from _annotations(document)
    for package in document["packages"]:
        yield ""
        yield from _package(package)
    for text in document["hasExtractedLicensingInfos"]:
        yield ""
        yield _tag("LicenseID", text["licenseId"])
        yield _text("ExtractedText", text["extractedText"])
        yield _tag("LicenseName", text["name"])
    yield ""
    for related in document["relationships"]:
        words = ("spdxElementId", "relationshipType", "relatedSpdxElement")
        yield _tag("Relationship", " ".join(related[word] for word in words))
        if "comment" in related:
            yield _text("RelationshipComment", related["comment"])


def _package(package: Mapping[str, Any]) -> Iterator[str]:
    for key, tag in PACKAGE.items():
        # The grammar of a version does not have what says that nobody knows it.
        if key in package and (key, package[key]) != ("versionInfo", NOASSERTION):
            value = package[key]
            yield _tag(tag, str(value).lower() if isinstance(value, bool) else value)
    for checksum in package.get("checksums", ()):
        yield _tag("PackageChecksum", f"{checksum['algorithm']}: {checksum['checksumValue']}")
    for key, tag in TEXTS.items():
        if key in package:
            yield _tag(tag, package[key]) if package[key] in ABSENT else _text(tag, package[key])
    for reference in package.get("externalRefs", ()):
        words = ("referenceCategory", "referenceType", "referenceLocator")
        yield _tag("ExternalRef", " ".join(reference[word] for word in words))
        if "comment" in reference:
            yield _text("ExternalRefComment", reference["comment"])
    yield from _annotations(package)


def _annotations(element: Mapping[str, Any]) -> Iterator[str]:
    for annotation in element["annotations"]:
        yield _tag("Annotator", annotation["annotator"])
        yield _tag("AnnotationDate", annotation["annotationDate"])
        yield _tag("AnnotationType", annotation["annotationType"])
        yield _tag("SPDXREF", element["SPDXID"])
        yield _text("AnnotationComment", annotation["comment"])


def _tag(tag: str, value: str) -> str:
    return f"{tag}: {printable(value)}"


def _text(tag: str, value: str) -> str:
    lines = _COMMAND.sub(r"\1 ", printable_lines(value))
    return f"{tag}: <text>{_END.sub('< /', lines)}</text>"


SPDX_TAG_VALUE: Final = Emitter(
    name="spdx-tag-value", media_type="text/spdx; version=2.3", emit=emit
)
