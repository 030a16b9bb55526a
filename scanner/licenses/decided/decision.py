"""What a policy comes to for an expression.

The first rule that fits a licence decides on it, except that rules for pairs come before all
others: ``GPL-3.0-only WITH GCC-exception-3.1`` is judged as that, if a rule knows it, and by its
category, licence and exception if none does. An expression is worth what its best branch of OR, and
its worst part of AND, is; of equal branches the first that needs no exemption is chosen.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, assert_never

from scanner.licenses.category import category_of
from scanner.licenses.decided.policy import Outcome
from scanner.licenses.tree import Choice, Every, License, Pair, tree_of
from scanner.model.license import NONE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scanner.licenses.category import Categories
    from scanner.licenses.decided.policy import Exemption, Policy, Rule
    from scanner.licenses.tree import Expression, Leaf


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided on a licence or an expression, and why."""

    outcome: Outcome
    rule: str
    """The name of what decided."""
    reason: str
    chosen: Expression | None = None
    """The expression, with one branch left of each OR; None if there is none."""
    exemptions: frozenset[Exemption] = frozenset()
    """Without which it would be worse."""

    @property
    def rank(self) -> tuple[Outcome, bool]:
        """What the branches of OR are compared by, the best being the least."""
        return self.outcome, bool(self.exemptions)


def decide(expression: str | None, policy: Policy) -> Decision:
    """Decide on an expression, by a policy of which only what applies is left."""
    if expression is None:
        return _on_none(policy, policy.unknown, "unknown", "its licence is not known")
    if expression == NONE:
        return _on_none(policy, policy.none, "none", "its authors give no licence")
    tree = tree_of(expression)
    if tree is None:
        reason = f"{expression!r} is no expression of SPDX"
        return _on_none(policy, policy.unknown, "unknown", reason)
    return _on(tree, policy)


def _on(tree: Expression, policy: Policy) -> Decision:
    match tree:
        case License() | Pair():
            return _on_leaf(tree, policy)
        case Every():
            decisions = [_on(part, policy) for part in tree.parts]
            return replace(
                max(decisions, key=lambda decision: decision.rank),
                chosen=Every(tuple(each.chosen for each in decisions if each.chosen)),
                exemptions=frozenset().union(*(each.exemptions for each in decisions)),
            )
        case Choice():
            decisions = [_on(part, policy) for part in tree.parts]
            return min(decisions, key=lambda decision: decision.rank)
        case _:
            assert_never(tree)


def _on_leaf(leaf: Leaf, policy: Policy) -> Decision:
    category = category_of(leaf, policy.categories)
    rule = _rule_for(leaf, policy.rules, policy.categories)
    if rule is None:
        decision = Decision(policy.otherwise, "otherwise", f"{leaf} is {category}", leaf)
    else:
        reason = f"{leaf} is {category}" + (f": {rule.reason}" if rule.reason else "")
        decision = Decision(rule.outcome, rule.name, reason, leaf)
    fitting = (each for each in policy.exemptions if each.selection.has(leaf, policy.categories))
    return _exempted(decision, fitting)


def _rule_for(leaf: Leaf, rules: tuple[Rule, ...], own: Categories) -> Rule | None:
    if isinstance(leaf, Pair):
        for rule in rules:
            if rule.selection.names(leaf):
                return rule
    return next((rule for rule in rules if rule.selection.has(leaf, own)), None)


def _on_none(policy: Policy, outcome: Outcome, name: str, reason: str) -> Decision:
    """Decide where there is no licence to go by: only what speaks of no licences applies."""
    rule = next((each for each in policy.rules if not each.selection.is_of_licenses), None)
    decision = (
        Decision(rule.outcome, rule.name, rule.reason or reason)
        if rule
        else Decision(outcome, name, reason)
    )
    fitting = (each for each in policy.exemptions if not each.selection.is_of_licenses)
    return _exempted(decision, fitting)


def _exempted(decision: Decision, exemptions: Iterable[Exemption]) -> Decision:
    if decision.outcome is Outcome.ALLOW:
        return decision
    exemption = next(iter(exemptions), None)
    if exemption is None:
        return decision
    return replace(
        decision,
        outcome=Outcome.ALLOW,
        rule=str(exemption),
        reason=f"{exemption.reason} ({exemption.owner}, until {exemption.expires})",
        exemptions=frozenset((exemption,)),
    )
