"""Which version to go to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.version import Version

from scanner.advisories.content import IndexContent
from scanner.judging import Judging
from scanner.match.advice import INDEX, RELEASES, Known, advised, nearest
from scanner.model.advisory import Status
from scanner.model.fix import Fix
from scanner.model.names import NormalizedName
from scanner.model.project_status import Maintenance, ProjectStatus, YankedRelease
from scanner.model.version import InstalledVersion
from tests.support.advisories import advisory, findings_of, index_of
from tests.support.reports import OWNER, component, report_of

if TYPE_CHECKING:
    from pathlib import Path

    from scanner.model.finding import Finding

EXAMPLE = NormalizedName("example")


def fix_of(installed: str, versions: str, *ranges: str) -> Fix | None:
    """Return what to go to, of these versions, with a record for each range."""
    records = tuple(advisory(each, id=f"TEST-{at}") for at, each in enumerate(ranges, 1))
    known = Known(records, {Version(each): INDEX for each in versions.split()})
    return nearest(InstalledVersion.of(installed), known)


@pytest.mark.parametrize(
    ("installed", "versions", "ranges", "version", "nearness"),
    [
        pytest.param(
            "1.0", "1.1 1.0.1", ["introduced 0, fixed 1.0.1"], "1.0.1", "minor", id="minor"
        ),
        pytest.param("1.0", "2.0 1.2 1.1", ["introduced 0, fixed 1.1"], "1.1", "major", id="major"),
        pytest.param("1.0", "3.0 2.0", ["introduced 0, fixed 1.1"], "2.0", None, id="any"),
        pytest.param("1.0", "1!1.0 2.0", ["introduced 0, fixed 1.1"], "2.0", None, id="epoch"),
        pytest.param("1.0", "1!1.0", ["introduced 0, fixed 1.1"], "1!1.0", None, id="epoch only"),
        pytest.param(
            "1.0",
            "1.0.1 1.0.2 1.1",
            ["introduced 0, fixed 1.0.1", "introduced 1.0.1, fixed 1.1"],
            "1.1",
            "major",
            id="clean of all records and not of one",
        ),
        pytest.param("2.0", "1.9 1.0", ["introduced 2.0"], None, None, id="never a downgrade"),
        pytest.param(
            "1.0", "1.0.1rc1 2.0", ["introduced 0, fixed 1.0.1rc1"], "2.0", None, id="final"
        ),
        pytest.param(
            "1.0",
            "1.1rc1 0.9",
            ["introduced 0, fixed 1.1rc1"],
            "1.1rc1",
            "major",
            id="nothing else",
        ),
        pytest.param(
            "1.1rc1", "1.1rc2 1.1", ["introduced 0, fixed 1.1rc2"], "1.1", "minor", id="rc"
        ),
        pytest.param(
            "1.0", "1.0.post1", ["last_affected 1.0, introduced 0"], "1.0.post1", "minor", id="post"
        ),
        pytest.param(
            "2.0+cu118", "2.0 2.0.1", ["introduced 0, fixed 2.0.1"], "2.0.1", "minor", id="local"
        ),
        pytest.param(
            "1", "1.0.0 1.0.1", ["introduced 0, fixed 1.0.1"], "1.0.1", "minor", id="short"
        ),
        pytest.param("1.0", "", ["introduced 0"], None, None, id="nothing known"),
    ],
)
def test_the_nearest_clean_version_is_advised(installed, versions, ranges, version, nearness):
    fix = fix_of(installed, versions, *ranges)

    assert fix is not None
    assert (version, nearness, ()) == (fix.version, fix.nearness, fix.remaining)


def test_without_a_clean_version_the_one_with_the_fewest_is_advised():
    ranges = ["introduced 0", "introduced 0, fixed 1.1", "introduced 0, fixed 2.0"]

    assert Fix(version="2.0", nearness=None, remaining=("TEST-1",), known_to=INDEX) == fix_of(
        "1.0", "1.1 2.0 3.0", *ranges
    )


def test_a_version_that_has_as_many_is_no_advice():
    assert Fix(version=None) == fix_of("1.0", "1.1 2.0", "introduced 0")


def test_a_version_that_cannot_be_compared_gets_no_advice():
    assert fix_of("nightly", "1.1 2.0", "introduced 0, fixed 1.1") is None


def test_what_may_be_affected_is_not_clean():
    two = ["introduced 0, fixed 1.1", "introduced 0, fixed 1.1"]

    fix = fix_of("1.0", "1.1 1.2", *two, "introduced 1.1, fixed 1.2-NA-x")

    assert fix is not None
    assert ("1.1", ("TEST-3",)) == (fix.version, fix.remaining)


def test_records_of_one_vulnerability_remain_as_one():
    records = (
        advisory("introduced 0", id="GHSA-1", aliases=["CVE-2026-1"]),
        advisory("introduced 0", id="PYSEC-1", aliases=["CVE-2026-1"]),
        advisory("introduced 0, fixed 2", id="PYSEC-2"),
    )

    fix = nearest(InstalledVersion.of("1"), Known(records, {Version("2"): INDEX}))

    assert fix is not None
    assert ("GHSA-1",) == fix.remaining


VERSIONS = st.builds(
    lambda release, rest: ".".join(map(str, release)) + rest,
    st.lists(st.integers(0, 3), min_size=1, max_size=3),
    st.sampled_from(["", "", "", "rc1", ".post1", ".dev2", "+cu118"]),
)
PUBLIC = VERSIONS.filter(lambda text: "+" not in text)
RANGES = st.builds(
    lambda begin, end, kind: f"introduced {begin}" + (f", {kind} {end}" if end else ""),
    st.just("0") | PUBLIC,
    st.none() | PUBLIC | st.just("2.0-NA-x"),
    st.sampled_from(["fixed", "last_affected"]),
)


@given(
    installed=VERSIONS,
    known=st.lists(PUBLIC, max_size=8),
    ranges=st.lists(RANGES, min_size=1, max_size=6),
)
def test_advice_is_above_what_is_installed_and_clean_unless_it_says_so(installed, known, ranges):
    records = [advisory(each, id=f"TEST-{at}") for at, each in enumerate(ranges)]
    versions = {Version(each): INDEX for each in known}

    fix = nearest(InstalledVersion.of(installed), Known(tuple(records), versions))

    assert fix is not None
    clean = {
        str(version)
        for version in versions
        if version > Version(installed) and not findings_of(str(version), *records)
    }
    assert bool(clean) is (fix.version is not None and not fix.remaining)
    if fix.version is not None:
        assert Version(fix.version) in versions
        assert Version(fix.version) > Version(installed)
        found = {finding.id for finding in findings_of(fix.version, *records)}
        assert found == set(fix.remaining)
        assert len(found) < len(findings_of(installed, *records)) or not found


def advised_with(
    tmp_path: Path, version: str, content: IndexContent, **releases: tuple[str, ...]
) -> tuple[Finding, ...]:
    """Return the findings of one distribution with their advice."""
    findings = findings_of(version, *content.advisories)
    report = report_of(component("example", version), findings=findings)
    listed = {NormalizedName(name): versions for name, versions in releases.items()}
    with index_of(tmp_path, content) as index:
        return advised(report, index, Judging(releases=listed)).findings


def test_candidates_are_all_versions_that_records_name(tmp_path):
    """
    Another record's fix is a release, too, and a withdrawn record affects nothing.
    """
    content = IndexContent(
        advisories=[
            advisory("introduced 0, last_affected 1.0", id="TEST-1"),
            advisory("introduced 0.1, fixed 1.2", id="TEST-2"),
            advisory("introduced 0", id="TEST-3", withdrawn="2026-01-01"),
        ]
    )

    fixes = {finding.id: finding.fix for finding in advised_with(tmp_path, "1.0", content)}

    clean = Fix(version="1.2", nearness="major", known_to=INDEX)
    assert {"TEST-1": clean, "TEST-2": clean} == fixes


def test_a_list_of_releases_adds_candidates_and_is_named(tmp_path):
    content = IndexContent(advisories=[advisory("introduced 0, last_affected 1.0")])

    (finding,) = advised_with(tmp_path, "1.0", content, example=("1.0.1", "2.0", "odd"))

    assert Fix(version="1.0.1", nearness="minor", known_to=RELEASES) == finding.fix


def test_yanked_releases_are_not_advised(tmp_path):
    content = IndexContent(
        advisories=[advisory("introduced 0, fixed 1.1")],
        yanked=[YankedRelease(project=EXAMPLE, version="1.1.0")],
    )

    (finding,) = advised_with(tmp_path, "1.0", content, example=("1.2",))

    assert finding.fix is not None
    assert "1.2" == finding.fix.version


def test_nothing_of_a_quarantined_project_is_advised(tmp_path):
    status = ProjectStatus(project=EXAMPLE, maintenance=Maintenance.QUARANTINED)
    content = IndexContent(advisories=[advisory("introduced 0, fixed 1.1")], statuses=[status])

    (finding,) = advised_with(tmp_path, "1.0", content)

    assert Fix(version=None) == finding.fix


def test_packages_of_the_operating_system_get_no_advice(tmp_path):
    """
    Their version is what the system's index has, and not PyPI's.
    """
    record = advisory("introduced 0, fixed 1.1")
    (found,) = findings_of("1.0", record)
    report = report_of(found.component, findings=(replace(found, left_to=OWNER),))
    with index_of(tmp_path, IndexContent(advisories=[record])) as index:
        assert report == advised(report, index, Judging())


def test_what_is_undetermined_is_advised_a_version_that_is_not(tmp_path):
    content = IndexContent(advisories=[advisory("introduced 0, fixed 1.1, fixed 1.1-NA-x")])

    (finding,) = advised_with(tmp_path, "1.0", content)

    assert Status.UNDETERMINED is finding.status
    assert Fix(version="1.1", nearness="major", known_to=INDEX) == finding.fix
