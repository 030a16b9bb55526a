"""What one can fail for."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from scanner.match.condition import WORDS, meets, parse_conditions
from scanner.model.advisory import Level, Severity
from scanner.model.fix import Fix
from scanner.model.threat import Exploitation, Probability, Threat
from tests.support.reports import ADVISORY, component, finding

if TYPE_CHECKING:
    from scanner.model.finding import Finding

IDNA = component()
KEV = Exploitation(cve="CVE-2024-3651", added="2024-05-01")
EPSS = Probability(cve="CVE-2024-3651", score=0.5, percentile=0.9, model="m", date="2026-01-01")


def severe(level: Level, score: float | None = None) -> Finding:
    """Return a finding of a level, without a fix."""
    advisory = replace(ADVISORY, severity=Severity(level, score))
    return finding(IDNA, advisory, fixed_in=None)


HIGH = severe(Level.HIGH, 7.5)
LOW = severe(Level.LOW)
FIXABLE = replace(LOW, fixed_in="3.7")
EXPLOITED = replace(LOW, threat=Threat(exploited=(KEV,), probability=EPSS, risk=50.0))
RELATED = replace(LOW, threat=Threat(exploited_related=(KEV,)))
MALWARE = replace(LOW, threat=Threat(is_malware=True))
CASES = {"high": HIGH, "low": LOW, "fixable": FIXABLE, "kev": EXPLOITED, "related": RELATED}


@pytest.mark.parametrize(
    ("text", "met"),
    [
        ("any", {"high", "low", "fixable", "kev", "related"}),
        ("high", {"high"}),
        ("kev", {"kev"}),
        ("fixable", {"fixable"}),
        ("malware", set()),
        ("high,kev", {"high", "kev"}),
        ("high, kev", {"high", "kev"}),
        ("high+fixable", set()),
        ("low+fixable,kev", {"fixable", "kev"}),
        ("epss>=0.5", {"kev"}),
        ("epss>0.5", set()),
        ("risk>=50", {"kev"}),
        ("cvss>=7.5", {"high"}),
        ("never", set()),
    ],
)
def test_a_comma_is_or_and_a_plus_is_and(text, met):
    conditions = parse_conditions(text)

    assert met == {name for name, case in CASES.items() if meets(case, conditions)}


def test_malware_is_something_to_fail_for_by_itself():
    assert meets(MALWARE, parse_conditions("malware"))


@pytest.mark.parametrize(
    ("fix", "is_fixable"),
    [
        (Fix(version="4.0"), True),
        (Fix(version="4.0", remaining=("CVE-1",)), True),
        (Fix(version="4.0", remaining=(ADVISORY.id,)), False),
        (Fix(version=None), False),
        (None, False),
    ],
    ids=["clean", "another remains", "it remains", "no version", "no advice"],
)
def test_a_fix_is_a_version_without_this_vulnerability(fix, is_fixable):
    found = replace(LOW, fix=fix)

    assert is_fixable is found.is_fixable
    assert is_fixable is meets(found, parse_conditions("fixable"))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", ""),
        ("severe", "severe"),
        ("high,", ""),
        ("high,never", "never"),
        ("never+kev", "never"),
        ("epss", "epss"),
        ("epss>=", "epss>="),
        ("epss>=x", "epss>=x"),
        ("epss>=-1", "epss>=-1"),
        ("kev>=1", "kev>=1"),
        ("epss<0.5", "epss<0.5"),
        (f"risk>={'9' * 400}", f"risk>={'9' * 400}"),
    ],
    ids=range(12),
)
def test_what_is_no_condition_is_named(text, word):
    with pytest.raises(ValueError, match=f"^{re.escape(word)}$"):
        parse_conditions(text)


@pytest.mark.parametrize("word", WORDS)
def test_every_word_that_is_offered_is_one(word):
    conditions = parse_conditions(word.replace("NUMBER", "0.5"))

    assert (word != "never") is bool(conditions)
