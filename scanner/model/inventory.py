"""The result of a scan: what was looked at, what is there, and how much of it was seen."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING

from scanner.model.component import MATCHED, State

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scanner.model.change import Change
    from scanner.model.component import Component, Problem
    from scanner.model.dependency import Dependency
    from scanner.model.environment import Environment
    from scanner.model.foreign import Foreign
    from scanner.model.inclusion import Inclusion
    from scanner.model.operating_system import OperatingSystem
    from scanner.model.system_package import SystemPackage


class Coverage(Enum):
    """How much of a subject was read."""

    FULL = "full"
    TOC = "toc"
    """Of some layer, only its table of contents and the files of interest by that. It may lie."""
    SBOM = "sbom"
    """Nothing was: somebody's document says what is in it."""
    INCOMPLETE = "incomplete"
    """Something could not be read, or was larger than a limit; distributions may be missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerFacts:
    """A layer of the subject, as evidence refers to it."""

    index: int
    diff_id: str | None
    digest: str | None
    created_by: str
    in_base: bool | None = None
    """Whether it is of the image that this one was built on; None if nothing tells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What was scanned."""

    location: str
    """As the user gave it."""
    source: str
    """The kind of medium: ``oci``, ``docker-archive``, ``dir`` …"""
    names: tuple[str, ...] = ()
    """Image references it goes by."""
    digest: str | None = None
    """Of the image's manifest."""
    image_id: str | None = None
    """Of the image's config."""
    platform: str | None = None
    layers: tuple[LayerFacts, ...] = ()
    base_is_guess: bool = False
    """Whether nothing but the order of instructions tells which layers are of another image."""
    verified: bool = True
    """Whether what was read is what the digests speak of."""

    @property
    def is_live(self) -> bool:
        """Whether it is something of a machine, and not an image."""
        return self.source in {"dir", "file"}

    @property
    def directory(self) -> str:
        """What the paths of evidences are in."""
        if self.source != "file":
            return self.location
        return self.location.rpartition("/")[0] or ("/" if self.location[:1] == "/" else ".")


@dataclass(frozen=True, kw_only=True)
class Inventory:
    """Everything found in a subject. Sorted, so that equal scans give equal bytes."""

    subject: Subject
    coverage: Coverage
    environments: tuple[Environment, ...]
    components: tuple[Component, ...]
    problems: tuple[Problem, ...]
    included: frozenset[State] = MATCHED
    """The states whose components are matched against advisories, and part of an SBOM."""
    system_packages: tuple[SystemPackage, ...] = ()
    """Those of other package managers that have Python files."""
    operating_system: OperatingSystem | None = None
    """The distribution of Linux that it is, if it says so."""
    dependencies: tuple[Dependency, ...] = ()
    """What distributions require of each other, and of what is not there."""
    inclusions: tuple[Inclusion, ...] = ()
    """Which manifests are installed together with others."""
    files_compared: bool = False
    """Whether files were compared with what installers recorded."""
    changes: tuple[Change, ...] = ()
    """Those that are not as they were installed."""
    emails_withheld: bool = False
    """Whether addresses of people were taken out of it: one that is not there may be known."""
    license_texts: Mapping[str, bytes] = field(default_factory=dict)
    """The licence files of its components as they are, by their digests; equal ones once."""
    foreign: Foreign | None = None
    """What else a document says of everything, if it is from one."""

    @cached_property
    def included_components(self) -> tuple[Component, ...]:
        """Those in a state that is included, without what is listed and no more."""
        return tuple(
            each
            for each in self.components
            if each.state in self.included and not each.is_set_aside
        )

    @cached_property
    def documented_components(self) -> tuple[Component, ...]:
        """Those that are part of an SBOM: what is included, and what of other languages it bundles.

        A Python distribution is left out that only a list names: pip's lists a setuptools of which
        it has one module, and whoever reads the SBOM would match it.
        """
        paths = {each.evidence.path for each in self.included_components}
        return tuple(
            each
            for each in self.components
            if (each.state in self.included and not each.is_set_aside)
            or (each.state is State.BUNDLED and each.parent in paths and each.ecosystem != "pypi")
        )

    def __post_init__(self) -> None:
        # Frozen against users, not against this.
        for name, key in _ORDER.items():
            object.__setattr__(self, name, tuple(sorted(getattr(self, name), key=key)))


_ORDER = {
    "environments": lambda environment: environment.path,
    "components": lambda component: (
        component.evidence.path,
        component.name,
        component.version or "",
    ),
    "system_packages": lambda package: (package.purl, package.evidence),
    "dependencies": lambda dependency: (
        dependency.dependent,
        dependency.name,
        dependency.ecosystem,
        dependency.requirement,
        dependency.dependency or "",
    ),
    "inclusions": lambda inclusion: inclusion.path,
    "changes": lambda change: (change.path, change.kind.value),
    "problems": lambda problem: (problem.path, problem.cataloger, problem.reason),
}
