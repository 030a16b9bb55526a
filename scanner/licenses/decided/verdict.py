"""An inventory judged by a licence policy. The day is a value: there is no clock in here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from scanner.decided.distribution import absent
from scanner.licenses.context import Context
from scanner.licenses.decided.decision import decide
from scanner.licenses.decided.incompatibility import hints_on
from scanner.licenses.decided.policy import DEFAULT, Outcome
from scanner.licenses.tree import tree_of
from scanner.model.component import Problem, State
from scanner.model.license import CURATION

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from scanner.licenses.category import Categories
    from scanner.licenses.decided.decision import Decision
    from scanner.licenses.decided.incompatibility import Hint
    from scanner.licenses.decided.policy import Exemption, Policy
    from scanner.licenses.tree import Expression
    from scanner.model.component import Component
    from scanner.model.inventory import Inventory

SOURCE: Final = "license-policy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a policy says of one expression of a component."""

    component: Component
    outcome: Outcome
    rule: str
    """The name of the rule that decided, or of what else did."""
    reason: str
    expression: str | None
    """What was judged: what is concluded, or one of what is bundled; None if it is open."""
    chosen: Expression | None
    """The same with one branch left of each OR."""
    is_bundled: bool = False
    """Whether it is the licence of a part, and not of the distribution."""

    @property
    def choice(self) -> str | None:
        """The licence choice, if the expression leaves one."""
        if self.expression is None or self.chosen in (None, tree_of(self.expression)):
            return None
        return str(self.chosen)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """All that a policy says of an inventory."""

    context: Context
    categories: Categories
    """The policy's own."""
    verdicts: tuple[Verdict, ...]
    """In the order of the components; of each first what is concluded, then what is bundled."""
    hints: tuple[Hint, ...]
    problems: tuple[Problem, ...]
    """What people have to decide anew: curations and exemptions that expired, or are of no use."""

    @property
    def outcome(self) -> Outcome:
        """The worst of all."""
        return max((verdict.outcome for verdict in self.verdicts), default=Outcome.ALLOW)


def judge(
    inventory: Inventory,
    policy: Policy = DEFAULT,
    *,
    today: date,
    context: Context = Context.SHIPPED,
) -> Ruling:
    """Judge what of an inventory is part of an SBOM."""
    live = tuple(each for each in policy.exemptions if today <= each.expires)
    verdicts: list[Verdict] = []
    used: set[Exemption] = set()
    for component in inventory.documented_components:
        applying = _applying(replace(policy, exemptions=live), component, context)
        for verdict, decision in _judged(component, applying):
            verdicts.append(verdict)
            used |= decision.exemptions
    return Ruling(
        context=context,
        categories=policy.categories,
        verdicts=tuple(verdicts),
        hints=tuple(hints_on(verdicts, policy.categories)) if context is Context.SHIPPED else (),
        problems=(
            *(problem for problem in inventory.problems if problem.cataloger == CURATION),
            *_expired(policy, today),
            *_unused([each for each in live if each not in used], inventory, policy, context),
        ),
    )


def _applying(policy: Policy, component: Component, context: Context) -> Policy:
    """Return what of a policy applies to a component."""
    return replace(
        policy,
        rules=tuple(each for each in policy.rules if each.selection.concerns(component, context)),
        exemptions=tuple(
            each for each in policy.exemptions if each.selection.concerns(component, context)
        ),
    )


def _judged(component: Component, policy: Policy) -> Iterator[tuple[Verdict, Decision]]:
    licensing = component.licensing
    is_part = component.is_part or component.state is State.BUNDLED
    judged = [(licensing.concluded if licensing else None, is_part)]
    judged += [(expression, True) for expression in (licensing.bundled if licensing else ())]
    for expression, is_bundled in judged:
        decision = decide(expression, policy)
        is_eased = is_bundled and decision.outcome > policy.bundled
        verdict = Verdict(
            component=component,
            outcome=policy.bundled if is_eased else decision.outcome,
            rule="bundled" if is_eased else decision.rule,
            reason=decision.reason,
            expression=expression,
            chosen=decision.chosen,
            is_bundled=is_bundled,
        )
        yield verdict, decision


def _expired(policy: Policy, today: date) -> Iterator[Problem]:
    for exemption in policy.exemptions:
        if exemption.expires < today:
            reason = f"line {exemption.line}: the {exemption} expired on {exemption.expires}"
            yield Problem(policy.location, SOURCE, reason)


def _unused(
    exemptions: list[Exemption], inventory: Inventory, policy: Policy, context: Context
) -> Iterator[Problem]:
    foreign = []
    for exemption in exemptions:
        selection = exemption.selection
        if context not in selection.contexts:
            continue
        distributions = selection.distributions
        assert distributions, "an exemption names its distributions"
        if not any(map(distributions.name, inventory.documented_components)):
            foreign.append(distributions)
            continue
        reason = f"line {exemption.line}: the {exemption} is unused: nothing here needs it"
        yield Problem(policy.location, SOURCE, reason)
    if foreign:
        yield Problem(policy.location, SOURCE, absent("exceptions", foreign))
