"""OpenVEX 0.2.0 (and 0.0.1, whose products and vulnerabilities are texts).

A statement that something is not affected has to say why, by a justification or in words; one that
does not is none.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

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
from scanner.model.decision import JUSTIFICATIONS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from scanner.metadata.toml_table import Table


def statements_in(document: Table, location: str) -> Iterator[Statement | Malformed]:
    """Yield the statements of a document, and what is in the place of one."""
    subjects: tuple[Product, ...] = ()
    if "predicate" in document.values:  # it is attested (in-toto)
        subjects = tuple(map(_attested, document.tables("subject")))
        document = document.table("predicate")
    yield from elements(
        document, "statements", location, partial(_statement, document=document, subjects=subjects)
    )


def _statement(
    entry: Table, source: str, *, document: Table, subjects: tuple[Product, ...]
) -> Iterator[Statement | Malformed]:
    status, justification = entry.text("status"), entry.text("justification")
    impact = text_for_people(entry.text("impact_statement"))
    names = _names(entry)
    products = tuple(_products(entry)) or subjects
    if reason := _fault(names, status, justification, impact, products):
        yield Malformed(source=source, reason=reason)
        return
    yield Statement(
        names=names,
        standpoint=STANDPOINTS[status or ""],
        products=products,
        justification=justification,
        reason=impact or text_for_people(entry.text("status_notes")),
        author=text_for_people(entry.text("supplier") or document.text("author")),
        time=latest(entry.text("timestamp"), entry.text("last_updated"))
        or latest(document.text("timestamp"), document.text("last_updated")),
        source=source,
    )


def _fault(
    names: Collection[str],
    status: str | None,
    justification: str | None,
    impact: str | None,
    products: Collection[Product],
) -> str | None:
    """Return why something is no statement."""
    if not names:
        return "it names no vulnerability"
    if status not in STANDPOINTS:
        return f"its status is none of {', '.join(STANDPOINTS)}"
    if justification is not None and justification not in JUSTIFICATIONS:
        return f"its justification is none of {', '.join(JUSTIFICATIONS)}"
    if status == Standpoint.NOT_AFFECTED.value and not (justification or impact):
        return "it says not_affected, and not why"
    return None if products else "it has no products"


def _names(entry: Table) -> frozenset[str]:
    known = entry.table("vulnerability")
    return names_in(
        (
            entry.text("vulnerability"),
            known.text("name"),
            known.text("@id"),
            *known.texts("aliases"),
        )
    )


def _products(entry: Table) -> Iterator[Product]:
    for name in entry.texts("products"):
        yield product_of(name, parts=_parts(entry))
    for product in entry.tables("products"):
        yield _product(product, _parts(product))


def _parts(whole: Table) -> tuple[Product, ...]:
    """Return the parts that are meant: if none of them can be read, not the whole but nothing."""
    named = (product_of(name) for name in whole.texts("subcomponents"))
    parts = (*map(_product, whole.tables("subcomponents")), *named)
    is_unread = bool(whole.values.get("subcomponents")) and not parts
    return (product_of("parts that cannot be read"),) if is_unread else parts


def _product(table: Table, parts: tuple[Product, ...] = ()) -> Product:
    hashes = table.table("hashes")
    return product_of(
        table.text("@id"),
        table.table("identifiers").text("purl"),
        {key: hashes.text(key) or "" for key in hashes.values},
        parts,
    )


def _attested(subject: Table) -> Product:
    digest = subject.table("digest")
    digests = {key: digest.text(key) or "" for key in digest.values}
    return product_of(subject.text("name"), None, digests)


STANDPOINTS: Final = {each.value: each for each in Standpoint}
