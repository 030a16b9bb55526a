"""Dependencies: what the distributions of an environment require of each other."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from scanner.model.names import normalized

if TYPE_CHECKING:
    from scanner.model.component import Component

PYPI = "pypi"


class Standing(Enum):
    """What has become of a requirement."""

    MET = "met"
    MISSING = "missing"
    """Nothing of that name is there."""
    VIOLATED = "violated"
    """It is there in a version that does not fit."""
    UNDETERMINED = "undetermined"
    """It is there, and whether its version fits cannot be told, for it has none that is one."""
    POSSIBLE = "possible"
    """It is there, but only required under an extra that nobody is known to have asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependency:
    """One requirement that holds in the environment, and what it leads to."""

    dependent: str
    """The place of the component that requires it (:attr:`Component.place`)."""
    dependency: str | None
    """The place of the component that is required; None if it is missing."""
    name: str
    """Of what is required, normalized."""
    ecosystem: str
    """Whose name that is: ``pypi`` or ``conda``."""
    requirement: str
    """As it is stated."""
    standing: Standing
    extra: str | None = None
    """The extra of the dependent that somebody asked for, if it is not required without one."""
    group: str | None = None
    """The dependency group of the dependent, a project, that it is required in."""
    extras: tuple[str, ...] = ()
    """Those of the dependency that are asked for."""
    marker: str | None = None
    """The condition under which it is required, as it is stated."""

    @property
    def is_there(self) -> bool:
        """Whether it makes the dependent depend on something that is there."""
        return self.dependency is not None and self.standing is not Standing.POSSIBLE


def stated(dependent: Component, dependency: Component) -> Dependency:
    """Return what a document states without its requirement: the one depends on the other."""
    return Dependency(
        dependent=dependent.place,
        dependency=dependency.place,
        name=normalized(dependency.name),
        ecosystem=dependency.ecosystem,
        requirement=dependency.name,
        standing=Standing.MET,
    )


class Basis(Enum):
    """What tells whether a user asked for a distribution, the best first."""

    PROJECT = "project"
    """It is what is being worked on: an editable installation."""
    INSTALLER = "installer"
    """Its installer recorded it (``REQUESTED``)."""
    HISTORY = "history"
    """The prefix's record of what conda was asked for."""
    DECLARED = "declared"
    """A manifest or a lockfile that is there has it as what its project itself asks for."""
    DEPENDENTS = "dependents"
    """Nothing was recorded: what nothing depends on has been asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Directness:
    """Why a distribution is there: because a user asked for it, or through which other."""

    is_direct: bool
    basis: Basis
    depth: int | None = None
    """How many steps away from what a user asked for; None if nothing of that leads there."""
    via: str | None = None
    """The place of the one before it on a shortest way from there."""
