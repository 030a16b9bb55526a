"""What servers say of some distributions, beside what the local index says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from scanner.advisories.content import IndexContent
from scanner.advisories.online import Asking, asked_online
from scanner.advisories.osv import advisory_of
from scanner.advisories.source_record import SourceRecord
from scanner.errors import FeedFailed
from scanner.judging import Judging
from scanner.match.asking import matched_releases
from scanner.model.advisory import Severity, Status
from scanner.model.names import NormalizedName
from scanner.model.project_status import Maintenance, ProjectStatus, YankedRelease
from scanner.model.report import AdvisorySource
from scanner.model.threat import Exploitation
from scanner.pipeline import audit
from tests.support.advisories import index_of, record_of
from tests.support.feeds import DATE, SETTINGS
from tests.support.online import Servers
from tests.support.reports import component, inventory_of
from tests.support.web import Answer, serving

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from scanner.model.report import Report
    from tests.support.web import Request

EXAMPLE = NormalizedName("example")
PYPA = AdvisorySource(name="PyPA", url="", license="CC-BY-4.0", date="2026-07-23", records=1)
ALL_FEEDS = ("osv-api", "project-status", "pypi")


def record(
    number: int, *ranges: str, day: int = 1, package: str = "example", **fields: object
) -> dict[str, object]:
    """Return a record that was changed on a day of July."""
    own = {"id": f"PYSEC-2026-{number}", "modified": f"2026-07-{day:02}T00:00:00Z"}
    return record_of(*ranges, package=package) | own | fields


def local_of(*records: dict[str, object]) -> IndexContent:
    """Return an index with these records, and its details."""
    return IndexContent(
        advisories=[advisory_of(each, Severity()) for each in records],
        records=[SourceRecord.of("PyPA", each) for each in records],
        sources=[PYPA],
    )


def asked(
    tmp_path: Path,
    servers: Servers,
    local: IndexContent | None = None,
    feeds: tuple[str, ...] = ("osv-api",),
    version: str = "1.0",
) -> tuple[Report, list[Request]]:
    """Judge a distribution by what both say, and return what was asked for, too."""
    inventory, judging = inventory_of(component("Example", version)), Judging()
    with (
        serving(servers, date=DATE) as web,
        index_of(tmp_path, local or IndexContent()) as index,
    ):
        asking = Asking(
            releases=matched_releases([inventory], judging),
            feeds=feeds,
            mirror=f"http://{web.host}",
        )
        with asked_online(index, asking, SETTINGS) as known:
            return audit(inventory, known, judging), web.requests


def affected_of(fields: Mapping[str, object]) -> list[object]:
    """Return the entries of a record."""
    affected = fields["affected"]
    assert isinstance(affected, list)
    return affected


def ids_in(report: Report) -> list[str]:
    return sorted(finding.id for finding in report.findings)


def test_what_only_a_server_knows_is_found_with_what_it_says(tmp_path):
    servers = Servers((record(1, "introduced 0, fixed 2.0", summary="Bad"),))

    report, _ = asked(tmp_path, servers, local_of(record(2, "introduced 0, fixed 1.5")))

    assert ["PYSEC-2026-1", "PYSEC-2026-2"] == ids_in(report)
    assert "Bad" == report.details["PYSEC-2026-1"].summary
    assert [("OSV API", "2026-08-07", 1), ("PyPA", "2026-07-23", 1)] == sorted(
        (source.name, source.date, source.records) for source in report.sources
    )


def test_advice_knows_what_both_know(tmp_path):
    servers = Servers((record(1, "introduced 0, fixed 2.0"),))

    report, _ = asked(tmp_path, servers, local_of(record(2, "introduced 0, fixed 3.0")))

    assert {"3.0"} == {finding.fix.version for finding in report.findings if finding.fix}


@pytest.mark.parametrize(
    ("day", "fields", "expected"),
    [(2, {}, []), (1, {}, []), (2, {"withdrawn": "2026-07-02T00:00:00Z"}, [])],
    ids=["newer", "of the same time", "withdrawn"],
)
def test_of_a_record_that_both_have_the_newer_one_counts(tmp_path, day, fields, expected):
    local = local_of(record(1, "introduced 0"))
    servers = Servers((record(1, "introduced 0, fixed 1.0", day=day, **fields),))

    assert expected == ids_in(asked(tmp_path, servers, local)[0])


def test_an_old_answer_does_not_hide_what_the_index_knows(tmp_path):
    local = local_of(record(1, "introduced 0", day=2))
    servers = Servers((record(1, "introduced 0, fixed 1.0", day=1),))

    assert ["PYSEC-2026-1"] == ids_in(asked(tmp_path, servers, local)[0])


def test_a_local_record_of_several_distributions_keeps_all_it_says(tmp_path):
    other = affected_of(record(1, "introduced 0", package="other"))
    several = record(1) | {"affected": [*affected_of(record(1, "introduced 5")), *other]}
    inventory = inventory_of(component("example", "1.0"), component("other", "1.0"))

    with (
        serving(Servers(), date=DATE) as web,
        index_of(tmp_path, local_of(several)) as local,
        asked_online(
            local,
            Asking(
                releases=matched_releases([inventory], Judging()),
                feeds=["osv-api"],
                mirror=f"http://{web.host}",
            ),
            SETTINGS,
        ) as known,
    ):
        report = audit(inventory, known)

    assert ["other"] == [finding.component.name for finding in report.findings]


def test_what_the_index_knows_beside_records_stays(tmp_path):
    exploited = Exploitation(cve="CVE-2026-1", added="2026-07-01")
    servers = Servers((record(1, "introduced 0", aliases=["CVE-2026-1"]),))

    report, _ = asked(tmp_path, servers, IndexContent(exploited=[exploited]))

    assert [(exploited,)] == [finding.threat.exploited for finding in report.findings]


@pytest.mark.parametrize(
    ("feeds", "count"),
    [
        (("osv-api",), "clean"),
        (("project-status",), "source_missing"),
        (("pypi",), "source_missing"),
        (ALL_FEEDS, "clean"),
    ],
    ids=["all records", "no records", "some records", "all"],
)
def test_clean_is_only_what_somebody_was_asked_for_who_knows_all_records(tmp_path, feeds, count):
    """
    PyPI tells only of the PyPA database, and a status is no advisory.
    """
    servers = Servers(projects={"example": {"files": []}}, releases={"example/1.0": []})

    report, _ = asked(tmp_path, servers, feeds=feeds)

    assert 1 == getattr(report.tally, count)


def test_nothing_is_clean_by_a_source_of_which_a_record_cannot_be_read(tmp_path):
    odd = record(1, "fixxed 1")

    report, _ = asked(tmp_path, Servers((odd,)))

    assert (1, 1) == (report.tally.source_missing, report.sources[0].unreadable)


@pytest.mark.parametrize(
    ("feed", "path"),
    [
        ("osv-api", "/osv-api/v1/querybatch"),
        ("osv-api", "/osv-api/v1/vulns/PYSEC-2026-2"),
        ("project-status", "/project-status/example/"),
        ("pypi", "/pypi/example/1.0/json"),
    ],
)
def test_a_server_that_fails_ends_the_scan_and_may_do_better_later(tmp_path, feed, path):
    records = (record(1, "introduced 0"), record(2, "introduced 0"))

    with pytest.raises(FeedFailed, match="status 503") as caught:
        asked(tmp_path, Servers(records, odd={path: Answer(503)}), feeds=(feed,))

    assert caught.value.passing


def test_a_project_that_is_not_on_pypi_is_no_failure_and_its_status_unknown(tmp_path):
    feeds = ("osv-api", "project-status", "pypi")

    report, _ = asked(tmp_path, Servers(), feeds=feeds)

    assert ((), 1) == (report.projects, report.tally.clean)
    assert {"OSV API": 0, "PyPI": 1, "PyPI project status": 1} == {
        source.name: source.unreadable for source in report.sources
    }


def test_what_is_said_now_of_a_project_takes_the_place_of_what_was_said(tmp_path):
    before = IndexContent(
        statuses=[ProjectStatus(project=EXAMPLE, maintenance=Maintenance.ARCHIVED, date="2026")],
        yanked=[YankedRelease(project=EXAMPLE, version="1.0")],
    )
    now = {"project-status": {"status": "quarantined"}, "files": []}

    kept, _ = asked(tmp_path, Servers(), before)
    report, _ = asked(tmp_path, Servers(projects={"example": now}), before, ("project-status",))

    assert ([Maintenance.ARCHIVED], 1) == (
        [each.maintenance for each in kept.projects],
        len(kept.yanked),
    )
    assert ([Maintenance.QUARANTINED], ()) == (
        [each.maintenance for each in report.projects],
        report.yanked,
    )


def test_a_release_that_pypi_has_as_vulnerable_is_affected(tmp_path):
    entry = {"id": "PYSEC-2026-1", "fixed_in": ["1.1"]}

    report, _ = asked(tmp_path, Servers(releases={"example/1.0": [entry]}), feeds=("pypi",))

    assert [(Status.AFFECTED, "1.1")] == [(each.status, each.fixed_in) for each in report.findings]


def test_names_are_told_and_versions_only_to_whom_they_are_needed_by(tmp_path):
    _, requests = asked(tmp_path, Servers(), feeds=ALL_FEEDS, version="6.6.6")

    batch, status, release = requests
    package = {"ecosystem": "PyPI", "name": "example"}
    assert {"queries": [{"package": package}]} == json.loads(batch.body)
    assert ["/project-status/example/", "/pypi/example/6.6.6/json"] == [status.path, release.path]


def test_nobody_is_asked_about_what_is_not_matched():
    inventory = inventory_of(
        component("released", "1.0"),
        component("private", "1.0", origin="git+https://git.test/private"),
        component("unknown", None),
        component("openssl", "3.0", purl="pkg:conda/openssl@3.0"),
    )

    assert {("released", "1.0")} == matched_releases([inventory], Judging())
