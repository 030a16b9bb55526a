"""The proof of a finding is enough to check it by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.advisories.osv import advisory_of
from scanner.model.advisory import Severity, Status
from scanner.model.proof import Proof
from scanner.model.version import InstalledVersion
from tests.support.advisories import advisory, findings_of

if TYPE_CHECKING:
    from scanner.model.advisory import Advisory

A, U = Status.AFFECTED, Status.UNDETERMINED


def about_example(record: dict[str, Any]) -> Advisory:
    """Return what is read of a record for ``example``."""
    read = advisory_of(record, Severity())
    return replace(read, affected=tuple(e for e in read.affected if e.package == "example"))


def proof(**fields: object) -> Proof:
    """Return a proof of the first entry of a record, with these fields."""
    values = {"record": "TEST-1", "entry": 0, "status": A, "installed": "1.5"} | fields
    return Proof(**values)  # type: ignore[arg-type] # any of its fields


@pytest.mark.parametrize(
    ("ranges", "listed", "version", "expected"),
    [
        pytest.param(
            ["introduced 1.0, fixed 2.0"],
            (),
            "1.5",
            proof(interval=">= 1.0, < 2.0", bound="2.0"),
            id="the end of an interval",
        ),
        pytest.param(
            ["introduced 1.0"], (), "01.05", proof(interval=">= 1.0", bound="1.0"), id="no end"
        ),
        pytest.param(["introduced 0"], (), "1.5", proof(interval="every version"), id="no bound"),
        pytest.param(
            ["introduced 0, fixed 3, limit 2"],
            (),
            "1.5",
            proof(interval="< 3, < 2", bound="2"),
            id="the lowest end",
        ),
        pytest.param(
            ["introduced 0, last_affected 2"],
            (),
            "1.5+cu118",
            proof(interval="<= 2", bound="2", rule="P5"),
            id="a build",
        ),
        pytest.param(
            ["introduced 0, last_affected 2+b"],
            (),
            "1.5+cu118",
            proof(installed="1.5+cu118", interval="<= 2+b", bound="2+b"),
            id="a build beside one",
        ),
        pytest.param(
            ["introduced 0, fixed 2"],
            (),
            "2.0.0rc1",
            proof(installed="2.0.0rc1", interval="< 2", bound="2", rule="P4"),
            id="a pre-release",
        ),
        pytest.param(
            [], ("1.5.0",), "1.5", proof(listed="1.5.0", bound="1.5.0", rule="P3"), id="listed"
        ),
        pytest.param(
            [],
            ("0.9-doduo",),
            "0.9-doduo",
            proof(installed="0.9-doduo", listed="0.9-doduo", bound="0.9-doduo", rule="P3"),
            id="listed, and no version",
        ),
        pytest.param(
            ["introduced 0, fixed 2-odd"],
            (),
            "1.5",
            proof(status=U, interval="every version", bound="2-odd", rule="P7"),
            id="a bound that is none",
        ),
        pytest.param(
            ["introduced 0, fixed 2"],
            (),
            "banana",
            proof(status=U, installed="banana", rule="P8"),
            id="no version",
        ),
        pytest.param(
            ["introduced 0"],
            (),
            "banana",
            proof(installed="banana", interval="every version", rule="P8"),
            id="no version, and no bound",
        ),
    ],
)
def test_a_proof_has_what_decided(ranges, listed, version, expected):
    (finding,) = findings_of(version, advisory(*ranges, versions=listed))

    assert (expected,) == finding.proofs


def test_each_record_of_a_finding_has_its_proof():
    first = advisory("introduced 0, fixed 2.0", id="A", aliases=["CVE-1"])
    second = advisory("introduced 0, fixed 3.0", id="B", aliases=["CVE-1"])

    (finding,) = findings_of("1.0", second, first)

    assert [("A", "< 2.0"), ("B", "< 3.0")] == [(p.record, p.interval) for p in finding.proofs]


def test_the_entry_is_that_of_the_record_whatever_else_it_speaks_of():
    """
    Entries about npm are not in the index, and still count.
    """
    record = {
        "id": "X",
        "affected": [
            {"package": {"ecosystem": "npm", "name": "example"}, "versions": ["1.0"]},
            {"package": {"ecosystem": "PyPI", "name": "other"}, "versions": ["1.0"]},
            {"package": {"ecosystem": "PyPI", "name": "example"}, "versions": ["1.0"]},
        ],
    }

    (finding,) = findings_of("1.0", about_example(record))

    assert [2] == [each.entry for each in finding.proofs]


VERSIONS = st.sampled_from(["0.1", "1.0rc1", "1.0", "1.0+x", "1.5", "2.0", "3!0"])


@settings(deadline=None)
@given(version=VERSIONS, low=VERSIONS, high=VERSIONS)
def test_a_version_is_in_the_interval_that_its_proof_names(version, low, high):
    for finding in findings_of(version, advisory(f"introduced {low}, fixed {high}")):
        (found,) = finding.proofs
        intervals = finding.advisories[0].affected[0].ranges[0].ranges
        (interval,) = (each for each in intervals if str(each) == found.interval)
        assert InstalledVersion.of(found.installed) in interval
        assert found.bound in [str(bound) for bound in interval.bounds]
