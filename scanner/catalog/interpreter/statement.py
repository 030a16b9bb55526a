"""What an interpreter's installation says of its version.

The name of a program has its branch at most (``python3.11``). For the version, all else there is
believed in the order of :func:`statements_in`: first what describes the installed interpreter, then
what is compiled into it, and last what merely mentions it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Final, TypeAlias

from layers.errors import UnreadableFile
from scanner.catalog.interpreter.program import Branch, Family, named_in
from scanner.metadata.build_details import parse_build_details
from scanner.metadata.core_metadata import parse_core_metadata
from scanner.metadata.patchlevel import parse_patchlevel
from scanner.model.component import Evidence, Problem
from scanner.model.interpreter import PYPY, branch_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from layers.tree import Tree
    from scanner.catalog.interpreter.program import Program
    from scanner.metadata.pyvenv import VirtualEnvironment

HEADERS: Final = ("**/include/py*/patchlevel.h", "**/include/patchlevel.h")
DETAILS: Final = "**/build-details.json"
EGG_INFO: Final = "**/lib-dynload/*.egg-info"
CONDA_RECORD: Final = "**/conda-meta/python-*.json"
"""Only its name is of interest here."""
CLAIMS: Final = (*HEADERS, DETAILS, EGG_INFO, CONDA_RECORD)
VARIABLE: Final = "PYTHON_VERSION"
"""Which the official images of Python set."""
_LIBRARY: Final = re.compile(
    r"(?P<prefix>.*?)/?lib(?:32|64)?/(?P<family>python|pypy)(?P<branch>\d\.\d{1,2})?[a-z]*"
    r"(?:/lib-dynload)?",
    re.ASCII | re.DOTALL,
)
"""Where the standard library of an interpreter is."""
_CONDA_RECORD: Final = re.compile(r"python-(?P<version>\d\.\d[\w.]*)-[^-]+\.json", re.ASCII)
_IN_NAME: Final = re.compile(
    r"(?<![\d.])\d\.\d{1,2}\.\d{1,2}(?:(?:a|b|rc)\d{1,2})?(?!\.?\d)", re.ASCII
)
_OWN_VERSION: Final = re.compile(r"(?:pypy\d\.\d{1,2}|graalpy)-v?(\d+\.\d+\.\d+)", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What something says of the interpreters of a branch."""

    of: Branch
    version: str | None
    evidence: Evidence
    own_version: str | None = None
    """Of PyPy or GraalPy itself."""
    is_free_threaded: bool = False
    is_debug: bool = False


Said: TypeAlias = "Statement | Problem"


def statements_in(
    tree: Tree,
    cataloger: str,
    programs: Iterable[Program],
    configurations: Mapping[str, VirtualEnvironment],
) -> Iterator[Said]:
    """Yield everything that is said, the more credible first."""
    yield from _conda_records(tree)
    yield from _details(tree, cataloger)
    yield from headers_in(tree, cataloger)
    yield from _egg_infos(tree, cataloger)
    yield from _strings(tree, programs)
    yield from _configurations(tree, programs, configurations)
    yield from _mentions(tree, programs)


def library_of(path: str) -> Branch | None:
    """Return whose standard library a file is in, right in its directory."""
    match = _LIBRARY.fullmatch(path.rpartition("/")[0])
    return match and Branch(Family(match["prefix"], match["family"] == "pypy"), match["branch"])


def headers_in(tree: Tree, cataloger: str) -> Iterator[Said]:
    """Yield what the headers say that come with an interpreter to build extensions."""
    for path in chain.from_iterable(map(tree.match, HEADERS)):
        try:
            header = parse_patchlevel(tree.read(path))
        except UnreadableFile as error:
            yield Problem(path, cataloger, str(error))
            continue
        prefix = f"/{path}".rpartition("/include/")[0].lstrip("/")
        if header.python_version:
            yield Statement(
                of=Branch(
                    Family(prefix, header.pypy_version is not None),
                    branch_of(header.python_version),
                ),
                version=header.python_version,
                evidence=Evidence(path, tree.layer_of(path)),
                own_version=header.pypy_version,
            )


def described(prefix: str, configuration: VirtualEnvironment) -> Branch:
    """Return what a virtual environment says that its interpreter is."""
    is_pypy = (configuration.implementation or "").lower() == PYPY.lower()
    return Branch(Family(prefix, is_pypy), branch_of(configuration.python_version))


def _conda_records(tree: Tree) -> Iterator[Statement]:
    for path in tree.match(CONDA_RECORD):
        directory, _, name = path.rpartition("/")
        if match := _CONDA_RECORD.fullmatch(name):
            prefix = directory.rpartition("/")[0]
            yield Statement(
                of=Branch(Family(prefix, is_pypy=False), branch_of(match["version"])),
                version=match["version"],
                evidence=Evidence(path, tree.layer_of(path), "filename"),
            )


def _details(tree: Tree, cataloger: str) -> Iterator[Said]:
    for path in tree.match(DETAILS):
        try:
            details = parse_build_details(tree.read(path))
        except UnreadableFile as error:
            yield Problem(path, cataloger, str(error))
            continue
        yield from (Problem(path, cataloger, oddity) for oddity in details.oddities)
        library = library_of(path)
        prefix = library.family.prefix if library else path.rpartition("/")[0]
        branch = branch_of(details.python_version) or (library and library.branch)
        yield Statement(
            of=Branch(Family(prefix, details.implementation == PYPY.lower()), branch),
            version=details.python_version,
            evidence=Evidence(path, tree.layer_of(path)),
            is_free_threaded=details.is_free_threaded,
            is_debug=details.is_debug,
        )


def _egg_infos(tree: Tree, cataloger: str) -> Iterator[Said]:
    """Yield what Debian's Python 2 says of itself as if it were a distribution."""
    for path in tree.match(EGG_INFO):
        try:
            version = parse_core_metadata(tree.read(path)).version
        except UnreadableFile as error:
            yield Problem(path, cataloger, str(error))
            continue
        library = library_of(path)
        is_own = library and path.endswith(f"/Python-{library.branch}.egg-info")
        if library and version and is_own and branch_of(version) == library.branch:
            yield Statement(
                of=library, version=version, evidence=Evidence(path, tree.layer_of(path))
            )


def _strings(tree: Tree, programs: Iterable[Program]) -> Iterator[Statement]:
    """Yield the versions that are compiled into programs and libraries."""
    for is_certain in (True, False):
        for program in programs:
            versions = program.versions.alone if is_certain else program.versions.ending_path
            fitting = (each for each in versions if branch_of(each) == program.of.branch)
            if version := next(fitting, None):
                evidence = Evidence(program.path, tree.layer_of(program.path), "binary-analysis")
                own = program.versions.of_pypy
                yield Statement(of=program.of, version=version, evidence=evidence, own_version=own)


def _configurations(
    tree: Tree,
    programs: Iterable[Program],
    configurations: Mapping[str, VirtualEnvironment],
) -> Iterator[Statement]:
    """Yield what virtual environments say of the interpreter that they were made with."""
    by_path = {program.path: program for program in programs}
    for prefix, configuration in sorted(configurations.items()):
        version = configuration.python_version
        if version is None:
            continue
        path = f"{prefix}/pyvenv.cfg".lstrip("/")
        evidence = Evidence(path, tree.layer_of(path))
        of = described(prefix, configuration)
        yield Statement(of=of, version=version, evidence=evidence)
        for real in named_in(tree, configuration.home or prefix):
            if real in by_path and by_path[real].of.branch == of.branch:
                yield Statement(of=by_path[real].of, version=version, evidence=evidence)


def _mentions(tree: Tree, programs: Iterable[Program]) -> Iterator[Statement]:
    """Yield what the image's config has, and then what names of directories have."""
    variable = tree.variables.get(VARIABLE, "")
    if _IN_NAME.fullmatch(variable):
        for program in programs:
            if program.of.branch == branch_of(variable):
                evidence = Evidence("", technique="other")
                yield Statement(of=program.of, version=variable, evidence=evidence)
    for program in programs:
        prefix = program.of.family.prefix
        own_version = _OWN_VERSION.search(prefix)
        versions = [] if own_version else _IN_NAME.findall(prefix)
        fitting = (each for each in reversed(versions) if branch_of(each) == program.of.branch)
        version = next(fitting, None)
        if version or own_version:
            yield Statement(
                of=program.of,
                version=version,
                evidence=Evidence(prefix, tree.layer_of(prefix), "filename"),
                own_version=own_version and own_version[1],
            )
