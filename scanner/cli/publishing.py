"""The options of every command that writes an SBOM for others, as one value."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Annotated, TypeAlias

import typer

from scanner.model.contact import Supplier
from scanner.model.imprint import Imprint

URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?:[\w.~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+", re.ASCII)
"""An absolute one (RFC 3986) without a fragment, which SPDX has its own identifiers in."""
FORM = "'NAME <ADDRESS>', with an e-mail address or a URL"

Authors: TypeAlias = Annotated[
    list[str],
    typer.Option(
        "--author",
        metavar="NAME",
        show_default=False,
        help=f"Who has the document made: {FORM}. May be given several times.",
    ),
]
SupplierName: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--supplier",
        metavar="NAME",
        show_default=False,
        help=f"Who supplies what is scanned: {FORM}.",
    ),
]
DocumentUri: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--sbom-uri", metavar="URI", show_default=False, help="Where the document is to be found."
    ),
]
SubjectVersion: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--subject-version",
        metavar="VERSION",
        show_default=False,
        help="The version of what is scanned; of an image, otherwise its digest.",
    ),
]
SubjectLicense: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--subject-license",
        metavar="EXPRESSION",
        show_default=False,
        help="The licence of what is scanned, as SPDX has it.",
    ),
]
SubjectCopyright: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--subject-copyright",
        metavar="NOTICE",
        show_default=False,
        help="The copyright notice of what is scanned.",
    ),
]


@dataclass(frozen=True, kw_only=True)
class Publishing:
    """What whoever publishes a document adds to it."""

    authors: Authors = field(default_factory=list)
    supplier: SupplierName = None
    sbom_uri: DocumentUri = None
    subject_version: SubjectVersion = None
    subject_license: SubjectLicense = None
    subject_copyright: SubjectCopyright = None

    def imprint(self) -> Imprint:
        """Return what the options say, or end with a usage error."""
        return Imprint(
            authors=tuple(_publisher(each, "--author") for each in self.authors),
            supplier=_publisher(self.supplier, "--supplier") if self.supplier else None,
            uri=_uri(self.sbom_uri),
            version=self.subject_version,
            license=_license(self.subject_license),
            copyright=self.subject_copyright,
        )


def _publisher(text: str, option: str) -> Supplier:
    from scanner.metadata.publisher import publisher_of

    found = publisher_of(text)
    if found is None:
        raise typer.BadParameter(f"{text!r} is not {FORM}.", param_hint=option)
    return found


def _uri(text: str | None) -> str | None:
    if text is None:
        return None
    if not URI.fullmatch(text):
        raise typer.BadParameter(
            f"{text!r} is not a URI without a fragment.", param_hint="--sbom-uri"
        )
    return text


def _license(text: str | None) -> str | None:
    from scanner.licenses.expression import parse_expression

    if text is None:
        return None
    found = parse_expression(text)
    if found is None:
        raise typer.BadParameter(
            f"{text!r} is not an expression of SPDX.", param_hint="--subject-license"
        )
    return found.text
