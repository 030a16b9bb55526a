"""Patterns over paths, many of them tested at once.

A pattern is a path relative to the root. ``*`` stands for any characters but a slash, ``[0-9]`` for
a digit, and a leading ``**/`` for any directories, or none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

ANYWHERE: Final = "**/"
DIGIT: Final = "[0-9]"


class Patterns:
    """A set of patterns: whether a path matches one of them."""

    def __init__(self, patterns: Iterable[str]) -> None:
        rooted: list[str] = []
        anywhere: defaultdict[int, list[str]] = defaultdict(list)
        for pattern in patterns:
            rest = pattern.removeprefix(ANYWHERE)
            (rooted if rest == pattern else anywhere[rest.count("/")]).append(rest)
        self._rooted = _either(rooted) if rooted else None
        depths = range(max(anywhere, default=-1) + 1)
        # Where one begins follows from how many slashes it has, and need not be looked for.
        self._anywhere = [
            _either(anywhere[depth]) if depth in anywhere else None for depth in depths
        ]

    def match(self, path: bytes) -> bool:
        """Tell whether one of them matches a path."""
        if self._rooted and self._rooted.fullmatch(path):
            return True
        begin = len(path)
        for expression in self._anywhere:
            begin = path.rfind(b"/", 0, begin)
            if expression and expression.fullmatch(path, begin + 1):
                return True
            if begin < 0:
                return False
        return False


@lru_cache(maxsize=256)
def matcher(pattern: str) -> re.Pattern[str]:
    """Return the expression that a path matches in full if it matches a pattern."""
    rest = pattern.removeprefix(ANYWHERE)
    begin = "" if rest == pattern else "(?:.*/)?"
    return re.compile(begin + _expression(rest), re.DOTALL)


def _either(patterns: Iterable[str]) -> re.Pattern[bytes]:
    """Return the expression of several; a directory that many of them name is in it once."""
    names: defaultdict[str, list[str]] = defaultdict(list)
    for pattern in patterns:
        directory, slash, name = pattern.rpartition("/")
        names[directory + slash].append(name)
    expressions = [
        f"{_expression(directory)}(?:{'|'.join(map(_expression, names[directory]))})"
        for directory in names
    ]
    return re.compile("|".join(expressions).encode(), re.DOTALL)


def _expression(pattern: str) -> str:
    expression = "[^/]*".join(map(re.escape, pattern.split("*")))
    return expression.replace(re.escape(DIGIT), DIGIT)
