"""Environments, by the directories that distributions are installed in.

An environment is the prefix of an interpreter with its site directories, a virtual environment, or
the prefix of an interpreter that nothing was installed for. What is installed anywhere else makes
an environment of its own (:mod:`scanner.enrich.environment`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from layers.errors import UnreadableFile
from layers.tar_header import Kind
from scanner.catalog.cataloger import Cataloger, Found
from scanner.catalog.interpreter.program import EXCERPT, default_of, named_in
from scanner.catalog.interpreter.search import MANAGED, Interpreters, interpreters_in
from scanner.catalog.interpreter.statement import CLAIMS
from scanner.catalog.state import CACHE
from scanner.metadata.pyvenv import VirtualEnvironment, parse_pyvenv
from scanner.metadata.secret import redacted
from scanner.model.component import Evidence, Problem
from scanner.model.environment import PYPACKAGES, SITE_NAMES, Environment, SiteDirectory
from scanner.model.interpreter import Interpreter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from layers.tree import Tree

CONFIGURATION: Final = "**/pyvenv.cfg"
NAMED: Final = tuple(f"**/{name}" for name in sorted(SITE_NAMES))
PROJECT: Final = f"**/{PYPACKAGES}/*/lib"
CONDA: Final = "**/conda-meta"
PIPX_NAME: Final = "pipx_metadata.json"


def catalog(tree: Tree) -> Iterator[Found]:
    """Yield one environment per prefix."""
    configurations: dict[str, VirtualEnvironment] = {}
    for path in tree.match(CONFIGURATION):
        prefix = path.rpartition("/")[0]
        try:
            configurations[prefix] = parse_pyvenv(tree.read(path))
        except UnreadableFile as error:
            configurations[prefix] = VirtualEnvironment()
            yield Problem(path, ENVIRONMENT.name, str(error))
    interpreters = interpreters_in(tree, ENVIRONMENT.name, _sites(tree), configurations)
    yield from interpreters.problems
    conda = {path.rpartition("/")[0] for path in tree.match(CONDA) if _is_directory(tree, path)}
    for prefix in sorted(interpreters.by_prefix.keys() | configurations.keys() | conda):
        if prefix in configurations:
            yield _virtual_environment(tree, prefix, configurations[prefix], interpreters)
        else:
            kind = "conda" if prefix in conda else _kind(prefix)
            yield _environment(prefix, kind, interpreters.by_prefix.get(prefix, []))


def _sites(tree: Tree) -> list[SiteDirectory]:
    """Return each directory that an interpreter searches by itself."""
    paths = (path for pattern in (*NAMED, PROJECT) for path in tree.match(pattern))
    sites = (SiteDirectory.of(path) for path in paths if _is_directory(tree, path))
    return sorted(site for site in sites if site.is_standard)


def _is_directory(tree: Tree, path: str) -> bool:
    entry = tree.entry(path)
    return entry is not None and entry.kind is Kind.DIRECTORY


def _kind(prefix: str) -> str:
    above, _, name = prefix.rpartition("/")
    if CACHE.search(f"{prefix}/"):
        return "cache"
    if name == ".local":
        return "user"
    return "pypackages" if above.rpartition("/")[2] == PYPACKAGES else "prefix"


def _environment(prefix: str, kind: str, interpreters: list[Interpreter]) -> Environment:
    sites = (site for interpreter in interpreters for site in interpreter.site_directories)
    return Environment(
        path=prefix,
        kind=kind,
        site_directories=tuple(dict.fromkeys(sites)),
        interpreters=tuple(interpreters),
    )


def _virtual_environment(
    tree: Tree, prefix: str, configuration: VirtualEnvironment, known: Interpreters
) -> Environment:
    interpreters = known.by_prefix.get(prefix) or [_described(tree, prefix, configuration)]
    runs = _found(default_of(tree, prefix), known)
    at_home = _found(named_in(tree, configuration.home), known) if configuration.home else None
    base = at_home[0] if at_home else None
    if runs and runs[0] != prefix:
        base, interpreter = runs
        interpreters = _run_by(interpreter, interpreters)
    is_pipx = tree.entry(f"{prefix}/{PIPX_NAME}".lstrip("/")) is not None
    return replace(
        _environment(prefix, "virtual-environment", interpreters),
        creator="pipx" if is_pipx else configuration.creator and redacted(configuration.creator),
        home=configuration.home and redacted(configuration.home),
        base=base,
        sees_base=configuration.sees_system,
    )


def _found(paths: Iterable[str], known: Interpreters) -> tuple[str, Interpreter] | None:
    return next((known.by_program[path] for path in paths if path in known.by_program), None)


def _described(tree: Tree, prefix: str, configuration: VirtualEnvironment) -> Interpreter:
    """Return all that is known of an interpreter that has left nothing else."""
    path = f"{prefix}/pyvenv.cfg".lstrip("/")
    return Interpreter(
        path=None,
        implementation=configuration.implementation,
        version=configuration.python_version,
        evidence=Evidence(path, tree.layer_of(path)) if configuration.python_version else None,
    )


def _run_by(interpreter: Interpreter, assumed: list[Interpreter]) -> list[Interpreter]:
    """Return what searches the directories that something of each branch was assumed to search."""
    searched = [each for each in assumed if each.branch in {None, interpreter.branch}]
    sites = tuple(site for each in searched for site in each.site_directories)
    runs = replace(interpreter, site_directories=sites, is_externally_managed=False)
    return [runs, *(each for each in assumed if each not in searched)]


ENVIRONMENT: Final = Cataloger(
    name="environment",
    version=2,
    claims=(CONFIGURATION, *NAMED, PROJECT, CONDA, f"**/{PIPX_NAME}", MANAGED, *CLAIMS),
    excerpts=(EXCERPT,),
    catalog=catalog,
)
