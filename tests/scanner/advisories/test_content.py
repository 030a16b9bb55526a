"""What an index has beside advisories, and the detail file: what goes in comes out."""

from __future__ import annotations

import pytest

from scanner.advisories.building import build_index
from scanner.advisories.content import IndexContent, Kept
from scanner.advisories.detail_file import DetailFile, detail_location
from scanner.advisories.index import AdvisoryIndex
from scanner.advisories.source_record import SourceRecord
from scanner.model.detail import Detail, Reference
from scanner.model.names import NormalizedName
from scanner.model.project_status import Maintenance, ProjectStatus, YankedRelease
from scanner.model.threat import Exploitation, Probability
from tests.support.advisories import advisory, record_of

EXAMPLE, OTHER = NormalizedName("example"), NormalizedName("other")
EXPLOITED = Exploitation(cve="CVE-2026-1", added="2026-08-07", due="2026-08-10", by_ransomware=True)
PROBABILITY = Probability(
    cve="CVE-2026-1", score=0.00043, percentile=0.09, model="v2026.01.01", date="2026-08-07"
)
STATUS = ProjectStatus(
    project=EXAMPLE, maintenance=Maintenance.QUARANTINED, reason="malware", date="2026-08-01"
)
YANKED = YankedRelease(project=EXAMPLE, version="1.0", reason="broken")
PROSE = record_of(
    "introduced 0, fixed 1.2",
    versions=["1.0", "1.1"],
    package="Example",
    summary="A summary",
    details="More\n\nof it",
    references=[{"type": "FIX", "url": "https://a.test"}, {"url": "https://b.test"}, {"type": "X"}],
    database_specific={"cwe_ids": ["CWE-79"], "unknown": 1},
)
RECORD = SourceRecord.of("PyPA", PROSE)


@pytest.fixture
def location(tmp_path):
    """Return the place of an index."""
    return tmp_path / "index.sqlite"


@pytest.mark.parametrize(
    ("content", "looked_up"),
    [
        (
            IndexContent(exploited=[EXPLOITED]),
            lambda index: (
                index.exploited(["CVE-2026-1", "CVE-2026-2"]) == {"CVE-2026-1": EXPLOITED}
                and index.exploited(["CVE-2026-2"]) == {}
            ),
        ),
        (
            IndexContent(probabilities=[PROBABILITY]),
            lambda index: (
                index.probabilities(["CVE-2026-1"]) == {"CVE-2026-1": PROBABILITY}
                and index.probabilities(["CVE-2026-2"]) == {}
            ),
        ),
        (
            IndexContent(statuses=[STATUS]),
            lambda index: (
                index.statuses([EXAMPLE, OTHER]) == (STATUS,) and index.statuses([OTHER]) == ()
            ),
        ),
        (
            IndexContent(yanked=[YANKED]),
            lambda index: (
                index.yanked([EXAMPLE, OTHER]) == (YANKED,) and index.yanked([OTHER]) == ()
            ),
        ),
    ],
    ids=["exploited", "probabilities", "statuses", "yanked"],
)
def test_what_is_known_beside_advisories_is_looked_up(location, content, looked_up):
    build_index(location, content)

    with AdvisoryIndex.opened(location) as index:
        assert looked_up(index)


def test_all_records_come_in_the_order_of_their_identifiers_each_once(location):
    several = [advisory("introduced 0", package=name, id=f"TEST-{name}") for name in "cab"]
    none = advisory(package="x", id="TEST-0")
    build_index(location, IndexContent(advisories=[*several, none]))

    with AdvisoryIndex.opened(location) as index:
        in_order = [none, *sorted(several, key=lambda each: each.id)]
        assert in_order == list(index.all())
        assert [(each.id, each.aliases) for each in in_order] == index.names()


def test_details_are_in_a_file_beside_the_index(location):
    build_index(location, IndexContent(advisories=[advisory("introduced 0")], records=[RECORD]))

    with AdvisoryIndex.opened(location) as index:
        found = index.details(["TEST-1", "TEST-2"])
        records = index.records(["TEST-1"])

    assert {
        "TEST-1": Detail(
            id="TEST-1",
            summary="A summary",
            details="More\n\nof it",
            references=(Reference("FIX", "https://a.test"), Reference("WEB", "https://b.test")),
            cwes=("CWE-79",),
        )
    } == found
    assert {"TEST-1": PROSE} == records
    assert {location, detail_location(location)} == set(location.parent.iterdir())


def test_releases_are_all_that_records_name(location):
    facts = advisory("introduced 0, fixed 1.2", versions=["1.0", "1.1", "odd"])
    build_index(location, IndexContent(advisories=[facts], records=[RECORD]))

    with AdvisoryIndex.opened(location) as index:
        assert {EXAMPLE: ("1.0", "1.1", "1.2")} == index.releases(
            index.advisories_for([EXAMPLE, OTHER])
        )


def test_without_a_detail_file_releases_are_what_the_index_has_left(location):
    facts = advisory("introduced 0, fixed 1.2", versions=["1.0", "1.1", "odd"])
    build_index(location, IndexContent(advisories=[facts]))

    with AdvisoryIndex.opened(location) as index:
        assert {EXAMPLE: ("1.2", "odd")} == index.releases(index.advisories_for([EXAMPLE, OTHER]))
        assert ({}, {}) == (index.details(["TEST-1"]), index.records(["TEST-1"]))
    assert [location] == [*location.parent.iterdir()]


def test_a_detail_file_of_another_edition_is_not_used(location):
    """
    Whoever was killed between the two files leaves a new one and an old one.
    """
    build_index(location, IndexContent(records=[RECORD]))
    details = detail_location(location).read_bytes()
    build_index(location, IndexContent(kept=[Kept(source="KEV", feed="kev", document=b"{}")]))
    detail_location(location).write_bytes(details)

    with AdvisoryIndex.opened(location) as index:
        assert {} == index.details(["TEST-1"])


def test_what_is_kept_for_updates_comes_out(location):
    kept = Kept(
        source="KEV",
        feed="kev",
        fingerprint='{"etag": "1"}',
        document=b"{}",
        unreadable=(("entry 1", "odd"),),
    )
    build_index(location, IndexContent(records=[RECORD], kept=[kept]))

    with DetailFile.opened(detail_location(location)) as details:
        assert ([RECORD], (kept,)) == (list(details.records()), details.kept())
