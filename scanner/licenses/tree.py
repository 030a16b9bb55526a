"""Licence expressions as trees (SPDX 3.0 annex B): what a policy, and a list of duties, go by.

:mod:`scanner.licenses.expression` says what is one, and ``license-expression`` which parts it has.
That is fed nothing else: it takes ``MIT BSD`` for one licence, and raises an ``IndexError`` for
``()``. It goes without its index of licences, by which it would refuse every ``LicenseRef-``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias, assert_never

from scanner.licenses.expression import parse_expression

if TYPE_CHECKING:
    import license_expression


@dataclass(frozen=True, slots=True)
class License:
    """One identifier, with its ``+`` if it has one."""

    id: str

    def __str__(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True)
class Pair:
    """A licence ``WITH`` an exception to it."""

    license: str
    exception: str

    def __str__(self) -> str:
        return f"{self.license} WITH {self.exception}"


@dataclass(frozen=True, slots=True)
class Every:
    """``AND``: all of them apply."""

    parts: tuple[Expression, ...]

    def __str__(self) -> str:
        return " AND ".join(
            f"({part})" if isinstance(part, Choice) else str(part) for part in self.parts
        )


@dataclass(frozen=True, slots=True)
class Choice:
    """``OR``: whoever uses it chooses one."""

    parts: tuple[Expression, ...]

    def __str__(self) -> str:
        return " OR ".join(str(part) for part in self.parts)


Leaf: TypeAlias = License | Pair
Expression: TypeAlias = Leaf | Every | Choice


@lru_cache(maxsize=4096)
def tree_of(text: str) -> Expression | None:
    """Return what an expression says, with current identifiers; None for a text that is none."""
    from license_expression import Licensing

    expression = parse_expression(text)
    return _tree(Licensing().parse(expression.text)) if expression else None


def leaves(tree: Expression) -> tuple[Leaf, ...]:
    """Return its licences and pairs, in their order, each once."""
    match tree:
        case License() | Pair():
            return (tree,)
        case Every() | Choice():
            return tuple(dict.fromkeys(leaf for part in tree.parts for leaf in leaves(part)))
        case _:
            assert_never(tree)


def _tree(parsed: license_expression.LicenseExpression) -> Expression:
    """Return ours for a tree of the library."""
    from license_expression import AND, LicenseSymbol, LicenseWithExceptionSymbol

    if isinstance(parsed, LicenseWithExceptionSymbol):
        return Pair(parsed.license_symbol.key, parsed.exception_symbol.key)
    if isinstance(parsed, LicenseSymbol):
        return License(parsed.key)
    parts = tuple(map(_tree, parsed.args))
    return Every(parts) if isinstance(parsed, AND) else Choice(parts)
