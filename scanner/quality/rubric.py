"""The rubric that documents are scored by: that of sbomqs 2.0, from its written specification.

Its weights are its own: they are what others measure by, and not what we hold to be right. A CPE is
half of what there is to get for vulnerabilities, and copyleft counts against what is under it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Generic

from scanner.licenses.category import category_of
from scanner.licenses.expression import DEPRECATED, licenses_in
from scanner.licenses.tree import leaves, tree_of
from scanner.model.document import SPDX
from scanner.model.license import NONE
from scanner.quality import component_data as component
from scanner.quality import document_data as document
from scanner.quality.datum import Datum, Owner
from scanner.quality.presence import Presence, told_if

if TYPE_CHECKING:
    from collections.abc import Callable

    from scanner.model.document import DocumentFacts
    from scanner.model.inventory import Inventory
    from scanner.quality.item import Item

GRADES: Final = (("A", 9.0), ("B", 8.0), ("C", 7.0), ("D", 5.0), ("F", 0.0))
"""Each with the lowest score that gets it."""
LOCAL_IDENTIFIER_NAME: Final = "local-identifier"
UNRESTRICTED: Final = frozenset(
    ("public-domain", "permissive", "patent-license", "cla", "unstated-license", "other")
)
"""Categories that do not count as restrictive: neither copyleft, nor less than free software."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature(Generic[Owner]):
    """One thing that gets points."""

    datum: Datum[Owner]
    weight: float
    """Its share of its category."""
    is_applicable: Callable[[DocumentFacts], bool] = lambda _: True
    """Where it is not, the others of its category share its weight."""
    could_be_told: Callable[[Owner], bool] = lambda _: True
    """Whether somebody could fill it without making it up, where it is lacking."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """Features that get points together."""

    name: str
    weight: int
    document: tuple[Feature[Inventory], ...] = ()
    components: tuple[Feature[Item], ...] = ()


def expression_of(item: Item) -> str | None:
    """Return the expression by which its licence is judged: what is concluded, or else declared."""
    return item.concluded or (None if item.declared == NONE else item.declared)


def _not_deprecated(item: Item, _facts: DocumentFacts) -> Presence:
    """Tell whether a licence is told, and by current identifiers."""
    parts = licenses_in(expression_of(item) or "")
    return told_if(parts and DEPRECATED.keys().isdisjoint(parts))


def _not_restrictive(item: Item, _facts: DocumentFacts) -> Presence:
    """Tell whether a licence is told, and no part of it restricts anybody."""
    tree = tree_of(expression_of(item) or "")
    return told_if(tree and UNRESTRICTED.issuperset(map(category_of, leaves(tree))))


def _never(_owner: object) -> bool:
    return False


def _has_place_for_it(facts: DocumentFacts) -> bool:
    """Tell whether a format has a field for lifecycles and completeness, by the rubric's table."""
    return facts.format != SPDX


LOCAL_IDENTIFIER: Final[Datum[Item]] = Datum(
    name=LOCAL_IDENTIFIER_NAME,
    presence=lambda _, facts: told_if(LOCAL_IDENTIFIER_NAME in facts.states),
    why="it has no identifier of its own in the document",
    advice="Fill bom-ref (CycloneDX) or SPDXID (SPDX).",
)
VALID: Final[Datum[Item]] = Datum(
    name="valid-license",
    presence=lambda item, _: told_if(expression_of(item)),
    why="its licence is no expression of SPDX",
    advice=component.LICENSE.advice,
)
NOT_DEPRECATED: Final[Datum[Item]] = Datum(
    name="not-deprecated",
    presence=_not_deprecated,
    why="its licence is not told, or by an identifier that SPDX has withdrawn",
    advice="Use the one that SPDX has in its place.",
)
NOT_RESTRICTIVE: Final[Datum[Item]] = Datum(
    name="not-restrictive",
    presence=_not_restrictive,
    why="its licence is not told, or it is copyleft or less than free software",
    advice="Nothing, where it is told: it is what it is.",
)

RUBRIC: Final = (
    Category(
        name="Identification",
        weight=10,
        components=(
            Feature(datum=component.NAME, weight=0.40),
            Feature(datum=component.VERSION, weight=0.35),
            Feature(datum=LOCAL_IDENTIFIER, weight=0.25),
        ),
    ),
    Category(
        name="Provenance",
        weight=12,
        document=(
            Feature(datum=document.TIMESTAMP, weight=0.20),
            Feature(datum=document.AUTHOR, weight=0.20),
            Feature(datum=document.TOOL_VERSION, weight=0.20),
            Feature(datum=document.DOCUMENT_SUPPLIER, weight=0.15),
            Feature(datum=document.NAMESPACE, weight=0.15),
            Feature(datum=document.LIFECYCLE, weight=0.10, is_applicable=_has_place_for_it),
        ),
    ),
    Category(
        name="Integrity",
        weight=15,
        document=(Feature(datum=document.SIGNATURE, weight=0.10),),
        components=(
            Feature(datum=component.CHECKSUM, weight=0.60, could_be_told=_never),
            Feature(datum=component.STRONG_CHECKSUM, weight=0.30, could_be_told=_never),
        ),
    ),
    Category(
        name="Completeness",
        weight=12,
        document=(Feature(datum=document.PRIMARY, weight=0.20),),
        components=(
            Feature(datum=component.DEPENDENCIES, weight=0.25),
            Feature(datum=component.COMPLETENESS, weight=0.15, is_applicable=_has_place_for_it),
            Feature(datum=component.SOURCE, weight=0.15),
            Feature(datum=component.SUPPLIER, weight=0.15),
            Feature(datum=component.PURPOSE, weight=0.10),
        ),
    ),
    Category(
        name="Licensing",
        weight=15,
        document=(Feature(datum=document.DATA_LICENSE, weight=0.10),),
        components=(
            Feature(datum=component.LICENSE, weight=0.20),
            Feature(datum=VALID, weight=0.20),
            Feature(datum=component.DECLARED, weight=0.15),
            Feature(datum=NOT_DEPRECATED, weight=0.15),
            Feature(
                datum=NOT_RESTRICTIVE,
                weight=0.20,
                could_be_told=lambda item: expression_of(item) is None,
            ),
        ),
    ),
    Category(
        name="Vulnerability",
        weight=10,
        components=(
            Feature(datum=component.PURL, weight=0.50),
            Feature(datum=component.CPE, weight=0.50, could_be_told=_never),
        ),
    ),
    Category(
        name="Structural",
        weight=8,
        document=(
            Feature(datum=document.FORMAT, weight=0.30),
            Feature(datum=document.VERSION_OF_FORMAT, weight=0.30),
            Feature(datum=document.ENCODING, weight=0.20),
            Feature(
                datum=document.SCHEMA,
                weight=0.20,
                is_applicable=lambda facts: facts.is_valid is not None,
            ),
        ),
    ),
)
