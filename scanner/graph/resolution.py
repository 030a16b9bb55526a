"""Which requirements hold, and what meets them.

Extras are expanded by fixpoint: those of a distribution hold as soon as a requirement that holds
itself asks for them. Those that a user asked for no installer records; what they alone require is
possible, if it is there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scanner.graph.scope import package_of
from scanner.metadata.conda_history import name_in
from scanner.metadata.requirement import Requirement, parse_requirement
from scanner.metadata.specifier import admits
from scanner.model.component import Problem
from scanner.model.dependency import PYPI, Dependency, Standing
from scanner.model.system_package import CONDA

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from scanner.graph.scope import Scope, Scopes
    from scanner.metadata.marker import Condition
    from scanner.model.component import Component

MAX_ODD: Final = 10
"""Of the requirements of one distribution that cannot be read, how many are named."""
STANDINGS: Final = {True: Standing.MET, False: Standing.VIOLATED, None: Standing.UNDETERMINED}


@dataclass(frozen=True, slots=True)
class _Line:
    """One requirement, and for whom it holds."""

    text: str
    required: Requirement
    surely: Condition
    maybe: Condition


class _Distribution:
    """A distribution, what it may require, and which of its extras are asked for."""

    def __init__(self, component: Component, scope: Scope) -> None:
        self.component = component
        self.scope = scope
        self.always: list[_Line] = []
        self.under_extras: list[_Line] = []
        self.by_extra: dict[str, list[_Line]] = {}
        self.asked: set[str] = set()
        self.odd: list[str] = []
        for text in dict.fromkeys(component.requires) if component.ecosystem == PYPI else ():
            self._take(text)

    def _take(self, text: str) -> None:
        required = parse_requirement(text)
        if required is None or required.oddity:
            kind = required.oddity if required else "requirement"
            self.odd.append(f"not a valid {kind}: {text:.200}")
        if required is None:
            return
        line = _Line(text, required, *self.scope.target.conditions(required))
        if line.maybe.always:
            self.always.append(line)
        elif line.maybe.extras:
            self.under_extras.append(line)
            for extra in line.maybe.extras:
                self.by_extra.setdefault(extra, []).append(line)


def dependencies_in(scopes: Scopes) -> tuple[list[Dependency], list[Problem]]:
    """Return what distributions require of each other, and what cannot be read of that."""
    distributions = {each.place: _Distribution(each, scopes.of(each)) for each in scopes.components}
    _ask_for_extras(distributions)
    dependencies: list[Dependency] = []
    problems: list[Problem] = []
    for distribution in distributions.values():
        dependencies += _required(distribution)
        dependencies += _required_by_conda(distribution, scopes)
        problems += _problems(distribution)
    return dependencies, problems


def _ask_for_extras(distributions: dict[str, _Distribution]) -> None:
    """Find out which extras are asked for; each requirement is looked at once for each extra."""
    pending: list[tuple[_Distribution, Sequence[_Line]]] = [
        (distribution, distribution.always) for distribution in distributions.values()
    ]
    while pending:
        distribution, lines = pending.pop()
        for line in lines:
            extras = line.required.extras
            found = distribution.scope.find(line.required.name) if extras else None
            if found is None:
                continue
            required = distributions[found.place]
            for extra in extras:
                if extra not in required.asked:
                    required.asked.add(extra)
                    pending.append((required, required.by_extra.get(extra, ())))


def _required(distribution: _Distribution) -> Iterator[Dependency]:
    """Yield what holds, and what would under an extra that nobody asked for."""
    for line in distribution.always:
        yield from _met(distribution, line, None, is_sure=line.surely.always)
    for line in distribution.under_extras:
        asked = sorted(line.maybe.extras & distribution.asked)
        if asked:
            is_sure = not line.surely.extras.isdisjoint(asked)
            yield from _met(distribution, line, asked[0], is_sure=is_sure)
        else:
            yield from _possible(distribution, line)


def _met(
    distribution: _Distribution, line: _Line, extra: str | None, *, is_sure: bool
) -> Iterator[Dependency]:
    """Yield a requirement with what meets it; if it need not hold, only if something does."""
    found = distribution.scope.find(line.required.name)
    if found is None and is_sure:
        yield _dependency(distribution, line, None, extra, Standing.MISSING)
    elif found is not None and found is not distribution.component:
        standing = STANDINGS[admits(line.required.specifier, found.version)]
        yield _dependency(distribution, line, found, extra, standing)


def _possible(distribution: _Distribution, line: _Line) -> Iterator[Dependency]:
    found = distribution.scope.find(line.required.name)
    if found is not None and found is not distribution.component:
        yield _dependency(distribution, line, found, min(line.maybe.extras), Standing.POSSIBLE)


def _dependency(
    distribution: _Distribution,
    line: _Line,
    found: Component | None,
    extra: str | None,
    standing: Standing,
) -> Dependency:
    return Dependency(
        dependent=distribution.component.place,
        dependency=found.place if found else None,
        name=line.required.name,
        ecosystem=PYPI,
        requirement=line.text,
        standing=standing,
        extra=extra,
        extras=line.required.extras,
        marker=line.required.marker_text,
    )


def _required_by_conda(distribution: _Distribution, scopes: Scopes) -> Iterator[Dependency]:
    """Yield what a package of conda requires, whose solver has looked after the versions."""
    component = distribution.component
    package = package_of(component)
    for text in dict.fromkeys(package.requires) if package else ():
        name = name_in(text)
        if not name:
            distribution.odd.append(f"not a valid match specification: {text:.200}")
            continue
        found: Iterable[Component | None] = scopes.packages(component, name) or (None,)
        for each in found:
            if each is not component:
                yield Dependency(
                    dependent=component.place,
                    dependency=each.place if each else None,
                    name=name,
                    ecosystem=CONDA,
                    requirement=text,
                    standing=Standing.MET if each else Standing.MISSING,
                )


def _problems(distribution: _Distribution) -> Iterator[Problem]:
    path = distribution.component.evidence.path
    for reason in distribution.odd[:MAX_ODD]:
        yield Problem(path, "dependency", reason)
    if (more := len(distribution.odd) - MAX_ODD) > 0:
        yield Problem(path, "dependency", f"{more:,} more requirements that are not valid")
