"""What our own documents say of themselves, by the format that they are in.

The readers of what was written would tell the same; a check before anything is written goes by
this.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from scanner.model.document import CYCLONEDX, SPDX, DocumentFacts
from scanner.version import VERSION

if TYPE_CHECKING:
    from scanner.model.report import Report

_MEDIA_TYPE: Final = re.compile(
    r"(?:application|text)/(?:vnd\.)?(?P<format>cyclonedx|spdx)(?:\+(?P<encoding>\w+))?"
    r"(?:; version=(?P<version>[\d.]+))?"
)
_FORMATS: Final = {"cyclonedx": CYCLONEDX, "spdx": SPDX}
_STATES: Final = frozenset(("local-identifier", "purpose"))
_COMPLETENESS: Final = "dependency-completeness"
_NO_ASSERTION: Final = frozenset(
    ("supplier", "license", "concluded-license", "declared-license", "copyright", "download")
)
"""Of what SPDX has a word for when it is not known."""
_LIFECYCLES: Final = (1, 5)
"""The first version of CycloneDX that has them."""


def facts_of(media_type: str, report: Report) -> DocumentFacts:
    """Return what a document of this type says, if we write it; little for a type of our own."""
    match = _MEDIA_TYPE.match(media_type)
    if match is None:
        return DocumentFacts(imprint=report.imprint, created=report.created)
    format_ = _FORMATS[match["format"]]
    version = tuple(map(int, (match["version"] or "").split("."))) if match["version"] else ()
    is_spdx_2 = format_ == SPDX and version[:1] == (2,)
    has_lifecycle = format_ == SPDX or version >= _LIFECYCLES
    return DocumentFacts(
        format=format_,
        version=version,
        encoding=match["encoding"] or "tag-value",
        name=report.inventory.subject.location,
        namespace="urn:uuid",
        created=report.created,
        tools=(("lading", VERSION),),
        lifecycle=_lifecycle(report) if has_lifecycle else None,
        data_license="CC0-1.0",
        imprint=report.imprint,
        is_valid=True,
        has_vulnerabilities=bool(report.findings),
        states=_STATES if is_spdx_2 else _STATES | {_COMPLETENESS},
        admits=_admitted(format_, is_spdx_2=is_spdx_2),
    )


def _lifecycle(report: Report) -> str:
    return "operations" if report.inventory.subject.is_live else "post-build"


def _admitted(format_: str, *, is_spdx_2: bool) -> frozenset[str]:
    """Return of what a format says that it is not known, where it is not.

    Compositions (CycloneDX) and completeness (SPDX 3) tell it of dependencies.
    """
    admitted = _NO_ASSERTION if format_ == SPDX else frozenset(("hash",))
    return admitted if is_spdx_2 else admitted | {"dependencies"}
