"""Programs and libraries of interpreters, by their names and places.

They are read as the strings in them that may be versions (:mod:`scanner.metadata.program`); what
has such a name, and is a script, is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from layers.errors import UnreadableFile
from layers.excerpt import Excerpt
from layers.tar_header import Kind
from scanner.metadata.program import ProgramVersions, excerpt, parse_excerpt
from scanner.model.interpreter import CPYTHON, GRAALPY, PYPY, branch_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from layers.tree import Tree

PROGRAMS: Final = (
    "**/bin/python*",
    "**/bin/pypy*",
    "**/bin/graalpy*",
    "**/python.exe",
    "**/python3*.exe",
    # Of RHEL 8, where there is none in /usr/bin until one is chosen.
    "**/libexec/platform-python3.6",
)
LIBRARIES: Final = ("**/libpython*.so*", "**/python*.dll", "**/libpypy3*-c.so")
EXCERPT: Final = Excerpt(
    name="interpreter", version=2, patterns=(*PROGRAMS, *LIBRARIES), take=excerpt
)
_PROGRAM: Final = re.compile(
    r"(?:platform-)?(?P<family>python|pypy|graalpy)(?:(?P<branch>\d\.\d{1,2})|\d)?"
    r"(?P<flags>t?d?m?u?|-dbg)(?:\.exe)?",
    re.ASCII,
)
_LIBRARY: Final = re.compile(
    r"lib(?P<holder>python|pypy)(?P<branch>\d\.\d{1,2})(?P<flags>t?d?m?u?)(?:-c)?\.so[.\d]*",
    re.ASCII,
)
_DLL: Final = re.compile(
    r"python(?P<major>\d)(?P<minor>\d{1,2})(?P<flags>t?)(?:_d)?\.dll", re.ASCII
)
_LIBRARY_PLACE: Final = re.compile(
    r"(?P<prefix>(?:.*?/)?)(?:lib(?:32|64)?(?:/[^/]*-linux-[^/]*)?|bin)", re.DOTALL
)
_PLACES: Final = ("bin", "Scripts", "libexec", "")
"""Where in a prefix programs are; those of Windows right there."""
_NAMES: Final = ("python3", "python", "python.exe", "pypy3", "pypy", "graalpy")
_IMPLEMENTATIONS: Final = {"pypy": PYPY, "graalpy": GRAALPY}


class Family(NamedTuple):
    """What interpreters have in common that search the same directories but for their version."""

    prefix: str
    is_pypy: bool
    """Whether it is PyPy, of which there may be one in the prefix of a CPython."""


class Branch(NamedTuple):
    """What interpreters have in common that have one version."""

    family: Family
    branch: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A program or a library that is an interpreter."""

    path: str
    of: Branch
    implementation: str
    versions: ProgramVersions
    is_library: bool = False
    is_free_threaded: bool = False
    is_debug: bool = False


def programs_in(tree: Tree, known: Iterable[Branch]) -> list[Program]:
    """Return all of them; ``known`` are branches that other traces tell of.

    The branch of a program that is called ``python``, and no more, is one that is known in its
    prefix, or the only one that it has a version of. Beside others it is a copy.
    """
    found = [program for path in _paths(tree) if (program := _program(tree, path))]
    branches = by_family((*known, *(program.of for program in found)))
    placed = [
        replace(each, of=each.of._replace(branch=each.of.branch or _branch(each, branches)))
        for each in found
    ]
    certain = {program.of.family for program in placed if program.of.branch}
    return [each for each in placed if each.of.branch or each.of.family not in certain]


def by_family(branches: Iterable[Branch]) -> dict[Family, list[str]]:
    """Return the distinct branches of each family, sorted."""
    found: dict[Family, set[str]] = {}
    for family, branch in branches:
        if branch:
            found.setdefault(family, set()).add(branch)
    return {family: sorted(each) for family, each in found.items()}


def named_in(tree: Tree, directory: str) -> Iterator[str]:
    """Yield the real paths of what one runs there without saying which of several."""
    for name in _NAMES:
        if real := tree.resolve(f"{directory}/{name}"):
            yield real


def default_of(tree: Tree, prefix: str) -> Iterator[str]:
    """Yield the real paths of what is called the interpreter of a prefix, if it is there."""
    for place in _PLACES:
        yield from named_in(tree, f"{prefix}/{place}")


def _paths(tree: Tree) -> Iterator[str]:
    for path in dict.fromkeys(path for pattern in EXCERPT.patterns for path in tree.match(pattern)):
        entry = tree.entry(path)
        if entry is not None and entry.kind is Kind.FILE:
            yield path


def _program(tree: Tree, path: str) -> Program | None:
    directory, _, name = path.rpartition("/")
    match = _PROGRAM.fullmatch(name) or _LIBRARY.fullmatch(name) or _DLL.fullmatch(name)
    if match is None:
        return None
    try:
        versions = parse_excerpt(tree.read(path))
    except UnreadableFile:
        versions = ProgramVersions()  # too large to be read, which is noted, but there
    if versions is None:
        return None
    facts = match.groupdict()
    branch = f"{facts['major']}.{facts['minor']}" if "major" in facts else facts["branch"]
    family = facts.get("family")
    name = family or facts.get("holder") or ""
    prefix = _prefix_of_program(directory) if family else _prefix_of_library(directory)
    return Program(
        path=path,
        of=Branch(Family(prefix, name == "pypy"), branch),
        implementation=_IMPLEMENTATIONS.get(name, CPYTHON),
        versions=versions,
        is_library=family is None,
        is_free_threaded="t" in facts["flags"],
        is_debug="d" in facts["flags"],
    )


def _prefix_of_program(directory: str) -> str:
    above, _, name = directory.rpartition("/")
    return above if name in _PLACES else directory


def _prefix_of_library(directory: str) -> str:
    """Return the prefix; what is not in its ``lib`` is a part of an application."""
    match = _LIBRARY_PLACE.fullmatch(directory)
    return match["prefix"].rstrip("/") if match else directory


def _branch(program: Program, branches: Mapping[Family, list[str]]) -> str | None:
    known = branches.get(program.of.family, [])
    if len(known) == 1:
        return known[0]
    fitting = (branch for branch in known if program.versions.of_branch(branch))
    return next(fitting, None) or branch_of(program.versions.of_branch(None))
