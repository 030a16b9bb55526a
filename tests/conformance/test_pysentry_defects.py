"""What PySentry 0.5.0 gets wrong about matching, by the numbers of the reference, done right here.

The others of its twelve defects are about clients, caches and what is written to stdout.
"""

from __future__ import annotations

import pytest

from scanner.advisories.index import AdvisoryIndex
from scanner.advisories.osv import advisory_of
from scanner.match.matcher import match
from scanner.model.advisory import Severity, Status
from scanner.model.names import normalized
from tests.support.advisories import advisory, findings_of, record_of
from tests.support.reports import component


def identifiers(package: str, version: str) -> set[str]:
    """Return what is found of a version in the bundled index."""
    with AdvisoryIndex.opened() as index:
        known = index.advisories_for([normalized(package)])
    findings, _ = match([component(package, version)], known)
    return {finding.id for finding in findings}


@pytest.mark.parametrize(
    ("package", "build", "release"),
    [
        ("tensorflow", "2.3.1+cu118", "2.3.1"),
        ("accesscontrol", "4.2+local1", "4.2"),
        ("ansible-core", "2.14.3+vendor1", "2.14.3"),
    ],
)
def test_1_a_build_of_a_release_has_all_that_the_release_has(package, build, release):
    """
    It takes several intervals for one, from the last beginning to the last end.
    """
    assert identifiers(package, release)
    assert identifiers(package, release) == identifiers(package, build)


@pytest.mark.parametrize(
    ("package", "version", "at_least"),
    [("tensorflow", "1.7.0rc1", 32), ("neutron", "7.2.0", 10)],
)
def test_1_no_interval_is_lost(package, version, at_least):
    assert at_least <= len(identifiers(package, version))


def test_2_two_versions_of_a_distribution_have_the_findings_of_each():
    """
    It tells findings apart without their versions, and drops those of the second.
    """
    with AdvisoryIndex.opened() as index:
        known = index.advisories_for([normalized("django")])

    findings, tally = match([component("django", "3.2"), component("django", "4.2")], known)

    expected = [identifiers("django", version) for version in ("3.2", "4.2")]
    assert expected == [
        {each.id for each in findings if each.component.version == version}
        for version in ("3.2", "4.2")
    ]
    assert expected[0] & expected[1]
    assert (len(expected[0]) + len(expected[1]), 2) == (len(findings), tally.affected)


def test_8_a_fix_is_never_a_downgrade_and_has_none_of_the_finding_s_faults():
    record = advisory("introduced 0, fixed 1.5, introduced 2.0, fixed 2.5")

    (finding,) = findings_of("2.1", record)

    assert "2.5" == finding.fixed_in


@pytest.mark.parametrize(
    ("package", "version", "at_least"),
    [("pillow", "0.0.0a1", 1), ("tensorflow", "0.0.0.dev0", 160)],
)
def test_9_zero_is_below_the_first_pre_release(package, version, at_least):
    assert at_least <= len(identifiers(package, version))


def test_10_a_record_without_references_is_a_record():
    """
    PYSEC-2024-55 is malware.
    """
    record = record_of("introduced 0", package="cipherbcrypt")

    assert "references" not in record
    assert 1 == len(findings_of("1.0", advisory_of(record, Severity()), name="cipherbcrypt"))
    assert "PYSEC-2024-55" in identifiers("cipherbcrypt", "1.0")


def test_11_aliases_join_over_a_third_record_and_ranges_stay_their_own():
    one = advisory("introduced 0, fixed 2", id="A", aliases=["X"])
    middle = advisory("introduced 0, fixed 3", id="B", aliases=["X", "Y"])
    other = advisory("introduced 0, fixed 4", id="C", aliases=["Y"])

    (finding,) = findings_of("1.0", other, one, middle)

    assert ["< 2", "< 3", "< 4"] == [proof.interval for proof in finding.proofs]
    assert [["B", "C"], ["C"], []] == [
        [
            record.id
            for found in findings_of(version, one, middle, other)
            for record in found.advisories
        ]
        for version in ("2.0", "3.0", "4.0")
    ]


@pytest.mark.parametrize(
    ("package", "version", "identifier"),
    [
        ("paramiko", "0.9-doduo", "PYSEC-2008-8"),
        ("limnoria", "2013-01-21T20:33:09+0100", "PYSEC-2019-102"),
        ("jw.util", "-class.-jw.util.version.Version-", "PYSEC-2020-341"),
        ("geopandas", "0.1.0.dev-120d5ee", "PYSEC-2026-62"),
    ],
)
def test_12_a_listed_version_is_found_although_it_is_none(package, version, identifier):
    with AdvisoryIndex.opened() as index:
        known = index.advisories_for([normalized(package)])

    findings, _ = match([component(package, version)], known)

    status = {record.id: each.status for each in findings for record in each.advisories}
    assert Status.AFFECTED is status[identifier]


def test_12_one_that_is_not_listed_is_in_doubt_and_never_passed_over():
    assert identifiers("supervisor", "3.0a1-odd")
    (finding,) = findings_of("1.0-odd", advisory("introduced 0, fixed 2"))

    assert Status.UNDETERMINED is finding.status


@pytest.mark.parametrize(
    ("version", "counts"), [(None, "unversioned"), ("1.0", "affected")], ids=["without", "with"]
)
def test_a_distribution_without_a_version_is_neither_affected_nor_dropped(version, counts):
    """
    osv-scanner takes it for affected by everything, Trivy and PySentry leave it out.
    """
    records = {normalized("example"): [advisory("introduced 0")]}

    _, tally = match([component("example", version)], records)

    assert 1 == getattr(tally, counts)


def test_a_range_of_commits_in_front_hides_no_other():
    """
    osv-scanner looks at the first range alone: 9,829 pairs of a record and a release are lost.
    """
    git = {"type": "GIT", "events": [{"introduced": "0"}, {"fixed": "abc"}]}

    assert 1 == len(findings_of("1.0", advisory(git, "introduced 0, fixed 2")))


def test_a_record_with_unknown_fields_is_a_record():
    """
    osv-scanner drops what has a field of a newer schema.
    """
    assert 1 == len(
        findings_of("1.0", advisory("introduced 0", schema_version="9", novel={"a": 1}))
    )
