"""The repair table: which bounds become versions, and which stay what they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.match.repair import REPAIRS, repaired, repairs_of
from scanner.model.advisory import Status
from scanner.model.version import is_version
from tests.conformance.test_osv_brute_force import LEFT_OPEN, READINGS
from tests.support.advisories import advisory, findings_of, status_of

A, U, N = Status.AFFECTED, Status.UNDETERMINED, Status.NOT_AFFECTED
DOCUMENT = Path(__file__).parents[3] / "docs/matching.md"


@pytest.mark.parametrize(
    ("bound", "expected", "rows"),
    [
        ("2.6.0-NA", "2.6.0", ("R1",)),
        ("2.6.0rc1-NA", "2.6.0rc1", ("R1",)),
        ("2.6.0-cu124", "2.6.0+cu124", ("R2",)),
        ("2.6.0-cu9", "2.6.0-cu9", ()),
        (r"0.2.0-alpha\.33", "0.2.0-alpha.33", ("R3",)),
        (r"1.0\+local", "1.0+local", ("R3",)),
        (r"1.0\a", r"1.0\a", ()),
        ("4.6.0.stable11", "4.6.0.11", ("R4",)),
        ("4.6.0.stable", "4.6.0.stable", ()),
        (r"2\.6\.0-NA", "2.6.0", ("R1", "R3")),
        ("2.6.0-na", "2.6.0-na", ()),
        ("NA", "NA", ()),
        ("-NA", "", ("R1",)),
    ],
)
def test_a_bound_is_read_by_the_rows_that_it_fits(bound, expected, rows):
    assert (expected, rows) == repairs_of(bound)


@pytest.mark.parametrize("bound", sorted(LEFT_OPEN))
def test_a_bound_of_pypa_that_could_be_several_versions_is_in_no_row(bound):
    assert (bound, ()) == repairs_of(bound)


def test_every_row_is_of_use_for_a_bound_of_pypa():
    used = {row for bound in READINGS for row in repairs_of(bound)[1]}

    assert [repair.id for repair in REPAIRS] == sorted(used)


@given(st.text(alphabet=r"0123456789.-+\NAcusteblaprv", max_size=12))
def test_no_row_changes_what_is_a_version(text):
    """
    Rows are only tried on the rest; a version that one of them changed would be a trap for later.
    """
    if is_version(text):
        assert (text, ()) == repairs_of(text)


def test_a_range_is_repaired_as_a_whole_or_not_at_all():
    half = advisory("introduced 0, fixed 1.0-NA, introduced 2.0, fixed 2.5-odd")

    assert half == repaired(half)
    assert {"0.5": U, "3.0": U} == {version: status_of(version, half) for version in ("0.5", "3.0")}


def test_another_range_of_the_record_is_repaired_all_the_same():
    record = advisory("introduced 0, fixed 1.0-NA", "introduced 2.0, fixed 2.5-odd")

    assert {"0.5": A, "1.5": N, "2.1": U} == {
        version: status_of(version, record) for version in ("0.5", "1.5", "2.1")
    }


def test_a_repaired_bound_takes_its_place_in_the_order_of_events():
    """
    Left out, the event would join the two intervals.
    """
    record = advisory("introduced 0, fixed 1.0-NA, introduced 2.0, fixed 3.0")

    assert {"0.5": A, "1.5": N, "2.1": A, "3.0": N} == {
        version: status_of(version, record) for version in ("0.5", "1.5", "2.1", "3.0")
    }


def test_a_finding_says_by_which_repair_it_is_one():
    (finding,) = findings_of("1.0", advisory("introduced 0, last_affected 2.6.0-cu124"))

    (proof,) = finding.proofs
    assert (A, "<= 2.6.0+cu124, by repair R2") == (finding.status, finding.reason)
    assert ("R2", "2.6.0+cu124", None) == (proof.repair, proof.bound, proof.rule)


def test_without_the_table_the_answer_is_open_by_p7():
    record = advisory("introduced 0, last_affected 2.6.0-cu124")

    (finding,) = findings_of("1.0", record, repairs=False)

    (proof,) = finding.proofs
    assert (U, None, "P7", "2.6.0-cu124") == (
        finding.status,
        proof.repair,
        proof.rule,
        proof.bound,
    )


def test_the_documentation_has_every_row():
    text = DOCUMENT.read_text()

    rows = re.findall(r"^\| (R\d+) \|", text, flags=re.MULTILINE)
    assert [repair.id for repair in REPAIRS] == rows
