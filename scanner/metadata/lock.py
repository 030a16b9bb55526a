"""What all lockfiles say: which distributions were settled on, and which of them needs which.

A name may be there in several versions (a *fork*), each for other circumstances, so what needs what
is told by positions in the list and not by names.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Final

from scanner.metadata.direct_url import DirectUrl
from scanner.metadata.document_limit import CUT, MAX_DEPENDENCIES, MAX_ODDITIES
from scanner.metadata.marker_world import EVERYWHERE, worlds_of
from scanner.metadata.misfit import misfits_of_array
from scanner.metadata.poetry_constraint import OR
from scanner.metadata.specifier import admits
from scanner.model.names import normalized

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from scanner.metadata.declared_requirement import DeclaredRequirement
    from scanner.metadata.project_requirement import Purpose
    from scanner.metadata.toml_table import Table

NOWHERE: Final = DirectUrl()
MAX_FORKS: Final = 100
"""How many entries of one name are told apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedPackage:
    """One entry of a lockfile."""

    name: str
    version: str | None = None
    line: int
    last_line: int
    source: DirectUrl = NOWHERE
    """Where it comes from, if not from an index."""
    index: str | None = None
    hashes: tuple[str, ...] = ()
    """Of all the archives that it may be installed from."""
    marker: str | None = None
    extras: tuple[str, ...] = ()
    """Its own extras that it is locked with."""
    groups: tuple[str, ...] | None = None
    """The groups that it is needed for; None if it is for the graph to tell."""
    for_extras: tuple[str, ...] | None = None
    """The extras of the project that it is needed for; None if it is for the graph to tell."""
    platforms: tuple[str, ...] = ()
    requires_python: str | None = None
    is_project: bool = False
    """Whether it is what is worked on: the project itself, or a member of its workspace."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """That one of them needs another."""

    dependent: int | None
    """Its position; None for the project that the lockfile is of."""
    dependency: int | None
    """The position of the other; None if it is not locked."""
    name: str
    requirement: str
    marker: str | None = None
    extra: str | None = None
    """The extra of the dependent that it is needed for."""
    group: str | None = None
    """The group of the dependent, a project, that it is needed for."""
    extras: tuple[str, ...] = ()
    """Those of the dependency that are asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """A lockfile."""

    packages: tuple[LockedPackage, ...] = ()
    needs: tuple[Need, ...] = ()
    oddities: tuple[str, ...] = ()


def lock_of(
    packages: Sequence[LockedPackage], needs: Iterable[Need], oddities: Iterable[str] = ()
) -> Lock:
    """Return a lockfile, with as much of what needs what as anybody can have."""
    known = tuple(islice(needs, MAX_DEPENDENCIES + 1))
    is_cut = len(known) > MAX_DEPENDENCIES
    cut = (CUT,) if is_cut else ()
    return Lock(
        packages=tuple(packages), needs=known[:MAX_DEPENDENCIES], oddities=(*oddities, *cut)
    )


def entries_in(document: Table, key: str) -> tuple[list[Table], tuple[str, ...]]:
    """Return the entries of a document that have a name, and what is odd about the others."""
    entries = list(document.tables(key))
    nameless = (each for each in entries if not each.text("name"))
    oddities = (f"line {each.span[0]}: an entry without a name" for each in nameless)
    misfits = misfits_of_array(document, key, dict)
    return [each for each in entries if each.text("name")], (
        *misfits,
        *islice(oddities, MAX_ODDITIES),
    )


@dataclass(frozen=True, slots=True)
class Entries:
    """The entries of a lockfile by their names, for those that tell what they need by name."""

    packages: Sequence[LockedPackage]
    _by_name: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for position, package in enumerate(self.packages):
            self._by_name[normalized(package.name)].append(position)

    def named(self, name: str) -> Sequence[int]:
        """Return the positions of all that are called so."""
        return self._by_name.get(normalized(name), ())[:MAX_FORKS]

    def fitting(
        self, name: str, specifiers: Iterable[str] = (), markers: Iterable[str | None] = ()
    ) -> Sequence[int]:
        """Return the positions of those that a requirement may mean.

        Of several of a name, these are those of a version that fits, and that are for circumstances
        in which it is required. One alone is meant anyway: what is locked was resolved.
        """
        found = self.named(name)
        alternatives = tuple(specifiers)
        if len(found) > 1 and alternatives:
            found = [at for at in found if self._is_admitted(at, alternatives)] or found
        if len(found) > 1:
            where = EVERYWHERE
            for marker in markers:
                where &= worlds_of(marker)
            found = [at for at in found if where & worlds_of(self.packages[at].marker)] or found
        return found

    def needs(
        self,
        dependent: int | None,
        requirement: DeclaredRequirement,
        purpose: Purpose,
        marker: str | None = None,
    ) -> Iterator[Need]:
        """Yield what a requirement needs of them where a marker holds, or that it is not locked."""
        name = normalized(requirement.name or "")
        specifiers = requirement.specifier.split(OR) if requirement.specifier else ()
        for found in self.fitting(name, specifiers, (requirement.marker, marker)) or (None,):
            yield Need(
                dependent=dependent,
                dependency=found,
                name=name,
                requirement=requirement.text,
                marker=requirement.marker,
                extra=purpose.extra,
                group=purpose.group,
                extras=requirement.extras,
            )

    def _is_admitted(self, position: int, alternatives: Iterable[str]) -> bool:
        version = self.packages[position].version
        return any(admits(specifier, version) is not False for specifier in alternatives)
