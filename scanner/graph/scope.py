"""What the code of a distribution can import: the distributions that may meet its requirements.

An interpreter searches ``PYTHONPATH``, then the site directories of its environment in order, and
then those of another environment if it sees that: the base of a virtual environment with system
site packages, and the interpreter's own of a directory that has none (``pip install --target``).
Of one name it finds the first. What conda requires is met within the prefix.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from scanner.graph.target import SUBDIRS, Target, values_of
from scanner.model.component import State
from scanner.model.dependency import PYPI
from scanner.model.environment import SiteDirectory
from scanner.model.names import normalized
from scanner.model.system_package import CONDA

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from scanner.model.component import Component
    from scanner.model.environment import Environment
    from scanner.model.interpreter import Interpreter
    from scanner.model.inventory import Inventory

IMPORTED: Final = frozenset((State.INSTALLED, State.EDITABLE))
"""The states of what requires something, and of what meets it."""
OWN: Final = frozenset(("prefix", "conda"))
"""Kinds of environments that an interpreter searches by itself."""
GUESTS: Final = frozenset(("user", "pypackages", "python-path", "directory"))
"""Kinds of environments that an interpreter searches beside its own."""
MAX_ABOVE: Final = 8
"""How many environments may be seen through each other; real ones are two."""
SUBDIR: Final = "subdir="
"""What a package URL of conda has in front of the platform."""


class Scope:
    """What the code of some distributions finds, and where it runs."""

    def __init__(self, target: Target, found: Sequence[dict[str, Component]]) -> None:
        self.target = target
        self._found = found

    def find(self, name: str) -> Component | None:
        """Return the distribution of that name that is imported."""
        return next((found[name] for found in self._found if name in found), None)


class Scopes:
    """What each distribution of an inventory finds."""

    def __init__(self, inventory: Inventory, first: Iterable[str]) -> None:
        """Take an inventory, and the directories that every interpreter searches first."""
        self.components = tuple(filter(_is_imported, inventory.components))
        self._environments = {each.path: each for each in inventory.environments}
        self._default = platform_of(inventory)
        self._platforms = dict(_platforms(self.components))
        self._sites: defaultdict[str, dict[str, Component]] = defaultdict(dict)
        self._conda: defaultdict[tuple[str, str], list[Component]] = defaultdict(list)
        for component in self.components:
            if component.ecosystem == PYPI:
                site = self._sites[_site(component)]
                site[normalized(component.name)] = _better(site, component)
            if package := package_of(component):
                self._conda[component.environment, package.name].append(component)
        self._first = self._joined(first)
        self._scopes: dict[tuple[str, str], Scope] = {}
        self._searched: dict[tuple[str, ...], dict[str, Component]] = {}
        self._targets: dict[tuple[Interpreter | None, str], Target] = {}
        self._owners = {
            interpreter.path: environment
            for environment in inventory.environments
            if environment.kind in OWN
            for interpreter in environment.interpreters
            if interpreter.path
        }

    def of(self, component: Component) -> Scope:
        """Return what a distribution finds."""
        key = component.environment, _site(component)
        if key not in self._scopes:
            self._scopes[key] = self._scope(*key)
        return self._scopes[key]

    def packages(self, component: Component, name: str) -> Sequence[Component]:
        """Return what a package of conda finds, of which another may hold several.

        A distribution that pip has put in the place of one goes by its name.
        """
        if found := self._conda.get((component.environment, name)):
            return found
        replacement = self.of(component).find(normalized(name))
        return (replacement,) if replacement else ()

    def _scope(self, path: str, site: str) -> Scope:
        environment = self._environments.get(path)
        if environment is None:
            return Scope(self._target(None, path), (self._sites.get(site, {}),))
        interpreter = _searching(environment, site)
        found = [self._first]
        for above, one in self._above(environment, interpreter):
            sites = one.site_directories if one else (site, *above.site_directories)
            if sites not in self._searched:
                self._searched[sites] = self._joined(sites)
            found.append(self._searched[sites])
        return Scope(self._target(interpreter, path), found)

    def _above(
        self, environment: Environment, interpreter: Interpreter | None
    ) -> Iterator[tuple[Environment, Interpreter | None]]:
        """Yield an environment, and those that it sees."""
        yield environment, interpreter
        for _ in range(MAX_ABOVE):
            above = None
            if environment.kind in GUESTS:
                above = self._owners.get((interpreter and interpreter.path) or "")
            elif environment.sees_base and environment.base is not None:
                above = self._environments.get(environment.base)
            if above is None:
                return
            environment, interpreter = above, _same(above, interpreter)
            yield environment, interpreter

    def _joined(self, sites: Iterable[str]) -> dict[str, Component]:
        """Return what is found in directories that are searched in this order."""
        found: dict[str, Component] = {}
        for site in sites:
            for name, component in self._sites.get(site, {}).items():
                found.setdefault(name, component)
        return found

    def _target(self, interpreter: Interpreter | None, path: str) -> Target:
        platform = self._platforms.get(path, self._default)
        key = interpreter, platform
        if key not in self._targets:
            self._targets[key] = Target(values_of(interpreter, platform))
        return self._targets[key]


def package_of(component: Component) -> Component | None:
    """Return the package of conda that a component is, or came in."""
    return component if component.kind == CONDA else component.conda


def platform_of(inventory: Inventory) -> str:
    """Return the platform that an image is for, or what the layout of a directory tells of it."""
    if inventory.subject.platform:
        return inventory.subject.platform
    if any(package.type != CONDA for package in inventory.system_packages):
        return "linux"
    sites = [site for each in inventory.environments for site in each.site_directories]
    if any(f"/{site}".endswith("/Lib/site-packages") for site in sites):
        return "windows"
    return "posix" if any("/lib/python" in f"/{site}" for site in sites) else ""


def _is_imported(component: Component) -> bool:
    return (
        component.state in IMPORTED
        and component.shadowed_by is None
        and not component.is_part
        and component.ecosystem in {PYPI, CONDA}
    )


def _platforms(components: Iterable[Component]) -> Iterator[tuple[str, str]]:
    """Yield the platforms that the packages in prefixes of conda are for."""
    for component in components:
        if package := package_of(component):
            subdir = package.purl.partition(SUBDIR)[2].partition("&")[0]
            if subdir in SUBDIRS:
                yield component.environment, SUBDIRS[subdir]


def _site(component: Component) -> str:
    return SiteDirectory.holding(component.evidence.path).path


def _better(site: dict[str, Component], component: Component) -> Component:
    """Return what counts if a directory has two of one name: the one whose code is there."""
    other = site.get(normalized(component.name))
    return component if other is None or other.code_present is False else other


def _searching(environment: Environment, site: str) -> Interpreter | None:
    """Return the interpreter that runs what is in a directory; the first has the usual name."""
    found = (each for each in environment.interpreters if site in each.site_directories)
    return next(found, None)


def _same(environment: Environment, interpreter: Interpreter | None) -> Interpreter | None:
    """Return the interpreter of an environment that is the one of another."""
    own = environment.interpreters
    path = interpreter and interpreter.path
    return next((each for each in own if each.path == path), own[0] if own else None)
