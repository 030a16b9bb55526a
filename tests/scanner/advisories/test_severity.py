"""How bad a record says it is."""

from __future__ import annotations

import pytest

from scanner.advisories.severity import severity_of
from scanner.model.advisory import Level, Severity

# Scores as the calculators of FIRST and NVD give them.
V2 = "AV:N/AC:L/Au:N/C:P/I:P/A:P"  # 7.5
V3_MEDIUM = "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N"  # 6.1
V3_CRITICAL = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"  # 9.8
V3_NONE = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N"  # 0.0
V3_LOW = "CVSS:3.0/AV:P/AC:H/PR:L/UI:R/S:U/C:L/I:N/A:N"  # 1.7
V3_TEMPORAL = f"{V3_CRITICAL}/E:U/RL:O/RC:U"  # 9.8, and with these metrics 7.8
V4 = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N"  # 9.3
V4_HIGH = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:H/SC:N/SI:N/SA:N"  # 8.7


def record(*vectors: tuple[str, object], word: object = None) -> dict[str, object]:
    """Return a record with these vectors, and GitHub's word."""
    severity = [{"type": kind, "score": vector} for kind, vector in vectors]
    return {"severity": severity, "database_specific": {"severity": word}}


@pytest.mark.parametrize(
    ("kind", "vector", "level", "score"),
    [
        ("CVSS_V2", V2, Level.HIGH, 7.5),
        ("CVSS_V3", V3_LOW, Level.LOW, 1.7),
        ("CVSS_V3", V3_MEDIUM, Level.MEDIUM, 6.1),
        ("CVSS_V3", V3_CRITICAL, Level.CRITICAL, 9.8),
        ("CVSS_V4", V4_HIGH, Level.HIGH, 8.7),
        ("CVSS_V4", V4, Level.CRITICAL, 9.3),
    ],
)
def test_a_vector_is_scored(kind, vector, level, score):
    assert Severity(level, score, vector) == severity_of(record((kind, vector)))


@pytest.mark.parametrize(
    ("vector", "level", "score"),
    [
        ("CVSS:3.1/AV:L/AC:L/PR:N/UI:N/S:U/C:L/I:N/A:N", Level.MEDIUM, 4.0),
        ("CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:H/I:H/A:H", Level.HIGH, 7.0),
        ("CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:C/C:H/I:H/A:H", Level.CRITICAL, 9.0),
    ],
)
def test_the_lowest_score_of_a_band_belongs_to_it(vector, level, score):
    assert Severity(level, score, vector) == severity_of(record(("CVSS_V3", vector)))


def test_a_score_of_zero_is_none_and_neither_low_nor_unknown():
    assert Severity(Level.NONE, 0.0, V3_NONE) == severity_of(record(("CVSS_V3", V3_NONE)))


def test_it_is_the_base_score_that_counts():
    """
    The library returns base, temporal and environmental scores, in this order.
    """
    assert 9.8 == severity_of(record(("CVSS_V3", V3_TEMPORAL))).score


def test_the_newest_version_of_cvss_decides_even_with_a_lower_score():
    both = record(("CVSS_V3", V3_CRITICAL), ("CVSS_V4", V4_HIGH), ("CVSS_V2", V2))

    assert V4_HIGH == severity_of(both).vector


@pytest.mark.parametrize("turn", [1, -1])
def test_of_several_vectors_of_one_version_the_worst_decides(turn):
    vectors = [("CVSS_V3", V3_MEDIUM), ("CVSS_V3", V3_CRITICAL)][::turn]

    assert Severity(Level.CRITICAL, 9.8, V3_CRITICAL) == severity_of(record(*vectors))


@pytest.mark.parametrize(
    "vector",
    ["", "CVSS:3.1/AV:N", V3_CRITICAL[:-1], V3_CRITICAL.replace("AV:N", "AV:X"), V2, 9.8, None],
    ids=["empty", "incomplete", "cut", "no such value", "of another version", "a number", "null"],
)
def test_an_invalid_vector_is_passed_over(vector):
    """
    Never taken for harmless, and never in the way of the rest.
    """
    alone = severity_of(record(("CVSS_V3", vector)))
    beside = severity_of(record(("CVSS_V3", vector), ("CVSS_V3", V3_MEDIUM), ("CVSS_V2", V2)))

    assert (Severity(), V3_MEDIUM) == (alone, beside.vector)


def test_an_invalid_vector_leaves_it_to_an_older_version():
    assert 7.5 == severity_of(record(("CVSS_V4", "CVSS:4.0/AV:N"), ("CVSS_V2", V2))).score


@pytest.mark.parametrize(
    ("word", "level"),
    [
        ("LOW", Level.LOW),
        ("MODERATE", Level.MEDIUM),
        ("Medium", Level.MEDIUM),
        ("high", Level.HIGH),
        ("CRITICAL", Level.CRITICAL),
        ("UNKNOWN", Level.UNKNOWN),
        ("", Level.UNKNOWN),
        (None, Level.UNKNOWN),
        (7, Level.UNKNOWN),
    ],
)
def test_without_a_vector_the_word_of_github_decides(word, level):
    assert Severity(level) == severity_of(record(word=word))


def test_a_vector_outweighs_the_word():
    found = severity_of(record(("CVSS_V3", V3_MEDIUM), word="CRITICAL"))

    assert Severity(Level.MEDIUM, 6.1, V3_MEDIUM) == found


def test_a_vector_may_stand_with_the_package():
    affected = {"severity": [{"type": "CVSS_V3", "score": V3_MEDIUM}]}

    assert V3_MEDIUM == severity_of({"affected": [affected]}).vector


@pytest.mark.parametrize(
    "odd",
    [
        {},
        {"severity": None},
        {"severity": "HIGH"},
        {"severity": ["HIGH"]},
        {"severity": [{}]},
        {"severity": [{"type": "Ubuntu", "score": "high"}]},
        {"affected": "x"},
        {"affected": ["x"]},
        {"database_specific": ["HIGH"]},
    ],
)
def test_what_is_no_severity_leaves_it_unknown(odd):
    assert Severity() == severity_of(odd)
