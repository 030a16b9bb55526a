"""Components and advisories become findings, by the rules P1 to P10 of ``docs/matching.md``."""

from __future__ import annotations

import pytest

from scanner.match.matcher import match
from scanner.model.advisory import Status
from scanner.model.names import NormalizedName
from tests.support.advisories import advisory, findings_of, range_of, status_of
from tests.support.reports import component

A, U, N = Status.AFFECTED, Status.UNDETERMINED, Status.NOT_AFFECTED


def answers(record, versions):
    """Return the answer for each of these versions."""
    return {version: status_of(version, record) for version in versions.split()}


@pytest.mark.parametrize("name", ["jw-util", "jw.util", "JW_Util", "jw--util", "Jw-_.Util"])
def test_p1_names_are_compared_normalized(name):
    record = advisory("introduced 0", package="jw.util")

    assert A is status_of("1.0", record, name=name)


@pytest.mark.parametrize("name", ["jwutil", "jw-util2", "jw"])
def test_p1_other_names_are_others(name):
    record = advisory("introduced 0", package="jw.util")

    findings, _ = match([component(name, "1.0")], {NormalizedName("jw-util"): [record]})

    assert () == findings


def test_p2_a_range_of_commits_decides_nothing():
    commits = range_of("introduced 0", "GIT")

    assert N is status_of("1.0", advisory(commits))
    assert A is status_of("1.0", advisory(commits, versions=["1.0"]))
    assert {"1.0": A, "2.0": N} == answers(advisory(commits, "introduced 0, fixed 2.0"), "1.0 2.0")


def test_p2_a_record_of_commits_only_says_nothing_of_what_is_no_version():
    assert N is status_of("banana", advisory(range_of("introduced 0", "GIT")))


def test_ranges_of_semantic_versions_are_compared_as_versions_of_python():
    record = advisory(range_of("introduced 1.0.0-rc.1, fixed 1.1.0", "SEMVER"))

    assert {"1.0b9": N, "1.0rc1": A, "1.0": A, "1.1rc1": A, "1.1": N} == answers(
        record, "1.0b9 1.0rc1 1.0 1.1rc1 1.1"
    )


@pytest.mark.parametrize(
    ("listed", "affected", "clean"),
    [
        pytest.param("1.0", "1.0 1 1.0.0 v1.0 1.0.0.0", "1.0.1 1.0rc1 1.0.post1", id="zeros"),
        pytest.param("1.0-1", "1.0-1 1.0.post1 1.0-POST1", "1.0 1.0.post2", id="post"),
        pytest.param("1.0-alpha.1", "1.0a1 1.0.alpha1 1.0-A1", "1.0a2 1.0", id="pre"),
        pytest.param("1!1.0", "1!1.0 1!1", "1.0 2!1.0", id="epoch"),
        pytest.param("01.00", "1 1.0", "1.00.1", id="leading zeros"),
        pytest.param("2022.12.7", "2022.12.07 2022.12.7", "2022.12.70", id="B6-calendar"),
        pytest.param("1.0-final-2", "1.0-final-2", "", id="text"),
    ],
)
def test_p3_a_listed_version_is_met_by_the_same_text_or_an_equal_version(listed, affected, clean):
    """
    B4
    """
    record = advisory(versions=["0.1", listed])

    expected = {**dict.fromkeys(affected.split(), A), **dict.fromkeys(clean.split(), N)}
    assert expected == answers(record, f"{affected} {clean}")


def test_p4_zero_is_below_every_version():
    assert {"0.dev0": A, "0": A, "0.0.0a1": A, "0.9": A, "1.0": N} == answers(
        advisory("introduced 0, fixed 1.0"), "0.dev0 0 0.0.0a1 0.9 1.0"
    )


def test_p4_only_that_text_is():
    assert {"0.dev0": N, "0a1": N, "0": A, "0.0": A} == answers(
        advisory("introduced 0.0"), "0.dev0 0a1 0 0.0"
    )


@pytest.mark.parametrize(
    ("events", "affected", "clean"),
    [
        ("introduced 1.0, fixed 1.1", "1.0 1.0.post1 1.1.dev1 1.1a1 1.1rc1", "1.0rc1 1.1"),
        ("introduced 1.0rc1, fixed 1.1rc1", "1.0rc1 1.0rc2 1.0 1.1b2", "1.0b1 1.1rc1 1.1"),
        ("introduced 1.0, last_affected 1.1", "1.1rc1 1.1 1.1.0", "1.1.post1 1.1.1"),
        ("introduced 1!1.0, fixed 1!2.0", "1!1.0 1!1.5", "1.5 3.0 1!2.0 2!1.5"),
        ("introduced 0, fixed 1!2.0", "0.1 2.0 99999 1!1.9", "1!2.0 2!0"),
        ("introduced 1.0, limit 2.0", "1.0 1.9 2.0rc1", "0.9 2.0 3.0"),
        ("introduced 1.0, fixed 3.0, limit 2.0, limit 2.5", "1.0 2.4", "2.5 2.9 3.0"),
        ("introduced 1.0, limit *", "1.0 99", "0.9"),
        ("introduced 1.9, fixed 1.10", "1.9 1.9.9", "1.10 1.11 1.2"),
    ],
)
def test_p4_pre_releases_epochs_and_limits_are_where_their_order_has_them(events, affected, clean):
    record = advisory(events)

    expected = {**dict.fromkeys(affected.split(), A), **dict.fromkeys(clean.split(), N)}
    assert expected == answers(record, f"{affected} {clean}")


@pytest.mark.parametrize(
    ("events", "listed", "affected", "clean"),
    [
        ("introduced 1.0, fixed 2.0", (), "1.0+cu118 1.9+deb1", "0.9+deb1 2.0+cu118"),
        ("introduced 1.0, last_affected 2.0", (), "2.0+cu118 2.0+zzz", "2.0.post1+a"),
        ("introduced 0, last_affected 2.0+cu124", (), "2.0 2.0+cpu 2.0+cu124", "2.0+xpu 2.1"),
        ("introduced 0, fixed 2.0+cu124", (), "2.0 2.0+cpu 2.0+cu118", "2.0+cu124 2.0+xpu"),
        ("introduced 2.0+cu124", (), "2.0+cu124 2.0+xpu 2.1", "2.0 2.0+cpu"),
        ("introduced 0, limit 2.0", (), "1.9+x", "2.0+x"),
        ("", ("2.0",), "2.0 2.0+cu118 2.0.0+x", "2.1+cu118"),
        ("", ("2.0+cu118",), "2.0+cu118 2.0.0+CU118", "2.0 2.0+cu124"),
        ("introduced 0, last_affected 2.0+cu124", ("2.0",), "2.0+cpu 2.0+xpu", "2.0.post1"),
    ],
)
def test_p5_a_local_segment_counts_only_against_one(events, listed, affected, clean):
    """
    The last one is PYSEC-2025-191: above the bound, and listed.
    """
    record = advisory(*([events] if events else []), versions=listed)

    expected = {**dict.fromkeys(affected.split(), A), **dict.fromkeys(clean.split(), N)}
    assert expected == answers(record, f"{affected} {clean}")


@pytest.mark.parametrize(
    "events",
    [
        "introduced 0, fixed 2.0, introduced 2.0, fixed 3.0",
        "introduced 0, introduced 2.0, fixed 2.0, fixed 3.0",
        "fixed 3.0, introduced 2.0.0, fixed 2, introduced 0",
        "introduced 0, introduced 2.0, last_affected 2.0, last_affected 2.9.9",
    ],
)
def test_p6_a_seam_is_no_hole(events):
    assert {"1.9": A, "2.0rc1": A, "2.0": A, "2.0+x": A, "2.1": A, "3.0": N} == answers(
        advisory(events), "1.9 2.0rc1 2.0 2.0+x 2.1 3.0"
    )


@pytest.mark.parametrize(
    "events", ["introduced 2.0, last_affected 2.0", "last_affected 2.0, introduced 2.0"]
)
def test_p6_a_range_of_one_version_is_not_of_all_later_ones(events):
    assert {"1.9": N, "2.0": A, "2.0+x": A, "2.0.post1": N, "3.0": N} == answers(
        advisory(events), "1.9 2.0 2.0+x 2.0.post1 3.0"
    )


@pytest.mark.parametrize(
    ("ranges", "listed", "expected"),
    [
        pytest.param(
            ["introduced 0, fixed 1.0.odd1"],
            (),
            {"0.1": U, "1.0": U, "99": U},
            id="the only end",
        ),
        pytest.param(
            ["introduced 1.0, fixed 1.1-n7, introduced 2.0, fixed 2.1"],
            (),
            {"0.9": N, "1.0": U, "1.5": U, "2.0": U, "2.1": N},
            id="one of several",
        ),
        pytest.param(
            ["introduced 0, fixed 1.0-n7", "introduced 0.5, fixed 0.6"],
            (),
            {"0.4": U, "0.5": A, "0.6": U},
            id="beside a range that is sound",
        ),
        pytest.param(
            ["introduced 0.5, fixed 0.6", "introduced 0, fixed 1.0-n7"],
            (),
            {"0.4": U, "0.5": A, "0.6": U},
            id="in the other order",
        ),
        pytest.param(
            ["introduced 0, fixed 1.0-n7"], ("0.5",), {"0.4": U, "0.5": A}, id="beside a list"
        ),
        pytest.param(
            ["introduced 0, fixed 1.0, limit 0.5-n7"],
            (),
            {"0.9": U, "1.0": N},
            id="a limit",
        ),
        pytest.param(
            ["introduced 1.0-n7, fixed 2.0"], (), {"1.5": N, "2.0": N}, id="an introduced"
        ),
    ],
)
def test_p7_a_bound_that_is_no_version_leaves_open_what_it_decides(ranges, listed, expected):
    assert expected == answers(advisory(*ranges, versions=listed), " ".join(expected))


def test_p7_the_reason_is_the_bound():
    (finding,) = findings_of("1.0", advisory("introduced 0, fixed 2-n7, fixed 3-n7"))

    assert "the advisory's bound 2-n7, 3-n7 is not a version (PEP 440)" == finding.reason


@pytest.mark.parametrize(
    ("ranges", "listed", "expected"),
    [
        pytest.param([], ("0.9-doduo",), {"0.9-doduo": A, "0.9-Doduo": U}, id="the same text"),
        pytest.param(["introduced 0"], (), {"banana": A}, id="no bound"),
        pytest.param(["introduced 0, limit *"], (), {"banana": A}, id="no bound, and says so"),
        pytest.param(["introduced 0, fixed 1.0"], (), {"banana": U}, id="an end"),
        pytest.param(["introduced 0, limit 1.0"], (), {"banana": U}, id="a limit"),
        pytest.param(["introduced 1.0"], (), {"banana": U}, id="a beginning"),
        pytest.param(["introduced 1.0", "introduced 0"], (), {"banana": A}, id="one of two"),
        pytest.param(["introduced 0, fixed 1.0-n7"], (), {"banana": U}, id="an end in doubt"),
        pytest.param([], ("1.0",), {"banana": U}, id="a list"),
        pytest.param([], (), {"banana": N}, id="no data"),
        pytest.param(["introduced 0, fixed 2"], (), {"9" * 5000: U}, id="digits without end"),
    ],
)
def test_p8_what_is_installed_may_be_no_version(ranges, listed, expected):
    """
    B5
    """
    assert expected == answers(advisory(*ranges, versions=listed), " ".join(expected))


def test_p8_the_reason_is_the_installed_version():
    (finding,) = findings_of("banana", advisory("introduced 0, fixed 2"))

    assert "the installed version banana is not a version (PEP 440)" == finding.reason


@pytest.mark.parametrize("version", ["0.1", "1.0", "banana"])
@pytest.mark.parametrize(
    "ranges", [["introduced 0"], ["introduced 0, fixed 2-n7"]], ids=["affected", "undetermined"]
)
def test_p9_a_withdrawn_record_never_matches(version, ranges):
    record = advisory(*ranges, versions=["1.0"], withdrawn="2026-01-01T00:00:00Z")

    assert N is status_of(version, record)


def test_p9_a_withdrawn_twin_takes_nothing_away():
    withdrawn = advisory("introduced 0", id="A", aliases=["B"], withdrawn="2026-01-01T00:00:00Z")

    (finding,) = findings_of("1.0", withdrawn, advisory("introduced 0", id="B"))

    assert ("B", ()) == (finding.id, finding.aliases)


def test_p10_records_of_one_vulnerability_are_one_finding():
    ghsa = advisory("introduced 0, fixed 2", id="GHSA-1", aliases=["CVE-1"])
    pypa = advisory("introduced 0, fixed 3", id="PYSEC-1", aliases=["CVE-1"])
    other = advisory("introduced 0", id="PYSEC-2", aliases=["CVE-2"])

    one, two = findings_of("1.0", pypa, other, ghsa)

    assert ((ghsa, pypa), ("CVE-1", "PYSEC-1")) == (one.advisories, one.aliases)
    assert (other,) == two.advisories


def test_p10_only_records_that_match_are_joined():
    """
    The record in between, which would join the two, speaks of other versions.
    """
    one = advisory("introduced 0", id="A", aliases=["x"])
    between = advisory("introduced 5", id="B", aliases=["x", "y"])
    two = advisory("introduced 0", id="C", aliases=["y"])

    assert ["A", "C"] == [finding.id for finding in findings_of("1.0", one, between, two)]
    assert ["A"] == [finding.id for finding in findings_of("5.0", one, between, two)]


def test_p10_the_certain_answer_of_a_group_stands():
    doubtful = advisory("introduced 0, fixed 2-n7", id="A", aliases=["CVE-1"])
    certain = advisory("introduced 0, fixed 2", id="B", aliases=["CVE-1"])

    (finding,) = findings_of("1.0", doubtful, certain)

    assert (A, "< 2") == (finding.status, finding.reason)


def test_p10_records_of_one_identifier_are_one_finding_and_none_is_lost():
    """
    Two feeds may have the same record, and one of them a bound that is no version.
    """
    certain = advisory("introduced 0, fixed 2", id="A")
    doubtful = advisory("introduced 0, fixed 2-n7", id="A")

    for order in [(certain, doubtful), (doubtful, certain)]:
        (finding,) = findings_of("1.0", *order)
        assert A is finding.status
        assert {certain, doubtful} == set(finding.advisories)
