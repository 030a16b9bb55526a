"""What became of records between two copies."""

from __future__ import annotations

from scanner.advisories.difference import AdvisoryDifference, Changed, difference_of
from scanner.model.advisory import Level, Severity
from tests.support.advisories import advisory

WITHDRAWN = "2026-01-01T00:00:00Z"


def test_each_record_is_in_the_part_that_tells_what_became_of_it():
    before = [
        advisory("introduced 0", id="gone"),
        advisory("introduced 0", id="same", modified="2026-01-01"),
        advisory("introduced 0", id="withdrawn"),
        advisory("introduced 0", id="back", withdrawn=WITHDRAWN),
        advisory("introduced 0, fixed 1", id="ranges"),
        advisory(versions=["1"], id="versions"),
        advisory("introduced 0", id="aliases"),
        advisory("introduced 0", id="severity"),
    ]
    after = [
        advisory("introduced 0", id="new"),
        advisory("introduced 0", id="same", modified="2026-02-02"),
        advisory("introduced 0", id="withdrawn", withdrawn=WITHDRAWN),
        advisory("introduced 0", id="back"),
        advisory("introduced 0, fixed 2", id="ranges"),
        advisory(versions=["1", "2"], id="versions"),
        advisory("introduced 0", id="aliases", aliases=["CVE-2026-1"]),
        advisory("introduced 0", id="severity", severity=Severity(Level.HIGH)),
    ]

    assert AdvisoryDifference(
        added=("new",),
        removed=("gone",),
        withdrawn=("withdrawn",),
        reinstated=("back",),
        changed=tuple(
            Changed(name, (name,)) for name in ("aliases", "ranges", "severity", "versions")
        ),
    ) == difference_of(before, after)
