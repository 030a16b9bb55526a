"""What has to be changed for the findings of a project to be gone: edits, and what is left to do.

A manifest is somebody's text, and is edited. A lockfile is a program's, and is made anew by it: it
is told how, and never done.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from posixpath import basename
from typing import TYPE_CHECKING, Final

from packaging.version import Version

from scanner.fixing.specifier import raised, raised_constraint
from scanner.metadata.poetry_constraint import specifiers_of
from scanner.metadata.specifier import admits
from scanner.model.names import is_valid, normalized

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scanner.model.component import Component
    from scanner.model.declaration import Declaration
    from scanner.model.finding import Finding
    from scanner.model.names import NormalizedName
    from scanner.model.report import Report

COMMANDS: Final = {
    "uv.lock": "uv lock --upgrade-package {name}",
    "poetry.lock": "poetry update {name}",
    "pdm.lock": "pdm update {name}",
    "Pipfile.lock": "pipenv upgrade {name}",
    "pixi.lock": "pixi update {name}",
    "conda-lock.yml": "conda-lock lock --update {name}",
}
"""By the name of a lockfile, what brings one distribution up to date in it."""
_IN_BRACKETS: Final = re.compile(r"[^();@]*\((?P<constraint>[^()]+)\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One requirement of a manifest that is to ask for a better version."""

    path: str
    first_line: int
    last_line: int
    name: str
    specifier: str
    """As it stands there."""
    wanted: str
    """The one to put in its place."""
    version: str
    """The one that it is for."""

    @property
    def place(self) -> str:
        """The file, with the line."""
        return f"{self.path}:{self.first_line}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What is left to somebody to do."""

    place: str
    """A file, with the line if it has one, or an environment."""
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All that is to be done, none of it twice."""

    edits: tuple[Edit, ...] = ()
    tasks: tuple[Task, ...] = ()


@dataclass(frozen=True, slots=True)
class _Cure:
    """A component that has to have another version, and what for."""

    component: Component
    version: str
    remaining: tuple[str, ...]
    against: str | None
    """The name of what does not allow that version, and has to be raised itself."""
    ids: tuple[str, ...]


def plan_of(report: Report) -> Plan:
    """Return what is to be done about the findings of a report that count."""
    manifests: defaultdict[NormalizedName, list[Component]] = defaultdict(list)
    for component in report.inventory.components:
        if component.declaration and not component.declaration.is_locked:
            manifests[normalized(component.name)].append(component)
    steps: list[Edit | Task] = []
    for cure in _cures(report):
        if isinstance(cure, Task):
            steps.append(cure)
            continue
        steps += _edits(cure, manifests[normalized(cure.component.name)])
        steps += _tasks(cure)
    edits = (step for step in steps if isinstance(step, Edit))
    tasks = (step for step in steps if isinstance(step, Task))
    return Plan(edits=tuple(_highest(edits)), tasks=tuple(dict.fromkeys(tasks)))


def _cures(report: Report) -> Iterator[_Cure | Task]:
    """Yield the one thing to do about all findings of a component."""
    places = {component.place: component for component in report.inventory.components}
    by_place: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in report.counted:
        by_place[finding.component.place].append(finding)
    for found in by_place.values():
        component, fix = found[0].component, found[0].fix
        ids = tuple(sorted({finding.id for finding in found}))
        if any(finding.threat.is_malware for finding in found):
            yield Task(place=_place(component), what=f"remove {component.name}: it is malware")
        elif fix is None or fix.version is None:
            what = f"no version of {component.name} without {', '.join(ids)} is known"
            yield Task(place=_place(component), what=what)
        else:
            against = places.get(fix.raised or "") if fix.is_admitted is False else None
            name = against.name if against else None
            yield _Cure(component, fix.version, fix.remaining, name, ids)


def _edits(cure: _Cure, manifests: Iterable[Component]) -> Iterator[Edit | Task]:
    """Yield what to do about the manifests that ask for a component."""
    for manifest in manifests:
        if manifest is cure.component or _keeps_back(manifest, cure):
            yield _edit(manifest, cure)


def _keeps_back(manifest: Component, cure: _Cure) -> bool:
    """Tell whether a requirement does not allow the version that what was made of it needs."""
    stated, component = manifest.declaration, cure.component
    if stated is None or not stated.specifier:
        return False
    is_theirs = stated.superseded_by == component.evidence.path or (
        component.declaration is not None and manifest.project == component.project
    )
    return is_theirs and admits(stated.specifier, cure.version) is False


def _edit(manifest: Component, cure: _Cure) -> Edit | Task:
    stated, line = manifest.declaration, manifest.evidence.line
    assert stated is not None, "a manifest states something"
    specifier, wanted = _raised(stated, cure.version)
    if wanted is None or wanted == specifier or line is None:
        what = f"{stated.requirement}: have it allow {cure.version}, for {', '.join(cure.ids)}"
        return Task(place=_place(manifest), what=what)
    return Edit(
        path=manifest.evidence.path,
        first_line=line,
        last_line=stated.last_line or line,
        name=manifest.name,
        specifier=specifier,
        wanted=wanted,
        version=cure.version,
    )


def _raised(stated: Declaration, version: str) -> tuple[str, str | None]:
    """Return the specifier of a requirement as it stands there, and the one that is wanted."""
    if constraint := _constraint(stated):
        return constraint, raised_constraint(constraint, version)
    specifier = stated.specifier or ""
    return specifier, raised(specifier, version)


def _constraint(stated: Declaration) -> str | None:
    """Return what a requirement asks for in Poetry's words, of which the specifier was made."""
    match = _IN_BRACKETS.match(stated.requirement)
    if match is None or specifiers_of(match["constraint"]) != (stated.specifier,):
        return None
    return match["constraint"]


def _tasks(cure: _Cure) -> Iterator[Task]:
    """Yield what is left to do where nothing is edited, or that is not enough."""
    component, place = cure.component, _place(cure.component)
    step = f"{component.name} {component.version} to {cure.version}, for {', '.join(cure.ids)}"
    if component.declaration is None:
        yield Task(place=place, what=f"upgrade {step}")
    elif component.declaration.is_locked:
        command = COMMANDS.get(basename(component.evidence.path))
        name = normalized(component.name)
        run = f"run `{command.format(name=name)}`" if command and is_valid(name) else "lock anew"
        yield Task(place=component.evidence.path, what=f"{run}: {step}")
    if cure.against:
        yield Task(place=place, what=f"raise {cure.against}: it does not allow {step}")
    if cure.remaining:
        what = f"{component.name} {cure.version} still has {', '.join(cure.remaining)}"
        yield Task(place=place, what=what)


def _highest(edits: Iterable[Edit]) -> Iterator[Edit]:
    """Yield one edit for each requirement, for the highest version that it is needed for."""
    chosen: dict[tuple[str, int, str, str], Edit] = {}
    for edit in edits:
        key = (edit.path, edit.first_line, normalized(edit.name), edit.specifier)
        if key not in chosen or Version(edit.version) > Version(chosen[key].version):
            chosen[key] = edit
    yield from chosen.values()


def _place(component: Component) -> str:
    path, line = component.evidence.path, component.evidence.line
    return f"{path}:{line}" if line is not None else path
