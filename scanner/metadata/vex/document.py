"""A VEX document of any format: OpenVEX, CSAF 2.0, CycloneDX, all as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scanner.metadata.json_lines import parse_json
from scanner.metadata.vex import csaf, cyclonedx, openvex
from scanner.metadata.vex.statement import Malformed, Statement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scanner.metadata.toml_table import Table

CONTEXT: Final = "https://openvex.dev/ns"


@dataclass(frozen=True, slots=True, kw_only=True)
class VexDocument:
    """The statements of a document, and what is in the place of some."""

    statements: tuple[Statement, ...] = ()
    malformed: tuple[Malformed, ...] = ()


def parse_vex(data: bytes, location: str) -> VexDocument:
    """Read a document.

    Raises:
        ValueError: if it is of no format that is known, or a key in it is there twice: which one
            counts is another one for every reader, and it may be the status.

    """
    document, oddities = parse_json(data.decode("utf-8-sig"))
    read = _reader_of(document)
    if oddities:
        raise ValueError(oddities[0].removesuffix("; the last one counts"))
    found = list(read(document, location))
    return VexDocument(
        statements=tuple(each for each in found if isinstance(each, Statement)),
        malformed=tuple(each for each in found if isinstance(each, Malformed)),
    )


def _reader_of(document: Table) -> Callable[[Table, str], Iterator[Statement | Malformed]]:
    context = document.text("@context") or document.text("predicateType") or ""
    if context.startswith(CONTEXT):
        return openvex.statements_in
    if document.text("bomFormat") == "CycloneDX":
        return cyclonedx.statements_in
    if (document.table("document").text("category") or "").startswith("csaf_"):
        return csaf.statements_in
    raise ValueError("neither OpenVEX nor CSAF, nor CycloneDX as JSON")
