"""The two sides that are compared: what projects declare, and what is installed somewhere."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from scanner.drift.identity import COMPARED, CONDA_FILES, identities_of, is_conda, qualifier
from scanner.graph.scope import IMPORTED, platform_of
from scanner.graph.target import SUBDIRS, values_of
from scanner.model.component import State
from scanner.model.system_package import CONDA

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from scanner.drift.identity import Identity
    from scanner.model.component import Component
    from scanner.model.dependency import Dependency
    from scanner.model.environment import Environment
    from scanner.model.inventory import Inventory

NOARCH: Final = "noarch"
_SUBDIR: Final = re.compile(r"(?P<system>[a-z]+)-?(?P<machine>[a-z0-9]+)?")
"""As lockfiles have it (``linux-64``), or a selector (``linux``, ``win64``)."""
UNIX: Final = frozenset(("linux", "osx"))


@dataclass(frozen=True, slots=True)
class Installation:
    """What is installed in an environment."""

    environment: Environment
    components: Mapping[Identity, Component]
    """By all that they are; of two, the one that is imported. That of conda is the package."""
    distributions: Sequence[Component]
    """Each once, in whatever way it was installed."""
    dependencies: Sequence[Dependency]
    platform: str

    @property
    def values(self) -> Mapping[str, tuple[str, ...]]:
        """What the variables of markers are there."""
        interpreters = self.environment.interpreters
        return values_of(interpreters[0] if interpreters else None, self.platform)

    @property
    def subdir(self) -> str | None:
        """The platform, as conda calls it; None if nothing tells."""
        packages = (each for (kind, _), each in self.components.items() if kind == CONDA)
        told = (qualifier(each, "subdir") for each in packages)
        names = [name for name, platform in SUBDIRS.items() if platform == self.platform]
        return next((each for each in told if each and each != NOARCH), next(iter(names), None))

    @property
    def is_of_conda(self) -> bool:
        """Whether conda installed something there."""
        return any(ecosystem == CONDA for ecosystem, _ in self.components)


@dataclass(frozen=True, slots=True)
class Declarations:
    """What the projects of a directory declare."""

    components: Sequence[Component]
    """What counts, the projects included."""
    dependencies: Sequence[Dependency]
    identities: frozenset[Identity]
    """All that anything is, what is set aside included."""
    is_for_pip: bool
    """Whether some file, of whatever it is, is not for conda."""

    @property
    def is_locked(self) -> bool:
        """Whether a lockfile has all that is to be installed."""
        return any(each.declaration and each.declaration.is_locked for each in self.components)

    @property
    def is_of_conda(self) -> bool:
        """Whether anything is declared for conda."""
        return any(ecosystem == CONDA for ecosystem, _ in self.identities)

    def for_environment(self, installed: Installation) -> Declarations:
        """Return what is meant for an environment: of several platforms, for its own.

        A project may be for conda and for pip alike. Where nothing is conda's, only what is
        declared for pip is meant, if there is such a thing.
        """
        is_by_pip = self.is_for_pip and not installed.is_of_conda
        subdir = installed.subdir
        return replace(
            self,
            components=[
                each
                for each in self.components
                if not (is_by_pip and is_conda(each)) and _is_for(each, subdir)
            ],
        )


def declarations_in(inventory: Inventory, project: str | None = None) -> Declarations:
    """Return what is declared, in one project or in all."""
    stated = [
        each
        for each in inventory.components
        if each.state is State.DECLARED and each.ecosystem in COMPARED
    ]
    return Declarations(
        [
            each
            for each in stated
            if not (each.declaration and each.declaration.superseded_by)
            and project in {None, each.environment}
        ],
        inventory.dependencies,
        frozenset(identity for each in stated for identity in identities_of(each)),
        any(each.declaration and each.kind not in CONDA_FILES for each in stated),
    )


def installations_in(inventory: Inventory) -> Iterator[Installation]:
    """Yield each environment that something is installed in."""
    found: defaultdict[str, list[Component]] = defaultdict(list)
    for each in inventory.components:
        is_imported = each.state in IMPORTED and each.shadowed_by is None and not each.is_part
        if is_imported and each.ecosystem in COMPARED:
            found[each.environment].append(each)
    platform = platform_of(inventory)
    for environment in inventory.environments:
        if distributions := found.get(environment.path):
            yield Installation(
                environment,
                dict(_known(distributions)),
                distributions,
                inventory.dependencies,
                platform,
            )


def _known(distributions: Iterable[Component]) -> Iterator[tuple[Identity, Component]]:
    for each in distributions:
        for ecosystem, name in identities_of(each):
            is_of_package = ecosystem == CONDA and each.conda is not None
            yield (ecosystem, name), each.conda if is_of_package and each.conda else each


def _is_for(stated: Component, subdir: str | None) -> bool:
    """Tell whether something is for a platform, as far as conda's names tell."""
    declaration = stated.declaration
    if declaration is None or not declaration.platforms or stated.kind not in CONDA_FILES:
        return True
    return subdir is None or any(_is_platform(each, subdir) for each in declaration.platforms)


def _is_platform(name: str, subdir: str) -> bool:
    found = _SUBDIR.fullmatch(name)
    system, _, machine = subdir.partition("-")
    if found is None or name in {subdir, NOARCH, machine}:
        return True
    if found["system"] == "unix":
        return system in UNIX
    return found["system"] == system and found["machine"] in {None, machine}
