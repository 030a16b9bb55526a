"""The order of risk, and what it is made of."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.match.risk import MALWARE, MOST, rank, rated
from scanner.model.advisory import Level, Severity
from scanner.model.threat import Exploitation, Probability, Threat
from tests.support.reports import component, finding

CRITICAL = Severity(Level.CRITICAL, 9.8, "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H")
SPARK = Exploitation(cve="CVE-2022-33891", added="2023-03-07")
LIKELY = Probability(
    cve="CVE-2022-33891", score=0.5, percentile=0.99, model="v2025.03.14", date="2026-08-07"
)
MODEL = "(model v2025.03.14, 2026-08-07)"
ENTRY = "CVE-2022-33891 (since 2023-03-07)"


def risk_of(severity: Severity, **facts: object) -> float:
    """Return the risk of a severity and such facts."""
    return rated(severity, Threat(**facts)).risk  # type: ignore[arg-type] # any of its fields


@pytest.mark.parametrize(
    ("severity", "facts", "risk"),
    [
        pytest.param(CRITICAL, {"probability": LIKELY}, 53.9, id="score and EPSS"),
        pytest.param(CRITICAL, {}, 10.68, id="no EPSS counts as 0.01"),
        pytest.param(Severity(), {"probability": LIKELY}, 30.25, id="unknown counts as 5.5"),
        pytest.param(Severity(Level.HIGH), {"probability": LIKELY}, 44.0, id="a word counts as 8"),
        pytest.param(Severity(Level.NONE, 0.0), {"probability": LIKELY}, 0.0, id="none is none"),
        pytest.param(
            Severity(Level.MEDIUM, 5.0), {"exploited": (SPARK,)}, 52.5, id="KEV is threat 1"
        ),
        pytest.param(
            Severity(Level.MEDIUM, 5.0),
            {"exploited": (SPARK, replace(SPARK, by_ransomware=True))},
            55.0,
            id="ransomware",
        ),
        pytest.param(CRITICAL, {"exploited": (SPARK,)}, MOST, id="at most 99"),
        pytest.param(
            CRITICAL, {"exploited_related": (SPARK,)}, 49.0, id="KEV via related is threat 0.5"
        ),
        pytest.param(
            CRITICAL,
            {"exploited_related": (SPARK,), "probability": replace(LIKELY, score=1.0)},
            98.0,
            id="KEV via related lowers nothing",
        ),
        pytest.param(Severity(Level.NONE, 0.0), {"is_malware": True}, MALWARE, id="malware"),
    ],
)
def test_the_risk_is_severity_times_threat(severity, facts, risk):
    assert risk == risk_of(severity, **facts)


def test_the_factors_say_what_was_counted_as_what():
    threat = Threat(probability=LIKELY, exploited=(replace(SPARK, by_ransomware=True),))

    assert (
        "no score: high severity counts as 8",
        f"EPSS 0.5 of CVE-2022-33891, as high as 99.0% of all or higher {MODEL}",
        "KEV: CVE-2022-33891 (since 2023-03-07, by ransomware): threat 1, times 1.1",
        "risk 88 = 10 * 8 * 1 * 1.1",
    ) == rated(Severity(Level.HIGH), threat).factors


def test_the_factors_say_what_is_not_known():
    threat = rated(CRITICAL, Threat(exploited_related=(SPARK,)))

    assert (
        f"severity 9.8 by {CRITICAL.vector}",
        "no EPSS: counts as 0.01",
        f"KEV via related: {ENTRY}: threat at least 0.5, severity unchanged",
        "risk 49 = 10 * 9.8 * 0.5",
    ) == threat.factors


def test_malware_says_so_first():
    factors = rated(Severity(), Threat(is_malware=True)).factors

    assert "malware: risk 100, whatever its severity" == factors[0]
    assert "no score: unknown severity counts as 5.5" == factors[1]


SEVERITIES = st.one_of(
    st.sampled_from(Level).map(Severity),
    st.integers(0, 100).map(lambda tenths: Severity(Level.MEDIUM, tenths / 10)),
)
PROBABILITIES = st.none() | st.floats(0, 1).map(lambda score: replace(LIKELY, score=score))
THREATS = st.builds(
    Threat,
    exploited=st.sampled_from([(), (SPARK,)]),
    exploited_related=st.sampled_from([(), (SPARK,)]),
    probability=PROBABILITIES,
    is_malware=st.booleans(),
)


@given(severity=SEVERITIES, threat=THREATS)
def test_faults_are_from_0_to_99_and_malware_above_all(severity, threat):
    risk = rated(severity, threat).risk

    assert (risk == MALWARE) is threat.is_malware
    assert threat.is_malware or 0 <= risk <= MOST


@given(threat=THREATS, scores=st.lists(st.integers(0, 100), min_size=2, max_size=2))
def test_a_higher_score_is_no_lower_risk(threat, scores):
    low, high = (Severity(Level.MEDIUM, score / 10) for score in sorted(scores))

    assert rated(low, threat).risk <= rated(high, threat).risk


@given(
    severity=SEVERITIES,
    threat=THREATS,
    scores=st.lists(st.floats(0, 1), min_size=2, max_size=2),
)
def test_a_higher_probability_is_no_lower_risk(severity, threat, scores):
    low, high = (
        replace(threat, probability=replace(LIKELY, score=score)) for score in sorted(scores)
    )

    assert rated(severity, low).risk <= rated(severity, high).risk


@pytest.mark.parametrize(
    "more",
    [
        pytest.param({"exploited": (SPARK,)}, id="exploited"),
        pytest.param({"exploited": (replace(SPARK, by_ransomware=True),)}, id="by ransomware"),
        pytest.param({"exploited_related": (SPARK,)}, id="exploited as related"),
        pytest.param({"is_malware": True}, id="malware"),
    ],
)
@given(severity=SEVERITIES, threat=THREATS)
def test_whatever_else_is_known_never_lowers_the_risk(more, severity, threat):
    assert rated(severity, threat).risk <= rated(severity, replace(threat, **more)).risk


def test_findings_are_ranked_by_risk_then_severity_then_name():
    ranked = [
        finding(component("zope"), threat=Threat(risk=2.0)),
        finding(component("b"), threat=Threat(risk=1.0)),
        finding(component("c"), threat=Threat(risk=1.0)),
        finding(component("a"), threat=Threat(risk=0.0)),
    ]

    assert ranked == sorted((ranked[2], ranked[0], ranked[3], ranked[1]), key=rank)
