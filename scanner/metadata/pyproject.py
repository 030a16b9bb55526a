"""``pyproject.toml``: a project and what it asks for (PEP 621, 735 and 518, and tables of tools).

Poetry's own table of dependencies counts where the project table leaves them to it; else it only
tells where those that the project asks for come from. So does ``tool.uv.sources``. What Hatch is
told in a ``hatch.toml`` beside it is not told here.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from scanner.metadata.declared_requirement import parse_declared
from scanner.metadata.dependency_group import included_in
from scanner.metadata.document_limit import MAX_ODDITIES
from scanner.metadata.hatch_environment import (
    hatch_misfits,
    hatch_requirements,
    hatch_taken,
    without_overridden,
)
from scanner.metadata.misfit import misfit_tables, misfits_of_array, misfits_of_table
from scanner.metadata.poetry_requirement import poetry_requirements
from scanner.metadata.project_requirement import BUILD, ProjectRequirement
from scanner.metadata.requirement_constraint import constrained
from scanner.metadata.requirement_source import at_sources
from scanner.metadata.toml_table import Table
from scanner.model.names import normalized

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from scanner.metadata.hatch_environment import HatchTaken
    from scanner.model.names import NormalizedName

DEV: Final = "dev"
"""The group of what tools once had one list of."""

MAX_REQUIREMENTS: Final = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Pyproject:
    """What the file says."""

    name: str | None = None
    version: str | None = None
    requires_python: str | None = None
    line: int = 1
    last_line: int = 1
    """Those of the table that describes the project."""
    members: tuple[str, ...] = ()
    """The normalized names of what is to be taken from the same workspace."""
    is_project: bool = False
    """Whether it describes one, or asks for anything."""
    requirements: tuple[ProjectRequirement, ...] = ()
    oddities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HatchFile:
    """What a ``hatch.toml`` says."""

    requirements: tuple[ProjectRequirement, ...]
    oddities: tuple[str, ...]


def parse_hatch(settings: Table) -> HatchFile:
    """Read a ``hatch.toml``, which has the tables of ``tool.hatch`` at its top."""
    requirements = tuple(islice(_of_hatch(settings), MAX_REQUIREMENTS))
    oddities = (*islice(hatch_misfits(settings), MAX_ODDITIES), *_oddities_of(requirements))
    return HatchFile(requirements, oddities)


def parse_pyproject(document: Table, hatch: Table | None = None) -> Pyproject:
    """Read a document, beside which there may be a ``hatch.toml``."""
    hatch = hatch or Table()
    settings = without_overridden(document.table("tool", "hatch"), hatch)
    taken = hatch_taken(hatch if "envs" in hatch.values else settings)
    project, poetry = document.table("project"), document.table("tool", "poetry")
    table = project if project.values or not poetry.values else poetry
    dynamic = project.texts("dynamic")
    groups, oddities = included_in(document.table("dependency-groups"))
    stated = islice(
        chain(_requirements(document, groups, taken), _of_hatch(settings)), MAX_REQUIREMENTS
    )
    requirements = tuple(at_sources(constrained(stated, document), document))
    if len(requirements) == MAX_REQUIREMENTS:
        oddities = (*oddities, f"only {MAX_REQUIREMENTS:,} requirements are read")
    is_told_elsewhere = "dependencies" in dynamic and not poetry.table("dependencies").values
    if is_told_elsewhere:
        oddities = (*oddities, "dependencies are dynamic: only a build tells them")
    oddities = (*oddities, *_misfits(document), *hatch_misfits(settings))
    if "dependencies" not in project.values:
        oddities = (*oddities, *islice(_never_installed(project, poetry), MAX_ODDITIES))
    first, last = table.span
    return Pyproject(
        name=project.text("name") or poetry.text("name"),
        version=project.text("version") or poetry.text("version"),
        requires_python=project.text("requires-python"),
        members=_members(document.table("tool", "uv", "sources")),
        line=first,
        last_line=last,
        is_project=bool(project.values or poetry.values or requirements),
        requirements=requirements,
        oddities=(*oddities, *_oddities_of(requirements)),
    )


def _oddities_of(requirements: Iterable[ProjectRequirement]) -> Iterator[str]:
    """Yield what is odd about those that have a name; without one, they are odd themselves."""
    for each in requirements:
        if each.requirement.oddity and each.requirement.name:
            yield f"line {each.line}: {each.requirement.oddity}"


def _members(sources: Table) -> tuple[str, ...]:
    return tuple(
        normalized(name)
        for name in sources.values
        if any(entry.is_true("workspace") for entry in sources.tables(name))
    )


def _requirements(
    document: Table, groups: Mapping[NormalizedName, tuple[str, ...]], taken: HatchTaken
) -> Iterator[ProjectRequirement]:
    project, tool = document.table("project"), document.table("tool")
    yield from _listed(project, "dependencies")
    optional = project.table("optional-dependencies")
    for extra in optional.values:
        name = normalized(extra)
        yield from _listed(optional, extra, extras=(name,), groups=taken.extras.get(name, ()))
    table = document.table("dependency-groups")
    for group in table.values:
        including = groups[normalized(group)]
        taking = (name for each in including for name in taken.groups.get(normalized(each), ()))
        yield from _listed(table, group, groups=tuple(dict.fromkeys((*including, *taking))))
    yield from _listed(document.table("build-system"), "requires", groups=(BUILD,))
    yield from _listed(tool.table("pdm"), "plugins", groups=(BUILD,))
    yield from _of_poetry(project, tool.table("poetry"))
    development = tool.table("pdm", "dev-dependencies")
    for group in development.values:
        yield from _listed(development, group, groups=(normalized(group),))
    yield from _listed(tool.table("uv"), "dev-dependencies", groups=(DEV,))


def _of_hatch(settings: Table) -> Iterator[ProjectRequirement]:
    for each in hatch_requirements(settings):
        yield _stated(each.text, each.span, groups=each.groups)


def _misfits(document: Table) -> Iterator[str]:
    """Yield what stands in the place of requirements, and is none."""
    project, tool = document.table("project"), document.table("tool")
    yield from misfit_tables(document, "project", "dependency-groups", "build-system")
    yield from misfits_of_array(project, "dependencies", str)
    yield from misfit_tables(project, "optional-dependencies")
    yield from misfits_of_array(document.table("build-system"), "requires", str)
    yield from misfits_of_array(tool.table("uv"), "dev-dependencies", str)
    yield from misfit_tables(tool.table("pdm"), "dev-dependencies")
    groups = document.table("dependency-groups")
    optional = project.table("optional-dependencies")
    for table in (groups, optional, tool.table("pdm", "dev-dependencies")):
        for key in table.values:
            yield from misfits_of_array(table, key, str, *((dict,) if table is groups else ()))
    yield from _misfits_of_poetry(tool.table("poetry"))


def _misfits_of_poetry(poetry: Table) -> Iterator[str]:
    grouped = [group for _, group in poetry.table("group").subtables()]
    yield from misfits_of_table(poetry.table("group"), dict)
    yield from misfit_tables(poetry, "dependencies", "dev-dependencies", "group")
    for group in grouped:
        yield from misfit_tables(group, "dependencies")
    for table in (poetry, *grouped):
        for key in ("dependencies", "dev-dependencies"):
            packages = table.table(key)
            yield from misfits_of_table(packages, str, dict, list)
            for name, value in packages.values.items():
                if isinstance(value, list):
                    yield from misfits_of_array(packages, name, str, dict)


def _listed(
    table: Table, key: str, *, extras: tuple[str, ...] = (), groups: tuple[str, ...] = ()
) -> Iterator[ProjectRequirement]:
    """Yield the requirements of an array of them."""
    for index, text in table.indexed_texts(key):
        yield _stated(text, table.span_of(key, index), extras=extras, groups=groups)


def _stated(
    text: str, span: tuple[int, int], *, extras: tuple[str, ...] = (), groups: tuple[str, ...] = ()
) -> ProjectRequirement:
    is_editable = text.startswith("-e ")
    return ProjectRequirement(
        requirement=parse_declared(text.removeprefix("-e ").strip() if is_editable else text),
        line=span[0],
        last_line=span[1],
        extras=extras,
        groups=groups,
    )


def _of_poetry(project: Table, poetry: Table) -> Iterator[ProjectRequirement]:
    if "dependencies" not in project.values:
        in_extras = _in_extras(poetry.table("extras"))
        yield from _in_poetry_table(poetry.table("dependencies"), in_extras, ())
    yield from _in_poetry_table(poetry.table("requires-plugins"), {}, (BUILD,))
    yield from _in_poetry_table(poetry.table("dev-dependencies"), {}, (DEV,))
    for name, group in poetry.table("group").subtables():
        yield from _in_poetry_table(group.table("dependencies"), {}, (normalized(name),))


def _never_installed(project: Table, poetry: Table) -> Iterator[str]:
    """Tell what Poetry would install with an extra, if it were in one."""
    dependencies, in_extras = poetry.table("dependencies"), _in_extras(poetry.table("extras"))
    for name in dependencies.values if "optional-dependencies" not in project.values else ():
        for entry in dependencies.tables(name):
            if entry.is_true("optional") and normalized(name) not in in_extras:
                yield f"line {entry.span[0]}: optional, and in no extra: {name:.100}"


def _in_extras(extras: Table) -> dict[str, list[str]]:
    """Return the extras that each name is in."""
    found: dict[str, list[str]] = {}
    for extra in extras.values:
        for name in extras.texts(extra):
            found.setdefault(normalized(name), []).append(normalized(extra))
    return found


def _in_poetry_table(
    table: Table, in_extras: dict[str, list[str]], groups: tuple[str, ...]
) -> Iterator[ProjectRequirement]:
    for name in table.values:
        if name == "python":
            continue
        for requirement, entry in poetry_requirements(table, name):
            is_for_extras = not groups and entry.is_true("optional")
            if is_for_extras and normalized(name) not in in_extras:
                continue
            first, last = entry.span
            yield ProjectRequirement(
                requirement=requirement,
                line=first,
                last_line=last,
                extras=tuple(in_extras.get(normalized(name), ())),
                groups=groups,
            )
