"""Curations: what somebody decided that the licence of a distribution is, and why.

They outweigh all evidence, which stays below them in the chain. What no longer concerns anything is
reported: a decision that nobody looks at again is one that nobody stands for.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scanner.decided.distribution import absent, name_of
from scanner.model.component import Problem
from scanner.model.license import CURATION, LicenseStatement, Licensing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from scanner.decided.distribution import Distributions
    from scanner.model.component import Component
    from scanner.model.inventory import Inventory


@dataclass(frozen=True, slots=True, kw_only=True)
class Curation:
    """One decision."""

    distributions: Distributions
    concluded: str
    """A canonical expression, or ``NONE``."""
    reason: str
    who: str
    when: date
    declared: str | None = None
    """What the metadata said when it was taken; it holds only as long as they do."""
    location: str = ""
    """The file that it is from."""
    line: int = 0

    def is_still_declared(self, component: Component) -> bool:
        """Tell whether the metadata say what the decision rests on."""
        if self.declared is None:
            return True
        said = component.license
        values = (said.expression, said.text, said.family, *said.classifiers, *said.names)
        declared = component.licensing.declared if component.licensing else None
        return self.declared.strip() in {value.strip() for value in (*values, declared) if value}

    def concerns(self, component: Component) -> bool:
        """Tell whether it decides the licence of a component."""
        return self.distributions.have(component) and self.is_still_declared(component)


def with_curations(inventory: Inventory, curations: Iterable[Curation]) -> Inventory:
    """Return an inventory in which decisions have been followed, the first that fits each.

    Those that were of no use are problems in it.
    """
    decisions = tuple(curations)
    used: set[Curation] = set()
    named: dict[Curation, Component] = {}
    components = []
    for component, candidates in _candidates(inventory.components, decisions):
        named.update((curation, component) for curation in candidates)
        fitting = [each for each in candidates if each.concerns(component)]
        used.update(fitting)
        components.append(_decided(component, fitting[0]) if fitting else component)
    problems = _problems(decisions, used, named)
    return replace(
        inventory,
        components=tuple(components),
        problems=(*inventory.problems, *problems),
    )


def _candidates(
    components: Iterable[Component], curations: tuple[Curation, ...]
) -> Iterator[tuple[Component, list[Curation]]]:
    """Yield each component with the curations that have its name, in their order."""
    by_name: dict[str, list[Curation]] = {}
    by_pattern: list[Curation] = []
    for curation in curations:
        names = curation.distributions.names
        if any("*" in name for name in names):
            by_pattern.append(curation)
            continue
        for name in names:
            by_name.setdefault(name, []).append(curation)
    for component in components:
        exact = by_name.get(name_of(component), [])
        fitting = [each for each in by_pattern if each.distributions.name(component)]
        yield component, sorted((*exact, *fitting), key=lambda curation: curation.line)


def _decided(component: Component, curation: Curation) -> Component:
    licensing = component.licensing or Licensing()
    statement = LicenseStatement(
        source=CURATION,
        raw=curation.concluded,
        expression=curation.concluded,
        reason=f"{curation.reason} ({curation.who}, {curation.when}, line {curation.line})",
        path=curation.location,
    )
    return replace(
        component,
        licensing=replace(
            licensing,
            statements=(statement, *licensing.statements),
            concluded=curation.concluded,
            confidence=1.0,
            reason=curation.reason,
            curated_by=curation.who,
            needs_review=False,
        ),
    )


def _problems(
    curations: tuple[Curation, ...], used: set[Curation], named: dict[Curation, Component]
) -> Iterator[Problem]:
    """Yield one for each curation that no longer fits, and one for all of other distributions."""
    foreign = [each for each in curations if each not in used and each not in named]
    for curation in curations:
        component = named.get(curation)
        if component is None or curation in used:
            continue
        version = component.version or "without a version"
        what = f"the curation of {curation.distributions}"
        why = (
            f"{component.name} {version} no longer declares {curation.declared!r}"
            if curation.distributions.have_version(component)
            else f"{component.name} is {version} here"
        )
        reason = f"line {curation.line}: {what} is unused: {why}"
        yield Problem(curation.location, CURATION, reason)
    if foreign:
        reason = absent("curations", [each.distributions for each in foreign])
        yield Problem(foreign[0].location, CURATION, reason)
