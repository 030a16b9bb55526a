"""Licence policies: what is allowed, to be looked at, or denied, and in which context."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Final

from scanner.licenses.category import OTHER, category_of
from scanner.licenses.context import Context
from scanner.licenses.obligation import Obligation, obligations_of
from scanner.licenses.pattern import is_of_pairs, matches

if TYPE_CHECKING:
    from datetime import date

    from scanner.decided.distribution import Distributions
    from scanner.licenses.category import Categories
    from scanner.licenses.tree import Leaf, Pair
    from scanner.model.component import Component


class Outcome(IntEnum):
    """What a policy says, the worse the greater."""

    ALLOW = 0
    FLAG = 1
    """Somebody has to look at it."""
    DENY = 2

    def __str__(self) -> str:
        return self.name.lower()


ALL_CONTEXTS: Final = frozenset(Context)


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which licences of which distributions a rule or an exemption is about."""

    distributions: Distributions | None = None
    """None for all."""
    licenses: tuple[str, ...] = ()
    """Patterns (:mod:`scanner.licenses.pattern`)."""
    categories: frozenset[str] = frozenset()
    obligations: frozenset[Obligation] = frozenset()
    contexts: frozenset[Context] = ALL_CONTEXTS

    @property
    def is_of_licenses(self) -> bool:
        """Whether it says which licences it is about; any of these ways is enough."""
        return bool(self.licenses or self.categories or self.obligations)

    def has(self, leaf: Leaf, own: Categories) -> bool:
        """Tell whether it is about a licence."""
        return (
            not self.is_of_licenses
            or any(matches(pattern, leaf) for pattern in self.licenses)
            or category_of(leaf, own) in self.categories
            or not self.obligations.isdisjoint(obligations_of(leaf, own))
        )

    def concerns(self, component: Component, context: Context) -> bool:
        """Tell whether it is about a component, in a context."""
        return context in self.contexts and (
            self.distributions is None or self.distributions.have(component)
        )

    def names(self, pair: Pair) -> bool:
        """Tell whether it is about a pair as such."""
        return any(is_of_pairs(pattern) and matches(pattern, pair) for pattern in self.licenses)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What becomes of a selection."""

    outcome: Outcome
    selection: Selection
    name: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemption:
    """What somebody allows for some time, whatever the rules say of it: an ``exception`` in files.

    In licences, an exception is what stands behind ``WITH``.
    """

    selection: Selection
    reason: str
    owner: str
    expires: date
    """The last day on which it applies."""
    line: int = 0

    def __str__(self) -> str:
        return f"exception for {self.selection.distributions}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """All that was decided on licences."""

    rules: tuple[Rule, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    otherwise: Outcome = Outcome.ALLOW
    """For licences that no rule is about."""
    unknown: Outcome = Outcome.FLAG
    """For distributions whose licence is open."""
    none: Outcome = Outcome.FLAG
    """For those whose authors give none, so that nothing is allowed."""
    bundled: Outcome = Outcome.DENY
    """The worst that licences of bundled parts can come to."""
    categories: Categories = ()
    location: str = ""
    """The file that it is from."""


DEFAULT: Final = Policy(
    rules=(
        Rule(
            name="network copyleft",
            outcome=Outcome.FLAG,
            selection=Selection(
                obligations=frozenset((Obligation.NETWORK_SOURCE,)),
                contexts=frozenset((Context.SERVICE, Context.SHIPPED)),
            ),
            reason="users over a network must be offered the source code",
        ),
        Rule(
            name="copyleft",
            outcome=Outcome.FLAG,
            selection=Selection(
                categories=frozenset(("copyleft",)), contexts=frozenset((Context.SHIPPED,))
            ),
            reason="what is combined with it is to be passed on under its terms",
        ),
        Rule(
            name="terms of their own",
            outcome=Outcome.FLAG,
            selection=Selection(
                categories=frozenset(
                    (
                        "cla",
                        "commercial",
                        "free-restricted",
                        "patent-license",
                        "proprietary-free",
                        "source-available",
                        "unstated-license",
                        OTHER,
                    )
                )
            ),
            reason="its terms have to be read",
        ),
    ),
)
"""What counts if nobody has decided anything: nothing is denied."""
