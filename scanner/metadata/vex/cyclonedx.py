"""CycloneDX as VEX: vulnerabilities with an analysis (1.4 to 1.7).

What a vulnerability affects is named by a reference: to a component of the document, or of another
one (BOM-Link, ``urn:cdx:serial/version#reference``). Many tools have package URLs for references.
A vulnerability without an analysis is no statement, and nothing is wrong with it.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from scanner.metadata.vex.statement import (
    Malformed,
    Product,
    Standpoint,
    Statement,
    elements,
    latest,
    names_in,
    product_of,
    text_for_people,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scanner.metadata.toml_table import Table

STATES: Final = {
    "resolved": Standpoint.FIXED,
    "resolved_with_pedigree": Standpoint.FIXED,
    "exploitable": Standpoint.AFFECTED,
    "in_triage": Standpoint.UNDER_INVESTIGATION,
    "false_positive": Standpoint.NOT_AFFECTED,
    "not_affected": Standpoint.NOT_AFFECTED,
}
_LINK: Final = "urn:cdx:"
_DECLINED: Final = frozenset(("can_not_fix", "will_not_fix"))
"""Responses of those who accept the risk."""


def statements_in(document: Table, location: str) -> Iterator[Statement | Malformed]:
    """Yield the statements of a document, and what is in the place of one."""
    read = partial(_statement, document=document, known=dict(_components(document)))
    yield from elements(document, "vulnerabilities", location, read)


def undecided_in(document: Table) -> Iterator[tuple[frozenset[str], tuple[Product, ...]]]:
    """Yield the names of every vulnerability on which nothing is decided, and what it affects."""
    known = dict(_components(document))
    for entry in document.tables("vulnerabilities"):
        if not _is_decided(entry.table("analysis")):
            yield _names(entry), tuple(_products(entry, known))


def _is_decided(analysis: Table) -> bool:
    """Tell whether it does not count: it is not affected, fixed, or the risk is accepted."""
    if not _DECLINED.isdisjoint(analysis.texts("response")):
        return True
    standpoint = STATES.get(analysis.text("state") or "")
    return standpoint in {Standpoint.NOT_AFFECTED, Standpoint.FIXED}


def _statement(
    entry: Table, source: str, *, document: Table, known: Mapping[str, Table]
) -> Iterator[Statement | Malformed]:
    if "analysis" not in entry.values:
        return
    analysis, metadata = entry.table("analysis"), document.table("metadata")
    state = analysis.text("state")
    if state is None:  # somebody has begun to look at it, and said nothing yet
        return
    names = _names(entry)
    products = tuple(_products(entry, known))
    if state not in STATES:
        yield Malformed(source=source, reason=f"its state is none of {', '.join(STATES)}")
    elif not names:
        yield Malformed(source=source, reason="it names no vulnerability")
    elif not products:
        yield Malformed(source=source, reason="it affects nothing")
    else:
        yield Statement(
            names=names,
            standpoint=STATES[state],
            products=products,
            justification=text_for_people(analysis.text("justification")),
            reason=text_for_people(analysis.text("detail")),
            author=text_for_people(next(_authors(metadata), None)),
            time=latest(analysis.text("lastUpdated"), analysis.text("firstIssued"))
            or latest(metadata.text("timestamp"))
            or latest(entry.text("updated")),
            source=source,
        )


def _names(entry: Table) -> frozenset[str]:
    return names_in((entry.text("id"), *(each.text("id") for each in entry.tables("references"))))


def _authors(metadata: Table) -> Iterator[str | None]:
    for key in ("supplier", "manufacturer", "manufacture"):
        yield from filter(None, [metadata.table(key).text("name")])
    yield from (each.text("name") for each in metadata.tables("authors"))


def _components(document: Table) -> Iterator[tuple[str, Table]]:
    """Yield all components by their references, the subject of the document among them."""
    pending = [document.table("metadata").table("component"), *document.tables("components")]
    while pending:
        component = pending.pop()
        if reference := component.text("bom-ref"):
            yield reference, component
        pending.extend(component.tables("components"))


def _products(entry: Table, known: Mapping[str, Table]) -> Iterator[Product]:
    for affected in entry.tables("affects"):
        reference = affected.text("ref") or ""
        if reference.startswith(_LINK):
            reference = unquote(reference.partition("#")[2])
        component = known.get(reference)
        purl = component.text("purl") if component else reference
        hashes = {
            each.text("alg") or "": each.text("content") or ""
            for each in (component.tables("hashes") if component else ())
        }
        ranges = tuple(_versions(affected))
        for version in ranges or (None,):
            yield _product(purl, reference, hashes, version)


def _versions(affected: Table) -> Iterator[tuple[str | None, str | None]]:
    """Yield the versions, and ranges of versions, that it is about."""
    for each in affected.tables("versions"):
        yield each.text("version"), each.text("range")


def _product(
    purl: str | None,
    reference: str,
    hashes: Mapping[str, str],
    version: tuple[str | None, str | None] | None,
) -> Product:
    product = product_of(reference, purl, hashes)
    if version is None or product.purl is None:
        return product
    listed, versions = version
    if listed is None:
        return replace(product, versions=versions, purl=replace(product.purl, version=None))
    return replace(product, purl=replace(product.purl, version=listed))
