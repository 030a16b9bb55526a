"""Which interpreters there are, and which directories each of them searches."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from scanner.catalog.interpreter.program import (
    Branch,
    Family,
    Program,
    by_family,
    default_of,
    programs_in,
)
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
    from collections.abc import Mapping, Sequence

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


def interpreters_in(
    tree: Tree,
    cataloger: str,
    sites: Sequence[SiteDirectory],
    configurations: Mapping[str, VirtualEnvironment],
) -> Interpreters:
    """Return all programs, and whatever else must have searched directories of the tree."""
    known = [_branch_of(site) for site in sites]
    known += [described(prefix, each) for prefix, each in configurations.items()]
    known += [said.of for said in headers_in(tree, cataloger) if isinstance(said, Statement)]
    traces = _Traces(tree, by_family(known))
    for site in sorted(sites, key=lambda each: each.rank):
        traces.sites[_branch_of(site).family].append(site)
    programs = programs_in(tree, known)
    for program in programs:
        traces.programs[program.of.family].append(program)
    result = Interpreters()
    for said in statements_in(tree, cataloger, programs, configurations):
        if isinstance(said, Problem):
            result.problems.append(said)
        else:
            traces.statements[said.of].append(said)
    for family in {**traces.programs, **traces.sites}:
        for build, group in traces.builds(family).items():
            interpreter = traces.interpreter(family, build, group)
            result.by_prefix.setdefault(family.prefix, []).append(interpreter)
            for program in group:
                result.by_program[program.path] = family.prefix, interpreter
    for prefix, interpreters in result.by_prefix.items():
        defaults = set(default_of(tree, prefix))
        interpreters.sort(key=_newest_first)
        interpreters.sort(key=lambda each: each.path not in defaults)
    return result


def _branch_of(site: SiteDirectory) -> Branch:
    return Branch(Family(site.prefix, site.implementation == PYPY), site.python_version)


def _newest_first(interpreter: Interpreter) -> tuple[object, ...]:
    branch = tuple(-int(number) for number in (interpreter.branch or "0").split("."))
    is_other = interpreter.implementation != CPYTHON
    return is_other, branch, interpreter.is_free_threaded, interpreter.is_debug


class _Build(NamedTuple):
    """What tells interpreters of one family apart."""

    branch: str | None
    is_free_threaded: bool
    is_debug: bool = False

    def searches(self, site: SiteDirectory) -> bool:
        wanted = site.python_version, site.is_free_threaded
        return site.python_version is None or wanted == (self.branch, self.is_free_threaded)


class _Traces:
    """All that tells of interpreters, by what it tells of."""

    def __init__(self, tree: Tree, branches: Mapping[Family, list[str]]) -> None:
        self._tree = tree
        self._branches = branches
        self._managed = {library_of(path) for path in tree.match(MANAGED)}
        self.programs: defaultdict[Family, list[Program]] = defaultdict(list)
        self.sites: defaultdict[Family, list[SiteDirectory]] = defaultdict(list)
        """In the order in which they are searched."""
        self.statements: defaultdict[Branch, list[Statement]] = defaultdict(list)
        """The more credible first."""

    def builds(self, family: Family) -> dict[_Build, list[Program]]:
        """Return the programs by build; and builds without, where none searches a directory."""
        builds: defaultdict[_Build, list[Program]] = defaultdict(list)
        for program in self.programs[family]:
            build = _Build(program.of.branch, program.is_free_threaded, program.is_debug)
            builds[build].append(program)
        sites = self.sites[family]
        searching = {build[:2] for build in builds}
        told = {(site.python_version, site.is_free_threaded) for site in sites}
        for branch, is_free_threaded in told - searching:
            if branch:
                builds[_Build(branch, is_free_threaded)] = []
        if sites and not builds:
            known = self._branches.get(family, [])
            builds[_Build(known[0] if len(known) == 1 else None, is_free_threaded=False)] = []
        return builds

    def interpreter(
        self, family: Family, build: _Build, programs: Sequence[Program]
    ) -> Interpreter:
        """Return one interpreter, with what is believed of it."""
        of = Branch(family, build.branch)
        # A program rather than a library, and the one that has its branch in its name.
        branch = build.branch or ""
        order = sorted(programs, key=lambda p: (p.is_library, branch not in p.path, p.path))
        path = order[0].path if order else None
        implementation = PYPY if family.is_pypy else CPYTHON
        sites = tuple(site.path for site in self.sites[family] if build.searches(site))
        version, evidence = build.branch, None
        if version and (place := path or next(iter(sites), None)):
            evidence = Evidence(place, self._tree.layer_of(place), "filename")
        said = self.statements[of]
        for statement in said:
            if statement.version:
                version, evidence = statement.version, statement.evidence
                break
        return Interpreter(
            path=path,
            implementation=order[0].implementation if order else implementation,
            version=version,
            implementation_version=next((s.own_version for s in said if s.own_version), None),
            evidence=evidence,
            is_free_threaded=build.is_free_threaded or any(s.is_free_threaded for s in said),
            is_debug=build.is_debug or any(s.is_debug for s in said),
            is_externally_managed=of in self._managed,
            site_directories=sites,
        )
