"""A tree becomes an inventory: everything that the catalogers find, and what follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from layers import Claims
from scanner.catalog import CATALOGERS
from scanner.catalog.system import operating_system
from scanner.enrich import ENRICHERS
from scanner.licenses.claim import CLAIMS as LICENSE_FILES
from scanner.metadata.secret import redacted
from scanner.model.component import Component, Problem
from scanner.model.dependency import Dependency
from scanner.model.environment import Environment
from scanner.model.inclusion import Inclusion
from scanner.model.inventory import Coverage, Inventory
from scanner.model.system_package import SystemPackage
from scanner.settings import Settings
from scanner.subject import subject_of

if TYPE_CHECKING:
    from layers import Image, Tree
    from layers.note import Note
    from scanner.catalog.cataloger import Cataloger
    from scanner.enrich.enricher import Enricher
    from scanner.model.operating_system import OperatingSystem


def claims(*, verify: bool = False, directory: bool = False) -> Claims:
    """Return what of an image, or of a directory of this machine, is to be read."""
    enrichers = [each for each in ENRICHERS.values() if verify or not each.is_verifying]
    # Of several excerpts of a file the first is taken: what verifies needs all of it.
    enrichers.sort(key=lambda enricher: not enricher.is_verifying)
    catalogers = [each for each in CATALOGERS.values() if directory or not each.is_for_directories]
    readers: tuple[Cataloger | Enricher, ...] = (*enrichers, *catalogers)
    return Claims(
        (*LICENSE_FILES, *(claim for reader in readers for claim in reader.claims)),
        (excerpt for reader in readers for excerpt in reader.excerpts),
        archives=(archive for reader in catalogers for archive in reader.archives),
        fingerprints=verify,
    )


def catalog(image: Image, tree: Tree, settings: Settings | None = None) -> Inventory:
    """Return everything that the catalogers find in a tree, and what follows from it."""
    settings = settings or Settings()
    found = [item for cataloger in CATALOGERS.values() for item in cataloger.catalog(tree)]
    notes = (*image.notes, *tree.notes)
    inventory = Inventory(
        subject=subject_of(image),
        coverage=_coverage(tree, notes),
        operating_system=_operating_system(tree),
        environments=tuple(item for item in found if isinstance(item, Environment)),
        components=tuple(item for item in found if isinstance(item, Component)),
        dependencies=tuple(item for item in found if isinstance(item, Dependency)),
        inclusions=tuple(item for item in found if isinstance(item, Inclusion)),
        system_packages=tuple(item for item in found if isinstance(item, SystemPackage)),
        problems=(
            *(
                Problem(note.path, "layers", redacted(note.reason), note.incomplete)
                for note in notes
            ),
            *(item for item in found if isinstance(item, Problem)),
        ),
    )
    for enricher in ENRICHERS.values():
        inventory = enricher.enrich(inventory, tree)
    if settings.licenses:
        from scanner.licensing import licensed

        inventory = licensed(inventory, tree, settings.store)
    return inventory


def _operating_system(tree: Tree) -> OperatingSystem | None:
    """Return the operating system of a tree; a directory of a project has none."""
    found = operating_system(tree)
    return found if found.id else None


def _coverage(tree: Tree, notes: tuple[Note, ...]) -> Coverage:
    if any(note.incomplete for note in notes):
        return Coverage.INCOMPLETE
    return Coverage.TOC if tree.is_by_toc else Coverage.FULL
