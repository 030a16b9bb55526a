"""What is known of the use of vulnerabilities."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from scanner.advisories.content import IndexContent
from scanner.advisories.index import AdvisoryIndex
from scanner.match.priority import prioritized
from scanner.model.advisory import Level, Severity
from scanner.model.names import NormalizedName
from scanner.model.threat import Exploitation, Probability, Threat
from scanner.pipeline import audit
from tests.support.advisories import advisory, findings_of, index_of
from tests.support.reports import ADVISORY, component, finding, inventory_of, report_of

if TYPE_CHECKING:
    from pathlib import Path

KEV = Exploitation(cve="CVE-2026-1", added="2026-08-07")
LOW, HIGH = (
    Probability(cve=cve, score=score, percentile=0.5, model="v1", date="2026-08-07")
    for cve, score in (("CVE-2026-1", 0.1), ("CVE-2026-2", 0.7))
)
CONTENT = IndexContent(exploited=[KEV], probabilities=[LOW, HIGH])


def threat_of(tmp_path: Path, **fields: object) -> Threat:
    """Return what an index knows of the use of a record with these fields."""
    changed = replace(replace(ADVISORY, aliases=()), **fields)  # type: ignore[arg-type] # any field
    found = finding(component(), changed)
    with index_of(tmp_path, CONTENT) as index:
        (judged,) = prioritized(report_of(found.component, findings=(found,)), index).findings
    return judged.threat


def test_an_alias_leads_to_both_catalogues(tmp_path):
    threat = threat_of(tmp_path, aliases=("CVE-2026-1",))

    assert ((KEV,), (), LOW) == (threat.exploited, threat.exploited_related, threat.probability)


def test_so_does_the_identifier_itself(tmp_path):
    assert (KEV,) == threat_of(tmp_path, id="CVE-2026-1").exploited


def test_the_highest_probability_of_several_cves_counts(tmp_path):
    assert HIGH == threat_of(tmp_path, aliases=("CVE-2026-1", "CVE-2026-2")).probability


def test_what_is_only_related_is_kept_apart(tmp_path):
    """
    Neither is its probability that of the finding.
    """
    threat = threat_of(tmp_path, related=("CVE-2026-1", "GHSA-1"))

    assert ((), (KEV,), None) == (threat.exploited, threat.exploited_related, threat.probability)


def test_what_is_an_alias_as_well_is_no_mere_relation(tmp_path):
    threat = threat_of(tmp_path, aliases=("CVE-2026-1",), related=("CVE-2026-1",))

    assert ((KEV,), ()) == (threat.exploited, threat.exploited_related)


def test_a_record_of_malware_makes_a_finding_malware(tmp_path):
    assert threat_of(tmp_path, is_malware=True).is_malware
    assert not threat_of(tmp_path).is_malware


def test_withdrawn_malware_is_no_finding():
    """
    fastapi 0.136.3 was reported by mistake.
    """
    record = advisory("introduced 0", id="MAL-2026-1", withdrawn="2026-01-01")

    assert record.is_malware
    assert () == findings_of("0.136.3", record)


def test_malware_is_known_of_a_group_if_one_of_its_records_says_so():
    records = (
        advisory("introduced 0", id="GHSA-1", aliases=["MAL-2026-1"]),
        replace(advisory("introduced 0", id="MAL-2026-1"), is_malware=True),
    )

    (found,) = findings_of("1.0", *records)

    assert [True, True] == [record.is_malware for record in found.advisories]


def test_the_highest_risk_comes_first(tmp_path):
    severities = {"a": Level.LOW, "b": Level.CRITICAL, "c": Level.HIGH}
    findings = [
        finding(component(name), replace(ADVISORY, severity=Severity(level)))
        for name, level in severities.items()
    ]
    with index_of(tmp_path, CONTENT) as index:
        judged = prioritized(report_of(findings=tuple(findings)), index).findings

    assert ["b", "c", "a"] == [each.component.name for each in judged]


@pytest.mark.parametrize(
    ("name", "version", "record", "exploited", "related"),
    [
        ("pyspark", "3.1.2", "PYSEC-2022-236", {"CVE-2022-33891"}, set()),
        ("pillow", "10.0.0", "PYSEC-2023-175", set(), {"CVE-2023-4863"}),
        ("opencv-python", "4.8.0.76", "PYSEC-2023-183", set(), {"CVE-2023-4863"}),
    ],
)
def test_the_bundled_index_knows_what_is_exploited(name, version, record, exploited, related):
    """
    The CVE of libwebp is in the records of what bundles it only as a related one.
    """
    with AdvisoryIndex.opened() as index:
        report = audit(inventory_of(component(name, version)), index)
    threat = next(each.threat for each in report.findings if record in each.names)

    assert exploited == {each.cve for each in threat.exploited}
    assert related == {each.cve for each in threat.exploited_related}


@pytest.mark.parametrize("name", ["litellm", "gratient", "cipherbcrypt", "num2words"])
def test_the_bundled_index_knows_malware(name):
    versions = {"litellm": "1.82.7", "gratient": "0.5", "num2words": "0.5.15"}
    with AdvisoryIndex.opened() as index:
        report = audit(inventory_of(component(name, versions.get(name, "1"))), index)

    assert report.findings[0].threat.is_malware
    assert 100.0 == report.findings[0].threat.risk
    assert NormalizedName(name) == report.findings[0].component.name
