"""What a resolver wrote, as components of the manifest that it was asked about.

It is a requirements file that pins everything, with what needs it (``# via``) behind each line.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING, Final

from scanner.errors import ResolverFailed
from scanner.metadata.lock import LockedPackage, Need, lock_of
from scanner.metadata.lock_reach import reach_of
from scanner.metadata.project_requirement import Purpose
from scanner.metadata.requirements_txt import parse_requirements_txt
from scanner.metadata.specifier import admits
from scanner.model.component import Component, State
from scanner.model.declaration import Declaration
from scanner.model.dependency import PYPI, Dependency, Standing
from scanner.model.names import NormalizedName, is_valid, normalized, purl

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from scanner.metadata.lock_reach import Reach
    from scanner.resolve.input import Input
    from scanner.resolve.place import Places

KIND: Final = "resolved"
"""The kind of what only a resolver names."""
TECHNIQUE: Final = "other"
"""By which the version is known: no file of the target has it."""
MAX_PACKAGES: Final = 10_000
_PYTHON: Final = re.compile(r"#.*\bwith Python (?P<version>\d+\.\d+)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the requirements of a manifest come to."""

    settled: tuple[Component, ...]
    """What the manifests ask for that a version was chosen of, in the order of the input."""
    brought: tuple[Component, ...] = ()
    """What that needs."""
    dependencies: tuple[Dependency, ...] = ()


def python_of(text: str) -> str | None:
    """Return the version of Python that a resolver says to have resolved for."""
    found = next(filter(None, map(_PYTHON.match, text[:2000].splitlines())), None)
    return found and found["version"]


def answer_of(asked: Input, text: str, resolver: str, at: Places) -> Answer:
    """Return what the output of a resolver says, each version at a place of its own.

    Raises:
        ResolverFailed: if it is not what resolvers write.

    """
    pins = pins_of(text)
    chosen = (_settled(each, pins, resolver) for each in asked.components)
    settled = tuple(at.of_settled(each) for each in chosen if _declaration(each).resolved_by)
    places: dict[NormalizedName, list[Component]] = {}
    for each in (*settled, *asked.settled):
        places.setdefault(normalized(each.name), []).append(each)
    bringing = _bringing(pins, places)
    reach = _reach(pins, places)
    by = settled[0] if settled else asked.components[0]
    brought = tuple(
        at.of_brought(_brought(pin, bringing.get(pin.name, by), reach, position, resolver))
        for position, pin in enumerate(pins.values())
        if pin.name not in places
    )
    places |= {normalized(each.name): [each] for each in brought}
    return Answer(settled, brought, tuple(_dependencies(pins, places)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """A line of the output."""

    name: NormalizedName
    spelled: str
    version: str
    parents: tuple[NormalizedName, ...]
    """Those that need it; files among them are left out."""
    hashes: tuple[str, ...]


def pins_of(text: str) -> dict[NormalizedName, Pin]:
    """Return what a resolver settled on.

    Raises:
        ResolverFailed: if it is not what resolvers write.

    """
    content = parse_requirements_txt(text)
    if content.unread or len(content.requirements) > MAX_PACKAGES:
        raise ResolverFailed("wrote what is no list of requirements")
    pins: dict[NormalizedName, Pin] = {}
    for line in content.requirements:
        name, version = line.requirement.name, line.requirement.version
        if not name or not version or line.requirement.origin or not is_valid(name):
            raise ResolverFailed(f"wrote what is not pinned: {line.requirement.text:.100}")
        sources = (source.partition("[")[0] for source in line.via if not source.startswith("-"))
        pins[normalized(name)] = Pin(
            name=normalized(name),
            spelled=name,
            version=version,
            parents=tuple(dict.fromkeys(map(normalized, sources))),
            hashes=line.hashes,
        )
    return pins


def _settled(component: Component, pins: Mapping[NormalizedName, Pin], by: str) -> Component:
    """Return a component with its version; as it was, if it is not for this installation."""
    declaration = _declaration(component)
    pin = pins.get(normalized(component.name))
    if pin is None or admits(declaration.specifier or "", pin.version) is False:
        return component
    return replace(
        component,
        version=pin.version,
        purl=purl(component.name, pin.version),
        hashes=pin.hashes or component.hashes,
        evidence=replace(component.evidence, technique=TECHNIQUE),
        declaration=replace(declaration, is_locked=True, resolved_by=by),
    )


def _brought(pin: Pin, by: Component, reach: Reach, position: int, resolver: str) -> Component:
    """Return what is needed, on the line of what brings it in."""
    declaration = _declaration(by)
    return Component(
        name=pin.spelled,
        version=pin.version,
        purl=purl(pin.spelled, pin.version),
        kind=KIND,
        state=State.DECLARED,
        environment=by.environment,
        evidence=replace(by.evidence, technique=TECHNIQUE),
        hashes=pin.hashes,
        declaration=Declaration(
            requirement=f"{pin.spelled}=={pin.version}",
            is_locked=True,
            specifier=f"=={pin.version}",
            groups=reach.groups(position),
            are_groups_guessed=declaration.are_groups_guessed,
            for_extras=reach.extras(position),
            is_direct=False,
            last_line=declaration.last_line,
            brought_by=tuple(sorted(pin.parents)),
            resolved_by=resolver,
        ),
    )


def _bringing(
    pins: Mapping[NormalizedName, Pin], direct: Mapping[NormalizedName, Sequence[Component]]
) -> dict[NormalizedName, Component]:
    """Return what leads to each of those needed: the nearest, and of these the uppermost."""
    needed: dict[NormalizedName, list[NormalizedName]] = {}
    for pin in pins.values():
        for parent in pin.parents:
            needed.setdefault(parent, []).append(pin.name)
    found = {name: components[0] for name, components in direct.items()}
    pending = deque(found)
    while pending:
        parent = pending.popleft()
        for name in needed.get(parent, ()):
            if name not in found:
                found[name] = found[parent]
                pending.append(name)
    return found


def _reach(
    pins: Mapping[NormalizedName, Pin], direct: Mapping[NormalizedName, Sequence[Component]]
) -> Reach:
    """Return for which groups and extras each is needed, by its position."""
    positions = {name: position for position, name in enumerate(pins)}
    packages = [
        LockedPackage(name=pin.name, version=pin.version, line=1, last_line=1)
        for pin in pins.values()
    ]
    asked = (
        Need(
            dependent=None,
            dependency=positions[name],
            name=name,
            requirement=name,
            extra=purpose.extra,
            group=purpose.group,
        )
        for name, components in direct.items()
        for component in components
        for purpose in _purposes(component)
    )
    needed = (
        Need(dependent=positions[parent], dependency=at, name=pin.name, requirement=pin.name)
        for at, pin in enumerate(pins.values())
        for parent in pin.parents
        if parent in positions
    )
    return reach_of(lock_of(packages, (*asked, *needed)))


def _purposes(component: Component) -> Iterable[Purpose]:
    declaration = _declaration(component)
    named = [Purpose(group=group) for group in declaration.groups]
    named += [Purpose(extra=extra) for extra in declaration.for_extras]
    return named or (Purpose(),)


def _dependencies(
    pins: Mapping[NormalizedName, Pin], places: Mapping[NormalizedName, Sequence[Component]]
) -> Iterator[Dependency]:
    for pin in pins.values():
        for parent in pin.parents:
            for dependent, found in product(places.get(parent, ()), places[pin.name]):
                yield Dependency(
                    dependent=dependent.place,
                    dependency=found.place,
                    name=pin.name,
                    ecosystem=PYPI,
                    requirement=pin.spelled,
                    standing=Standing.MET,
                )


def _declaration(component: Component) -> Declaration:
    """Return what a manifest says of a component: a resolver is asked about no other."""
    assert component.declaration is not None
    return component.declaration
