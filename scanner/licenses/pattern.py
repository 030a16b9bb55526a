"""Patterns of licences, in which ``*`` stands for anything: ``GPL-*``, ``* WITH LLVM-exception``.

Case does not count, nor does the ``+`` of a licence. One with ``WITH`` in it fits pairs only, one
without fits the licence of a pair as well as its exception.
"""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from scanner.licenses.tree import License, Pair

if TYPE_CHECKING:
    from scanner.licenses.tree import Leaf

_WITH: Final = re.compile(r"\s+with\s+", re.IGNORECASE)


def is_of_pairs(pattern: str) -> bool:
    """Tell whether a pattern fits pairs only."""
    return _WITH.search(pattern) is not None


@lru_cache(maxsize=1 << 14)
def matches(pattern: str, leaf: Leaf) -> bool:
    """Tell whether a pattern fits a licence or a pair."""
    wanted = _WITH.split(pattern.lower())
    match leaf:
        case License():
            return len(wanted) == 1 and _fits(wanted[0], leaf.id)
        case Pair() if len(wanted) == 1:
            return _fits(wanted[0], leaf.license) or _fits(wanted[0], leaf.exception)
        case Pair():
            return _fits(wanted[0], leaf.license) and _fits(wanted[1], leaf.exception)


def _fits(pattern: str, identifier: str) -> bool:
    name = identifier.lower()
    return fnmatchcase(name, pattern) or fnmatchcase(name.removesuffix("+"), pattern)
