"""The whole product: a target becomes an inventory, an inventory a report."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from layers import ReadOptions, merged, open_image, read_layers
from layers.errors import SeveralImages
from scanner.assumption import with_assumed_versions
from scanner.attached import attached_at
from scanner.cataloging import catalog, claims
from scanner.chosen import check_chosen, inclusions
from scanner.document import document_at
from scanner.errors import NotADirectory
from scanner.judging import Judging
from scanner.kept_inventory import kept_or_made
from scanner.match.asked import asked_at
from scanner.model.component import State
from scanner.model.inventory import Coverage
from scanner.removal import with_removed
from scanner.selection import selected
from scanner.settings import Settings
from scanner.verdict import with_verdict

if TYPE_CHECKING:
    from layers import Image
    from scanner.advisories.index import AdvisoryIndex
    from scanner.model.inventory import Inventory
    from scanner.model.report import Report


def scan(target: str, settings: Settings | None = None) -> Inventory:
    """Return everything found in an image, an archive or a directory, or listed in an SBOM.

    Raises:
        LayersError: if there is nothing that can be read as an image. A layer that cannot be read
            is not among the reasons: it makes the inventory incomplete.
        NotADirectory: if directories beside one are wanted, and the target is an image.
        UnreadableDocument: if what is said to be an SBOM is none, or a package URL has no version.

    """
    settings = settings or Settings()
    inventory = (
        attached_at(target, settings)
        or asked_at(target)
        or document_at(target)
        or _inventory_of_image(target, settings)
    )
    # Of a directory somebody scans what is declared in it; in an image, what is there is run.
    declared = {State.DECLARED} if inventory.subject.is_live else set()
    inventory = _counting(inventory, settings.included | declared)
    if settings.resolving and State.DECLARED in inventory.included:
        from scanner.enrich.precedence import with_precedence
        from scanner.resolve.resolution import resolved

        inventory = resolved(inventory, settings.resolving, settings.store)
        inventory = with_precedence(inventory)
    if settings.curations:
        from scanner.licenses.decided.curation import with_curations

        inventory = with_curations(inventory, settings.curations)
    if settings.assumes_versions:
        inventory = with_assumed_versions(inventory)
    return selected(inventory, settings.selection)


def _counting(inventory: Inventory, states: frozenset[State]) -> Inventory:
    """Return an inventory of which these states count, and of these, what could not be read."""
    is_short = State.DECLARED in states and any(each.incomplete for each in inventory.problems)
    coverage = Coverage.INCOMPLETE if is_short else inventory.coverage
    return replace(inventory, included=states, coverage=coverage)


def _inventory_of_image(target: str, settings: Settings) -> Inventory:
    directory_claims = claims(verify=settings.verify, directory=True)
    options = ReadOptions(
        claims=claims(verify=settings.verify),
        directory_claims=directory_claims,
        platform=settings.platform,
        all_platforms=settings.all_platforms,
        name=settings.image,
        limits=settings.limits,
        verification=settings.verification,
        progress=settings.progress,
        registry=settings.registry,
        workers=settings.workers,
        beside=settings.beside,
        only=settings.manifests,
        takes_in=inclusions(directory_claims),
        store=settings.store,
        by_toc=settings.by_toc,
    )
    with open_image(target, options) as image:
        if (settings.beside or settings.manifests) and image.directory is None:
            raise NotADirectory(image.location)
        make = partial(_inventory_of, image, options, settings)
        return kept_or_made(image, options, settings, make)


def _inventory_of(image: Image, options: ReadOptions, settings: Settings) -> Inventory:
    of_directory = options.directory_claims if image.directory is not None else None
    wanted = of_directory or options.claims
    snapshots = read_layers(image, options)
    tree = merged(image, snapshots, wanted)
    inventory = catalog(image, tree, settings)
    check_chosen(image, tree, inventory)
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


def audit(inventory: Inventory, index: AdvisoryIndex, judging: Judging | None = None) -> Report:
    """Return an inventory with the advisories that concern it.

    Raises:
        UnreadableAdvisories: if the index is damaged.

    """
    from scanner.match.advice import advised
    from scanner.match.imported import with_imported
    from scanner.match.interpreter import with_interpreters
    from scanner.match.matcher import matched
    from scanner.match.priority import prioritized
    from scanner.match.upkeep import with_upkeep
    from scanner.match.withdrawn import with_withdrawn

    judging = with_imported(judging or Judging(), index)
    report = matched(inventory, index, judging)
    report = with_interpreters(report, index, judging)
    report = prioritized(report, index)
    report = with_upkeep(report, index)
    report = advised(report, index, judging)
    report = with_verdict(report, judging)
    return with_withdrawn(report, index, judging) if judging.withdrawn else report
