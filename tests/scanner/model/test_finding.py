"""What a finding says of itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.support.advisories import advisory
from tests.support.reports import at, component, finding

FOUND = finding(component())
ONE_CVE = advisory(id="GHSA-1", aliases=["CVE-1", "PYSEC-1"])


def test_a_fingerprint_is_64_digits_that_never_change():
    assert "9bc6f0edb5fb6da874a38b785abb25a09c0523f7ad7c3b03792b25fabea8ffd6" == FOUND.fingerprint


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(
            replace(FOUND, component=replace(FOUND.component, version="3.5")), id="version"
        ),
        pytest.param(
            replace(
                FOUND,
                component=replace(
                    FOUND.component, evidence=replace(FOUND.component.evidence, layer=7, line=3)
                ),
            ),
            id="layer and line",
        ),
        pytest.param(
            replace(
                FOUND,
                advisories=(advisory(id="GHSA-jjg7-2v4v-x38h", aliases=["CVE-2024-3651"]),),
            ),
            id="another database",
        ),
        pytest.param(replace(FOUND, is_known=True, fixed_in=None, reason="?"), id="judgement"),
    ],
)
def test_a_finding_stays_the_same_although_something_else_changes(other):
    assert FOUND.fingerprint == other.fingerprint


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(finding(component("django")), id="distribution"),
        pytest.param(finding(component(evidence=at("usr/lib/idna-3.4.dist-info"))), id="place"),
        pytest.param(finding(component(), advisory(id="GHSA-2")), id="vulnerability"),
        pytest.param(finding(component(purl="pkg:conda/idna@3.4")), id="ecosystem"),
    ],
)
def test_findings_of_something_else_are_others(other):
    assert FOUND.fingerprint != other.fingerprint


@pytest.mark.parametrize(
    ("record", "name"),
    [
        (ONE_CVE, "CVE-1"),
        (advisory(id="CVE-2"), "CVE-2"),
        (advisory(id="PYSEC-1", aliases=["GHSA-1"]), "PYSEC-1"),
        (advisory(id="GHSA-1", aliases=["CVE-1", "CVE-2"]), "GHSA-1"),
    ],
    ids=["one CVE", "a CVE", "none", "two"],
)
def test_the_canonical_name_is_the_only_cve_or_else_the_identifier(record, name):
    assert name == finding(component(), record).canonical_name


def test_a_path_that_is_no_text_has_a_fingerprint():
    assert 64 == len(finding(component(evidence=at("a\udce9\ud800"))).fingerprint)
