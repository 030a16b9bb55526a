"""The whole product: a target becomes an inventory, an inventory a report."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from layers import Claims, ReadOptions, merged, open_image, read_layers
from layers.errors import SeveralImages
from scanner.assumption import with_assumed_versions
from scanner.attached import attached_at
from scanner.catalog import CATALOGERS
from scanner.document import document_at
from scanner.enrich import ENRICHERS
from scanner.errors import NotADirectory
from scanner.kept_inventory import kept_or_made
from scanner.licenses.claim import CLAIMS as LICENSE_FILES
from scanner.metadata.secret import redacted
from scanner.model.component import Component, Problem, State
from scanner.model.dependency import Dependency
from scanner.model.environment import Environment
from scanner.model.inventory import Coverage, Inventory
from scanner.model.report import Report
from scanner.model.system_package import SystemPackage
from scanner.removal import with_removed
from scanner.selection import selected
from scanner.settings import Settings
from scanner.subject import subject_of

if TYPE_CHECKING:
    from layers import Image, Tree
    from layers.note import Note
    from scanner.advisories.index import AdvisoryIndex
    from scanner.catalog.cataloger import Cataloger
    from scanner.enrich.enricher import Enricher

DIRECTORY: Final = "dir"
"""The source of subjects that are no images."""


def scan(target: str, settings: Settings | None = None) -> Inventory:
    """Return everything found in an image, an archive or a directory, or listed in an SBOM.

    Raises:
        LayersError: if there is nothing that can be read as an image. A layer that cannot be read
            is not among the reasons: it makes the inventory incomplete.
        NotADirectory: if directories beside one are wanted, and the target is an image.
        UnreadableDocument: if what is said to be an SBOM is none.

    """
    settings = settings or Settings()
    inventory = (
        attached_at(target, settings)
        or document_at(target)
        or _inventory_of_image(target, settings)
    )
    # Of a directory somebody scans what is declared in it; in an image, what is there is run.
    declared = {State.DECLARED} if inventory.subject.source == DIRECTORY else set()
    inventory = replace(inventory, included=settings.included | declared)
    if settings.resolving and State.DECLARED in inventory.included:
        from scanner.resolve.resolution import resolved

        inventory = resolved(inventory, settings.resolving, settings.store)
    if settings.curations:
        from scanner.licenses.decided.curation import with_curations

        inventory = with_curations(inventory, settings.curations)
    if settings.assumes_versions:
        inventory = with_assumed_versions(inventory)
    return selected(inventory, settings.selection)


def _inventory_of_image(target: str, settings: Settings) -> Inventory:
    options = ReadOptions(
        claims=claims(verify=settings.verify),
        directory_claims=claims(verify=settings.verify, directory=True),
        platform=settings.platform,
        all_platforms=settings.all_platforms,
        name=settings.image,
        limits=settings.limits,
        verification=settings.verification,
        progress=settings.progress,
        registry=settings.registry,
        workers=settings.workers,
        beside=settings.beside,
        store=settings.store,
        by_toc=settings.by_toc,
    )
    with open_image(target, options) as image:
        if settings.beside and image.source != DIRECTORY:
            raise NotADirectory(image.location)
        make = partial(_inventory_of, image, options, settings)
        return kept_or_made(image, options, settings, make)


def _inventory_of(image: Image, options: ReadOptions, settings: Settings) -> Inventory:
    of_directory = options.directory_claims if image.source == DIRECTORY else None
    wanted = of_directory or options.claims
    snapshots = read_layers(image, options)
    inventory = catalog(image, merged(image, snapshots, wanted), settings)
    if not settings.all_layers:
        return inventory
    counts = range(1, len(snapshots))
    lower = (merged(image, snapshots[:count], wanted) for count in counts)
    return with_removed(inventory, [catalog(image, tree, settings) for tree in lower])


def scan_all(target: str, settings: Settings | None = None) -> tuple[Inventory, ...]:
    """Return the same for each of several images, where a target has some and none was chosen.

    Raises:
        LayersError: if one of them cannot be read as an image.

    """
    settings = settings or Settings()
    try:
        return (scan(target, settings),)
    except SeveralImages as several:
        return tuple(scan(target, replace(settings, image=name)) for name in several.names)


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
        environments=tuple(item for item in found if isinstance(item, Environment)),
        components=tuple(item for item in found if isinstance(item, Component)),
        dependencies=tuple(item for item in found if isinstance(item, Dependency)),
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


def audit(
    inventory: Inventory,
    index: AdvisoryIndex,
    created: str | None = None,
    *,
    match_owned: bool = False,
    match_unreleased: bool = False,
) -> Report:
    """Return an inventory with the advisories that concern it.

    Raises:
        UnreadableAdvisories: if the index is damaged.

    """
    from scanner.match.matcher import match
    from scanner.model.names import normalized

    names = {normalized(component.name) for component in inventory.components}
    findings, tally = match(
        inventory.components,
        index.advisories_for(names),
        inventory.included,
        match_owned=match_owned,
        match_unreleased=match_unreleased,
    )
    return Report(
        inventory=inventory,
        findings=findings,
        tally=tally,
        sources=index.sources,
        advisories_digest=index.digest,
        created=created,
    )


def _coverage(tree: Tree, notes: tuple[Note, ...]) -> Coverage:
    if any(note.incomplete for note in notes):
        return Coverage.INCOMPLETE
    return Coverage.TOC if tree.is_by_toc else Coverage.FULL
