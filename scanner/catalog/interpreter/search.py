"""Which interpreters there are, and which directories each of them searches."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from scanner.catalog.interpreter.program import Branch, Program, default_of, programs_in
from scanner.catalog.interpreter.statement import (
    Statement,
    described,
    headers_in,
    library_of,
    statements_in,
)
from scanner.model.component import Evidence, Problem
from scanner.model.interpreter import CPYTHON, PYPY, Interpreter

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from layers.tree import Tree
    from scanner.metadata.pyvenv import VirtualEnvironment
    from scanner.model.environment import SiteDirectory

MANAGED: Final = "**/EXTERNALLY-MANAGED"


@dataclass(frozen=True, slots=True)
class Interpreters:
    """All interpreters of a tree."""

    by_prefix: dict[str, list[Interpreter]] = field(default_factory=dict)
    """First the one that is called ``python3`` there, and then the newest."""
    by_program: dict[str, tuple[str, Interpreter]] = field(default_factory=dict)
    """With its prefix, by the real path of each program."""
    problems: list[Problem] = field(default_factory=list)


class _Build(NamedTuple):
    """What tells interpreters apart that have the same prefix."""

    of: Branch
    is_free_threaded: bool
    is_debug: bool = False


def interpreters_in(
    tree: Tree,
    cataloger: str,
    sites: Sequence[SiteDirectory],
    configurations: Mapping[str, VirtualEnvironment],
) -> Interpreters:
    """Return all programs, and whatever else must have searched directories of the tree."""
    known = {_branch_of(site) for site in sites}
    known |= {described(prefix, each) for prefix, each in configurations.items()}
    known |= {said.of for said in headers_in(tree, cataloger) if isinstance(said, Statement)}
    programs = programs_in(tree, known)
    result = Interpreters()
    statements: dict[Branch, list[Statement]] = {}
    for said in statements_in(tree, cataloger, programs, configurations):
        if isinstance(said, Problem):
            result.problems.append(said)
        else:
            statements.setdefault(said.of, []).append(said)
    managed = {library_of(path) for path in tree.match(MANAGED)}
    for build, group in _builds(programs, sites, known).items():
        searched = [site for site in sites if _searches(build, site)]
        interpreter = replace(
            _interpreter(build, group, statements.get(build.of, ())),
            is_externally_managed=build.of in managed,
            site_directories=tuple(s.path for s in sorted(searched, key=lambda site: site.rank)),
        )
        if interpreter.version and not interpreter.evidence:
            named = interpreter.path or interpreter.site_directories[0]
            evidence = Evidence(named, tree.layer_of(named), "filename")
            interpreter = replace(interpreter, evidence=evidence)
        result.by_prefix.setdefault(build.of.prefix, []).append(interpreter)
        for program in group:
            result.by_program[program.path] = build.of.prefix, interpreter
    for prefix, interpreters in result.by_prefix.items():
        defaults = set(default_of(tree, prefix))
        interpreters.sort(key=_newest)
        interpreters.sort(key=lambda each: each.path not in defaults)
    return result


def _newest(interpreter: Interpreter) -> tuple[int, ...]:
    return tuple(-int(number) for number in (interpreter.branch or "0").split("."))


def _branch_of(site: SiteDirectory) -> Branch:
    return Branch(site.prefix, site.implementation == PYPY, site.python_version)


def _builds(
    programs: Iterable[Program], sites: Iterable[SiteDirectory], known: Iterable[Branch]
) -> dict[_Build, list[Program]]:
    """Return all programs by build; and a build without, where none searches a directory."""
    builds: dict[_Build, list[Program]] = {}
    for program in programs:
        build = _Build(program.of, program.is_free_threaded, program.is_debug)
        builds.setdefault(build, []).append(program)
    # Last those without a version in their path: whatever there is searches them.
    for site in sorted(sites, key=lambda each: each.python_version is None):
        if not any(_searches(build, site) for build in builds):
            of = _branch_of(site)
            branches = {each.branch for each in known if each[:2] == of[:2]} - {None}
            of = of._replace(branch=branches.pop()) if len(branches) == 1 else of
            builds[_Build(of, site.is_free_threaded)] = []
    return builds


def _searches(build: _Build, site: SiteDirectory) -> bool:
    of = _branch_of(site)
    wanted = of.branch, site.is_free_threaded
    fits = of.branch is None or wanted == (build.of.branch, build.is_free_threaded)
    return fits and build.of[:2] == of[:2]


def _interpreter(
    build: _Build, programs: Sequence[Program], said: Sequence[Statement]
) -> Interpreter:
    # A program rather than a library, and the one that has its branch in its name.
    branch = build.of.branch or ""
    order = sorted(programs, key=lambda p: (p.is_library, branch not in p.path, p.path))
    believed = next((statement for statement in said if statement.version), None)
    return Interpreter(
        path=order[0].path if order else None,
        implementation=order[0].implementation
        if order
        else (PYPY if build.of.is_pypy else CPYTHON),
        version=believed.version if believed else build.of.branch,
        implementation_version=next((s.own_version for s in said if s.own_version), None),
        evidence=believed.evidence if believed else None,
        is_free_threaded=build.is_free_threaded or any(s.is_free_threaded for s in said),
        is_debug=build.is_debug or any(s.is_debug for s in said),
    )
