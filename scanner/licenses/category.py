"""What kind of licence one is, by the categories of ScanCode's LicenseDB.

A table in the package has them for the identifiers of SPDX (``testdata/licenses/categories.py``
writes it). A pair has a category of its own: ``GPL-3.0-only WITH GCC-exception-3.1`` asks nothing
of what is linked to it, which is what limited copyleft means.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Final, assert_never

from scanner.licenses.pattern import is_of_pairs, matches
from scanner.licenses.tree import Choice, Every, License, Pair

if TYPE_CHECKING:
    from scanner.licenses.tree import Expression, Leaf

OTHER: Final = "other"
"""The category of what nobody has put in one: each ``LicenseRef-``, above all."""
CATEGORIES: Final = (
    "public-domain",
    "permissive",
    "copyleft-limited",
    "copyleft",
    "patent-license",
    "cla",
    "free-restricted",
    "proprietary-free",
    "source-available",
    "commercial",
    "unstated-license",
    OTHER,
)
"""What asks for less, or what more is known of, comes first."""
Categories = tuple[tuple[str, str], ...]
"""A user's own: patterns of licences or pairs, and the category of each."""


@dataclass(frozen=True, slots=True)
class _Table:
    licenses: dict[str, str]
    """Categories by identifier in lower case."""
    widening: frozenset[str]
    """Exceptions that make a limited copyleft of a copyleft."""


@lru_cache(maxsize=4096)
def category_of(leaf: Leaf, own: Categories = ()) -> str:
    """Return the category of a licence or a pair; the first of a user's own that fits counts."""
    for pattern, category in own:
        # What is said of a licence is not said of its pairs.
        if is_of_pairs(pattern) is isinstance(leaf, Pair) and matches(pattern, leaf):
            return category
    match leaf:
        case License():
            identifier = leaf.id.lower()
            licenses = _table().licenses
            return licenses.get(identifier) or licenses.get(identifier.removesuffix("+"), OTHER)
        case Pair():
            category = category_of(License(leaf.license), own)
            is_wide = category == "copyleft" and leaf.exception.lower() in _table().widening
            return "copyleft-limited" if is_wide else category


def category_of_expression(tree: Expression, own: Categories = ()) -> str:
    """Return the category of the best choice, and of the worst part, by their order."""
    match tree:
        case License() | Pair():
            return category_of(tree, own)
        case Every() | Choice():
            categories = (category_of_expression(part, own) for part in tree.parts)
            pick = max if isinstance(tree, Every) else min
            return pick(categories, key=CATEGORIES.index)
        case _:
            assert_never(tree)


def is_listed(pattern: str) -> bool:
    """Tell whether a pattern of licences fits one that SPDX lists."""
    return any(matches(pattern, License(identifier)) for identifier in _table().licenses)


@cache
def _table() -> _Table:
    data = json.loads((resources.files(__package__) / "categories.json").read_bytes())
    return _Table(
        {
            identifier.lower(): category
            for category, identifiers in data["licenses"].items()
            for identifier in identifiers
        },
        frozenset(map(str.lower, data["widening exceptions"])),
    )
