"""How complete a document is (``compositions``), which is never claimed for what was not seen.

Of a subject that was read as a whole, all distributions are there, and nothing of its own: what is
listed is third parties' only. Of the dependencies of a component all are known if its requirements
were read and are met; incomplete where one is missing, and unknown where there is no graph.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from scanner.formats.cyclonedx.reference import SUBJECT, reference_of
from scanner.model.dependency import Standing
from scanner.model.inventory import Coverage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scanner.formats.cyclonedx.data import Data
    from scanner.model.component import Component
    from scanner.model.inventory import Inventory

COMPLETE: Final = "complete"
INCOMPLETE: Final = "incomplete"
THIRD_PARTIES: Final = "incomplete_third_party_only"
UNKNOWN: Final = "unknown"
AGGREGATES: Final = {
    Coverage.FULL: THIRD_PARTIES,
    Coverage.TOC: UNKNOWN,
    Coverage.INCOMPLETE: INCOMPLETE,
}


def compositions(inventory: Inventory) -> list[Data]:
    """Return what is known of the parts of the subject, and of everybody's dependencies."""
    missing = {
        each.dependent for each in inventory.dependencies if each.standing is Standing.MISSING
    }
    by_aggregate: defaultdict[str, list[str]] = defaultdict(list)
    for each in inventory.documented_components:
        if each.directness is None:
            aggregate = UNKNOWN
        else:
            aggregate = INCOMPLETE if each.place in missing else COMPLETE
        by_aggregate[aggregate].append(reference_of(each))
    whole = AGGREGATES.get(inventory.coverage, UNKNOWN)
    return [
        {"aggregate": whole, "assemblies": [SUBJECT]},
        *(
            {"aggregate": aggregate, "dependencies": sorted(set(references))}
            for aggregate, references in sorted(by_aggregate.items())
        ),
    ]


def unhashed(components: Sequence[Component]) -> Iterator[tuple[str, str | None]]:
    """Yield how many components are without the digest of their artefact, and why."""
    count = sum(not each.hashes for each in components)
    reason = "no installer recorded the digest of what it installed"
    yield "without-hashes", f"{count}: {reason}" if count else None
