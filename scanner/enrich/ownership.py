"""Which distributions and interpreters came with packages of the operating system.

What counts is that the package's database lists the file with the metadata, by its real path, and
that the file is the one that was installed, where the database has its digest. ``INSTALLER`` says
what whoever wrote it wants: it is no reason to believe in an owner, but one that the package did
not bring tells of another installation over it. Packages of conda are joined elsewhere.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from layers.errors import UnreadableFile
from scanner.enrich.enricher import Enricher
from scanner.model.component import Problem
from scanner.model.system_package import CONDA

if TYPE_CHECKING:
    from layers.tree import Tree
    from scanner.model.component import Component
    from scanner.model.environment import Environment
    from scanner.model.interpreter import Interpreter
    from scanner.model.inventory import Inventory
    from scanner.model.system_package import SystemPackage

METADATA: Final = ("/METADATA", "/PKG-INFO", "/EGG-INFO/PKG-INFO", "")
"""Where the metadata of a distribution is, seen from its evidence, which may be the file itself."""
DIRECTORY_FILES: Final = METADATA[:2]
"""Those that have ``INSTALLER`` beside them."""
INSTALLER: Final = "/INSTALLER"
RAW: Final = ("/METADATA", "/PKG-INFO", ".egg-info", INSTALLER)
"""How the paths of files end whose content is kept as it is."""
IN_ARCHIVE: Final = "!/"


def enrich(inventory: Inventory, tree: Tree) -> Inventory:
    """Return the inventory with the owners of its components and interpreters."""
    packages = [package for package in inventory.system_packages if package.type != CONDA]
    if not packages:
        return inventory
    owners = _Owners(packages, tree)
    components = tuple(map(owners.owned, inventory.components))
    return replace(
        inventory,
        environments=tuple(map(owners.environment, inventory.environments)),
        components=components,
        problems=(*inventory.problems, *owners.problems),
    )


class _Owners:
    """Whose each file is, and what was odd about claims on them."""

    def __init__(self, packages: list[SystemPackage], tree: Tree) -> None:
        self._tree = tree
        # The first in the order of the inventory, should two list a file.
        self._by_path = {path: package for package in packages[::-1] for path in package.files}
        self._originals = {_last_two(path): path for path in self._by_path if path.endswith(RAW)}
        self.problems: list[Problem] = []

    def owned(self, component: Component) -> Component:
        """Return a component with its owner, if it has one."""
        place = component.evidence.path.partition(IN_ARCHIVE)[0]
        real = self._tree.resolve(place) or place
        for path in dict.fromkeys(base + name for base in (place, real) for name in METADATA):
            package = self._by_path.get(path)
            if package is None:
                continue
            if self._is_as_listed(path, path) is not False and self._has_installer_of(
                path, component, path
            ):
                return replace(component, owner=package.owner)
            self._note(path, f"not what {package.owner} installed")
        if original := self._original(component, real):
            owner = self._by_path[original].owner
            self._note(real, f"a copy of /{original} of {owner}, and not its own")
        return component

    def environment(self, environment: Environment) -> Environment:
        """Return an environment with the owners of its interpreters."""
        interpreters = tuple(map(self._interpreter, environment.interpreters))
        return replace(environment, interpreters=interpreters)

    def _interpreter(self, interpreter: Interpreter) -> Interpreter:
        package = self._by_path.get(interpreter.path or "")
        return replace(interpreter, owner=package.owner) if package else interpreter

    def _original(self, component: Component, place: str) -> str | None:
        """Return the metadata of a package that a distribution has, with ``INSTALLER`` and all."""
        for path in (place + name for name in METADATA):
            original = self._originals.get(_last_two(path))
            if original and self._is_as_listed(path, original):
                return original if self._has_installer_of(original, component, path) else None
        return None

    def _has_installer_of(self, listed: str, component: Component, path: str) -> bool:
        """Tell whether ``INSTALLER`` beside metadata is what a package has beside listed ones."""
        installer = listed.rpartition("/")[0] + INSTALLER
        if installer in self._by_path:
            return self._is_as_listed(path.rpartition("/")[0] + INSTALLER, installer) is not False
        return component.installer is None or not path.endswith(DIRECTORY_FILES)

    def _is_as_listed(self, path: str, listed: str) -> bool | None:
        """Tell whether a file has the digest of a listed one; None if that cannot be told."""
        algorithm, _, digest = self._by_path[listed].digests.get(listed, "").partition(":")
        if not digest or not path.endswith(RAW):
            return None
        try:
            content = self._tree.read(path)
        except UnreadableFile:
            return None
        return hashlib.new(algorithm, content, usedforsecurity=False).hexdigest() == digest

    def _note(self, path: str, reason: str) -> None:
        self.problems.append(Problem(path, OWNERSHIP.name, reason))


def _last_two(path: str) -> str:
    return "/".join(path.rsplit("/", 2)[-2:])


OWNERSHIP: Final = Enricher(name="ownership", enrich=enrich)
