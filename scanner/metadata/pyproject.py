"""``pyproject.toml``: a project and what it asks for (PEP 621, 735 and 518, and tables of tools).

Poetry's own table of dependencies counts where the project table leaves them to it; else it only
tells where those that the project asks for come from. So does ``tool.uv.sources``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Final

from scanner.metadata.declared_requirement import DeclaredRequirement, parse_declared, pinned
from scanner.metadata.dependency_group import included_in
from scanner.metadata.poetry_requirement import poetry_requirements
from scanner.metadata.requirement_source import source_of
from scanner.model.names import normalized

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scanner.metadata.toml_table import Table

BUILD: Final = "build"
"""The group of what is needed to build the project (PEP 518)."""
DEV: Final = "dev"
"""The group of what tools once had one list of."""


MAX_REQUIREMENTS: Final = 20_000
MAX_PURPOSES: Final = 100
"""How many extras and groups one of them is for."""


@dataclass(frozen=True, slots=True)
class Purpose:
    """What something is needed for: the project itself, or an extra or a group of it."""

    extra: str | None = None
    group: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectRequirement:
    """One requirement of a project."""

    requirement: DeclaredRequirement
    line: int
    last_line: int
    extras: tuple[str, ...] = ()
    """The extras of the project that it is for."""
    groups: tuple[str, ...] = ()
    """The dependency groups that it is in."""
    is_member: bool = False
    """Whether it is a project of the same workspace."""

    @property
    def purposes(self) -> tuple[Purpose, ...]:
        """What it is for, each alone; the project itself, if nothing else."""
        purposes = [Purpose(extra=extra) for extra in self.extras]
        purposes += [Purpose(group=group) for group in self.groups]
        return tuple(purposes[:MAX_PURPOSES]) or (Purpose(),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pyproject:
    """What the file says."""

    name: str | None = None
    version: str | None = None
    requires_python: str | None = None
    line: int = 1
    last_line: int = 1
    """Those of the table that describes the project."""
    is_project: bool = False
    """Whether it describes one, or asks for anything."""
    requirements: tuple[ProjectRequirement, ...] = ()
    oddities: tuple[str, ...] = ()


def parse_pyproject(document: Table) -> Pyproject:
    """Read a document."""
    project, poetry = document.table("project"), document.table("tool", "poetry")
    table = project if project.values or not poetry.values else poetry
    dynamic = project.texts("dynamic")
    groups, oddities = included_in(document.table("dependency-groups"))
    stated = islice(_requirements(document, groups), MAX_REQUIREMENTS)
    requirements = tuple(_at_sources(_constrained(stated, document), document))
    if len(requirements) == MAX_REQUIREMENTS:
        oddities = (*oddities, f"only {MAX_REQUIREMENTS:,} requirements are read")
    is_told_elsewhere = "dependencies" in dynamic and not poetry.table("dependencies").values
    if is_told_elsewhere:
        oddities = (*oddities, "dependencies are dynamic: only a build tells them")
    first, last = table.span
    return Pyproject(
        name=project.text("name") or poetry.text("name"),
        version=project.text("version") or poetry.text("version"),
        requires_python=project.text("requires-python"),
        line=first,
        last_line=last,
        is_project=bool(project.values or poetry.values or requirements),
        requirements=requirements,
        oddities=(
            *oddities,
            *(each.requirement.oddity for each in requirements if each.requirement.oddity),
        ),
    )


def _requirements(
    document: Table, groups: Mapping[NormalizedName, tuple[str, ...]]
) -> Iterator[ProjectRequirement]:
    project, tool = document.table("project"), document.table("tool")
    yield from _listed(project, "dependencies")
    optional = project.table("optional-dependencies")
    for extra in optional.values:
        yield from _listed(optional, extra, extras=(normalized(extra),))
    table = document.table("dependency-groups")
    for group in table.values:
        yield from _listed(table, group, groups=groups[normalized(group)])
    yield from _listed(document.table("build-system"), "requires", groups=(BUILD,))
    yield from _of_poetry(project, tool.table("poetry"))
    development = tool.table("pdm", "dev-dependencies")
    for group in development.values:
        yield from _listed(development, group, groups=(normalized(group),))
    yield from _listed(tool.table("uv"), "dev-dependencies", groups=(DEV,))
    for name, environment in tool.table("hatch", "envs").subtables():
        for key in ("dependencies", "extra-dependencies"):
            yield from _listed(environment, key, groups=(name,))


def _listed(
    table: Table, key: str, *, extras: tuple[str, ...] = (), groups: tuple[str, ...] = ()
) -> Iterator[ProjectRequirement]:
    """Yield the requirements of an array of them."""
    for index, text in table.indexed_texts(key):
        first, last = table.span_of(key, index)
        is_editable = text.startswith("-e ")
        yield ProjectRequirement(
            requirement=parse_declared(text.removeprefix("-e ").strip() if is_editable else text),
            line=first,
            last_line=last,
            extras=extras,
            groups=groups,
        )


def _of_poetry(project: Table, poetry: Table) -> Iterator[ProjectRequirement]:
    if "dependencies" not in project.values:
        in_extras: dict[str, list[str]] = {}
        extras = poetry.table("extras")
        for extra in extras.values:
            for name in extras.texts(extra):
                in_extras.setdefault(normalized(name), []).append(normalized(extra))
        yield from _in_poetry_table(poetry.table("dependencies"), in_extras, ())
    yield from _in_poetry_table(poetry.table("dev-dependencies"), {}, (DEV,))
    for name, group in poetry.table("group").subtables():
        yield from _in_poetry_table(group.table("dependencies"), {}, (normalized(name),))


def _in_poetry_table(
    table: Table, in_extras: dict[str, list[str]], groups: tuple[str, ...]
) -> Iterator[ProjectRequirement]:
    for name in table.values:
        if name == "python":
            continue
        for requirement, entry in poetry_requirements(table, name):
            first, last = entry.span
            yield ProjectRequirement(
                requirement=requirement,
                line=first,
                last_line=last,
                extras=tuple(in_extras.get(normalized(name), ())),
                groups=groups,
            )


def _constrained(
    found: Iterable[ProjectRequirement], document: Table
) -> Iterator[ProjectRequirement]:
    """Yield requirements as uv is told to constrain or to override them."""
    uv = document.table("tool", "uv")
    constraints = _specifiers(uv.texts("constraint-dependencies"))
    overrides = _specifiers(uv.texts("override-dependencies"))
    for each in found:
        requirement = each.requirement
        name = normalized(requirement.name or "")
        if requirement.origin or not (name in constraints or name in overrides):
            yield each
            continue
        stated = overrides.get(name) or (requirement.specifier, constraints.get(name))
        specifier = ",".join(filter(None, stated if isinstance(stated, tuple) else (stated,)))
        yield replace(
            each,
            requirement=replace(requirement, specifier=specifier, version=pinned(specifier)),
        )


def _specifiers(texts: Iterable[str]) -> dict[str, str]:
    """Return the specifiers for names, of those that hold under any circumstances."""
    found: dict[str, str] = {}
    for requirement in map(parse_declared, texts):
        if requirement.name and requirement.specifier and not requirement.marker:
            found[normalized(requirement.name)] = requirement.specifier
    return found


def _at_sources(
    found: Iterable[ProjectRequirement], document: Table
) -> Iterator[ProjectRequirement]:
    """Yield requirements with the places that tools are told to take them from."""
    uv, poetry = document.table("tool", "uv", "sources"), document.table("tool", "poetry")
    dependencies = poetry.table("dependencies")
    sources = {
        normalized(key): list(table.tables(key))
        for table in (dependencies if document.table("project").values else poetry.table(""), uv)
        for key in table.values
    }
    for each in found:
        name = each.requirement.name
        entries = sources.get(normalized(name), []) if name and not each.requirement.origin else []
        fitting = [entry for entry in entries if _is_for(entry, each)]
        if len(fitting) != 1 or each.groups == (BUILD,):
            yield each
            continue
        origin = source_of(fitting[0]).origin
        yield replace(
            each,
            requirement=replace(each.requirement, origin=origin),
            is_member=fitting[0].is_true("workspace"),
        )


def _is_for(entry: Table, requirement: ProjectRequirement) -> bool:
    """Tell whether a source is for a requirement, and not only under a marker."""
    extra, group = entry.text("extra"), entry.text("group")
    if entry.text("marker") is not None:
        return False
    return (extra is None or normalized(extra) in requirement.extras) and (
        group is None or normalized(group) in requirement.groups
    )
