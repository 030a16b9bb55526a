"""CSAF 2.0, profile VEX (``csaf_vex``): a tree of products, and vulnerabilities that list some.

A product of a relationship is one inside of another: what the statement is about is the part. A
product that is not affected needs an impact statement, as a flag or in words (CSAF 2.0, 4.5).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
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

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from scanner.metadata.toml_table import Table

STATUSES: Final = {
    "fixed": Standpoint.FIXED,
    "first_fixed": Standpoint.FIXED,
    "known_affected": Standpoint.AFFECTED,
    "first_affected": Standpoint.AFFECTED,
    "last_affected": Standpoint.AFFECTED,
    "known_not_affected": Standpoint.NOT_AFFECTED,
    "under_investigation": Standpoint.UNDER_INVESTIGATION,
}

MAX_GROUPS: Final = 100
"""How many groups of a product are looked at."""


def statements_in(document: Table, location: str) -> Iterator[Statement | Malformed]:
    """Yield the statements of a document, and what is in the place of one."""
    tree = document.table("product_tree")
    products = dict(_products(tree))
    read = partial(
        _statements,
        products=products | dict(_related(tree, products)),
        groups=_groups(tree),
        facts=document.table("document"),
    )
    yield from elements(document, "vulnerabilities", location, read)


def _statements(
    entry: Table,
    source: str,
    *,
    products: Mapping[str, Product],
    groups: Mapping[str, list[str]],
    facts: Table,
) -> Iterator[Statement | Malformed]:
    names = names_in((entry.text("cve"), *(each.text("text") for each in entry.tables("ids"))))
    if not names:
        yield Malformed(source=source, reason="it names no vulnerability")
        return
    flags = dict(_said(entry.tables("flags"), "label"))
    threats = (each for each in entry.tables("threats") if each.text("category") == "impact")
    impacts = dict(_said(threats, "details"))
    author = text_for_people(facts.table("publisher").text("name"))
    time = latest(facts.table("tracking").text("current_release_date"))
    for status, identifiers in _statuses(entry):
        standpoint = STATUSES[status]
        reasons: defaultdict[tuple[str | None, str | None, str], list[Product]] = defaultdict(list)
        for identifier in identifiers:
            label, flagged = _of(identifier, groups, flags)
            impact, told = _of(identifier, groups, impacts)
            if identifier not in products:
                reason = f"{status} has a product that the tree has not: {identifier:.100}"
                yield Malformed(source=source, reason=reason)
            elif standpoint is Standpoint.NOT_AFFECTED and not (label or impact):
                reason = f"it has {identifier:.100} as {status}, and not why"
                yield Malformed(source=source, reason=reason)
            else:
                key = (label, impact, max(flagged, told) or time)
                reasons[key].append(products[identifier])
        for (label, impact, when), listed in reasons.items():
            yield Statement(
                names=names,
                standpoint=standpoint,
                products=tuple(listed),
                justification=label,
                reason=impact,
                author=author,
                time=when,
                source=source,
            )


def _statuses(entry: Table) -> Iterator[tuple[str, tuple[str, ...]]]:
    table = entry.table("product_status")
    for status in STATUSES:
        if identifiers := table.texts(status):
            yield status, identifiers


def _said(entries: Iterable[Table], field: str) -> Iterator[tuple[str, tuple[str | None, str]]]:
    """Yield what is said of each product, and each group of some, and when."""
    for each in entries:
        said = (text_for_people(each.text(field)), latest(each.text("date")))
        for identifier in (*each.texts("product_ids"), *each.texts("group_ids")):
            yield identifier, said


def _of(
    identifier: str,
    groups: Mapping[str, list[str]],
    said: Mapping[str, tuple[str | None, str]],
) -> tuple[str | None, str]:
    """Return what is said of a product, or of a group that it is in."""
    known = (said[name] for name in (identifier, *groups.get(identifier, ())) if name in said)
    return next(known, (None, ""))


def _groups(tree: Table) -> Mapping[str, list[str]]:
    """Return the groups that each product is in."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for group in tree.tables("product_groups"):
        for identifier in group.texts("product_ids"):
            if len(found[identifier]) < MAX_GROUPS:
                found[identifier].append(group.text("group_id") or "")
    return found


def _products(tree: Table) -> Iterator[tuple[str, Product]]:
    for product in tree.tables("full_product_names"):
        yield from _product(product)
    pending = list(tree.tables("branches"))
    while pending:
        branch = pending.pop()
        pending.extend(branch.tables("branches"))
        is_range = branch.text("category") == "product_version_range"
        yield from _product(branch.table("product"), branch.text("name") if is_range else None)


def _product(product: Table, versions: str | None = None) -> Iterator[tuple[str, Product]]:
    identifier = product.text("product_id")
    if identifier is None:
        return
    helper = product.table("product_identification_helper")
    digests = {
        each.text("algorithm") or "": each.text("value") or ""
        for file in helper.tables("hashes")
        for each in file.tables("file_hashes")
    }
    found = product_of(product.text("name") or identifier, helper.text("purl"), digests)
    is_open = found.purl is not None and found.purl.version is None
    yield identifier, replace(found, versions=versions if is_open else None)


def _related(tree: Table, products: Mapping[str, Product]) -> Iterator[tuple[str, Product]]:
    """Yield the products that relationships make: of one in the other."""
    for each in tree.tables("relationships"):
        part = products.get(each.text("product_reference") or "")
        whole = products.get(each.text("relates_to_product_reference") or "")
        identifier = each.table("full_product_name").text("product_id")
        if part and whole and identifier:
            yield identifier, replace(whole, parts=(part,))
