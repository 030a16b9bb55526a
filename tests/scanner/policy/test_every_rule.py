"""Every rule of the published schema, met and not met, with each outcome.

A rule that is added to the schema and not to this table fails here.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import date
from importlib import resources
from typing import TYPE_CHECKING, Any

import pytest

from scanner.model.advisory import Level, Severity, Status
from scanner.model.change import Change, ChangeKind
from scanner.model.component import State
from scanner.model.decision import Ground, IdleDecision
from scanner.model.declaration import Declaration
from scanner.model.inventory import Coverage
from scanner.model.license import Licensing
from scanner.model.names import NormalizedName
from scanner.model.operating_system import OperatingSystem
from scanner.model.project_status import Maintenance, ProjectStatus, YankedRelease
from scanner.model.threat import Exploitation, Probability, Threat
from scanner.policy.evaluation import violations
from scanner.policy.policy import RULES
from tests.support.deciding import LATER, TODAY, policy
from tests.support.reports import ADVISORY, component, finding, inventory_of, report_of

if TYPE_CHECKING:
    from scanner.model.report import Report

SCHEMA: dict[str, Any] = json.loads(
    (resources.files("scanner.policy") / "policy.schema.json").read_bytes()
)
WORDS = ("fail", "warn", "allow")
IDNA = component()
CLEAN = report_of(IDNA)
CVE = Exploitation(cve="CVE-1", added="2026-01-01")
EPSS = Probability(cve="CVE-1", score=0.25, percentile=0.9, model="m", date="2026-01-01")
CHANGE = Change(path="a.py", kind=ChangeKind.MODIFIED, layer=0, owner=None, reason="r")
IDLE = IdleDecision(source="x:1", about="CVE-1", reason="r")
SILENT: dict[str, Any] = {
    **{section: dict.fromkeys(rules, "allow") for section, rules in RULES.items()},
    "vulnerabilities": {
        **dict.fromkeys(RULES["vulnerabilities"], "allow"),
        "fail_on": "never",
        "warn_on": "never",
    },
}
"""A policy that allows everything."""
SEVERE = {"vulnerabilities": {"fail_on": "none", "undetermined": "fail", "without_fix": "fail"}}
LICENSES = {"policy": {"rules": [{"outcome": "deny", "license": "GPL-*"}]}}
FLAGS = {"policy": {"rules": [{"outcome": "flag", "license": "MPL-*"}]}}
EXCEPTION = {"distribution": "idna", "reason": "r", "owner": "o", "expires": "2029-01-01"}
AGES = {"age": {"PyPA": {"fail": 10_000}}}


@dataclass(frozen=True)
class Case:
    """What meets a rule, and what is next to it and does not."""

    met: Report
    unmet: Report
    beside: dict[str, Any] = field(default_factory=dict)
    """What the policy has to say beside it."""
    day: date | None = TODAY
    """On which it is met."""


def found(level: Level = Level.HIGH, **changes: Any) -> Report:  # noqa: ANN401 - any field
    """Return a report with one finding."""
    advisory = replace(ADVISORY, severity=Severity(level))
    return report_of(IDNA, findings=(finding(IDNA, advisory, **changes),))


def threatened(**changes: Any) -> Report:  # noqa: ANN401 - any field
    """Return a report with one finding of which this is known."""
    return found(threat=Threat(**changes))


def covered(coverage: Coverage) -> Report:
    """Return a report of which this much was read."""
    return replace(CLEAN, inventory=replace(CLEAN.inventory, coverage=coverage))


def changed(kind: ChangeKind) -> Report:
    """Return a report with a file that is not as it was installed."""
    changes = (replace(CHANGE, kind=kind),)
    return replace(CLEAN, inventory=replace(CLEAN.inventory, changes=changes))


def dated(day: str) -> Report:
    """Return a report by advisories of a day."""
    return replace(CLEAN, sources=tuple(replace(each, date=day) for each in CLEAN.sources))


def licensed(expression: str) -> Report:
    """Return a report of something under a licence."""
    licensing = Licensing(concluded=expression)
    return replace(CLEAN, inventory=inventory_of(component(licensing=licensing)))


def maintained(maintenance: Maintenance, project: str = "idna") -> Report:
    """Return a report of a project of which an index says this."""
    status = ProjectStatus(project=NormalizedName(project), maintenance=maintenance)
    return replace(CLEAN, projects=(status,))


def run_by(release: str) -> Report:
    """Return a report on a release of Debian."""
    system = OperatingSystem("debian", release)
    return replace(CLEAN, inventory=replace(CLEAN.inventory, operating_system=system))


def yanked(version: str) -> Report:
    """Return a report that knows of a release that was taken back."""
    release = YankedRelease(project=NormalizedName("idna"), version=version)
    return replace(CLEAN, yanked=(release,))


def idle(**changes: Any) -> Report:  # noqa: ANN401 - any field
    """Return a report with a decision that decides nothing."""
    return replace(CLEAN, idle_decisions=(replace(IDLE, **changes),))


CASES = {
    "vulnerabilities.unknown": Case(found(Level.UNKNOWN), found(Level.NONE)),
    "vulnerabilities.undetermined": Case(found(status=Status.UNDETERMINED), found(), SEVERE),
    "vulnerabilities.without_fix": Case(found(fixed_in=None), found(), SEVERE),
    "vulnerabilities.malware": Case(threatened(is_malware=True), found()),
    "vulnerabilities.exploited": Case(
        threatened(exploited=(CVE,)), threatened(exploited_related=(CVE,))
    ),
    "vulnerabilities.exploited_related": Case(
        threatened(exploited_related=(CVE,)), threatened(exploited=(CVE,))
    ),
    "vulnerabilities.unscored": Case(found(), threatened(probability=EPSS)),
    "data.undated": Case(dated("July"), CLEAN, {"data": AGES}),
    "data.missing": Case(replace(CLEAN, sources=()), CLEAN, {"data": AGES}),
    "coverage.incomplete": Case(covered(Coverage.INCOMPLETE), CLEAN),
    "coverage.toc": Case(covered(Coverage.TOC), CLEAN),
    "coverage.sbom": Case(covered(Coverage.SBOM), CLEAN),
    "coverage.unversioned": Case(report_of(component(version=None)), CLEAN),
    "coverage.unreleased": Case(report_of(component(origin="git+https://x.test")), CLEAN),
    "coverage.changed": Case(changed(ChangeKind.MODIFIED), changed(ChangeKind.MISSING)),
    "licenses.deny": Case(licensed("GPL-3.0-only"), licensed("MIT"), {"licenses": LICENSES}),
    "licenses.flag": Case(licensed("MPL-2.0"), licensed("MIT"), {"licenses": FLAGS}),
    "licenses.decisions": Case(
        licensed("MIT"),
        licensed("GPL-3.0-only"),
        {"licenses": {"policy": {**LICENSES["policy"], "exceptions": [EXCEPTION]}}},
    ),
    "maintenance.archived": Case(maintained(Maintenance.ARCHIVED), maintained(Maintenance.ACTIVE)),
    "maintenance.deprecated": Case(
        maintained(Maintenance.DEPRECATED), maintained(Maintenance.DEPRECATED, "six")
    ),
    "maintenance.quarantined": Case(
        maintained(Maintenance.QUARANTINED), maintained(Maintenance.ARCHIVED)
    ),
    "maintenance.yanked": Case(yanked("3.4.0"), yanked("3.5")),
    "interpreters.end_of_life": Case(CLEAN, CLEAN, day=date(2030, 1, 1)),
    "interpreters.unknown": Case(CLEAN, CLEAN, day=None),
    "operating_system.end_of_life": Case(run_by("10"), run_by("13")),
    "decisions.expired": Case(idle(has_expired=True), idle()),
    "decisions.unused": Case(idle(), idle(has_expired=True)),
    "decisions.unmatched": Case(idle(ground=Ground.VEX), idle()),
}
"""Those that have an outcome."""


def worst(report: Report, rules: dict[str, Any], today: date | None = TODAY) -> str:
    """Return the worst outcome of a report under a policy."""
    outcomes = {each.outcome.value for each in violations(report, policy(json.dumps(rules)), today)}
    return next((word for word in WORDS if word in outcomes), "allow")


def merged(*rules: dict[str, Any]) -> dict[str, Any]:
    """Return one policy of several, the last of which has the last word."""
    sections = {name for each in rules for name in each}
    return {
        name: {key: value for each in rules for key, value in each.get(name, {}).items()}
        for name in sorted(sections)
    }


def with_outcome(rule: str, word: str) -> dict[str, Any]:
    """Return a policy in which nothing but one rule can say anything."""
    section, _, name = rule.partition(".")
    return merged(SILENT, CASES[rule].beside, {section: {name: word}})


def outcome_rules() -> set[str]:
    """Return the rules of the schema that have an outcome."""
    return {
        f"{section}.{name}"
        for section, about in SCHEMA["properties"].items()
        for name, rule in about.get("properties", {}).items()
        if rule.get("$ref") == "#/$defs/outcome"
    }


def test_every_rule_of_the_schema_is_in_the_table():
    assert outcome_rules() == CASES.keys()


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("rule", sorted(outcome_rules()))
def test_what_a_rule_meets_has_its_outcome(rule, word):
    case = CASES[rule]

    assert word == worst(case.met, with_outcome(rule, word), case.day)


@pytest.mark.parametrize("rule", sorted(outcome_rules()))
def test_what_it_does_not_meet_has_none(rule):
    case = CASES[rule]

    assert 1 == len({worst(case.unmet, with_outcome(rule, word)) for word in WORDS})


DECLARED = component(
    state=State.DECLARED, declaration=Declaration(requirement="x", is_locked=True, groups=("dev",))
)
OF_A_GROUP = report_of(DECLARED, findings=(finding(DECLARED),))
BAN = {"distribution": "idna", "reason": "r"}
GPL = {"rules": [{"outcome": "deny", "license": "GPL-*", "context": "service"}]}
DENY = {"deny": "fail", "policy": GPL}
SETTINGS: dict[str, tuple[Report, dict[str, Any], dict[str, Any]]] = {
    "vulnerabilities.fail_on": (
        found(),
        {"vulnerabilities": {"fail_on": "high"}},
        {"vulnerabilities": {"fail_on": "critical"}},
    ),
    "vulnerabilities.warn_on": (
        found(),
        {"vulnerabilities": {"warn_on": "high"}},
        {"vulnerabilities": {"warn_on": "critical"}},
    ),
    "vulnerabilities.probability": (
        threatened(probability=EPSS),
        {"vulnerabilities": {"probability": {"fail": 0.25}}},
        {"vulnerabilities": {"probability": {"fail": 0.26}}},
    ),
    "data.age": (
        dated("2026-11-11"),
        {"data": {"age": {"*": {"fail": 10}}}},
        {"data": {"age": {"*": {"fail": 11}}}},
    ),
    "groups.*.fail_on": (
        OF_A_GROUP,
        {"groups": {"dev": {"fail_on": "high"}}},
        {"groups": {"dev": {"fail_on": "critical"}}},
    ),
    "groups.*.warn_on": (
        OF_A_GROUP,
        {"groups": {"dev": {"warn_on": "high"}}},
        {"groups": {"dev": {"warn_on": "critical"}}},
    ),
    "groups.*.unknown": (
        report_of(DECLARED, findings=(finding(DECLARED, replace(ADVISORY, severity=Severity())),)),
        {"groups": {"dev": {"unknown": "fail"}}},
        {"groups": {"dev": {"unknown": "allow"}}},
    ),
    "licenses.policy": (
        licensed("GPL-3.0-only"),
        {"licenses": {"deny": "fail", **LICENSES}},
        {"licenses": {"deny": "fail", **FLAGS}},
    ),
    "licenses.context": (
        licensed("GPL-3.0-only"),
        {"licenses": {**DENY, "context": "service"}},
        {"licenses": {**DENY, "context": "internal"}},
    ),
    "bans.distribution": (CLEAN, {"bans": [BAN]}, {"bans": [{**BAN, "distribution": "six"}]}),
    "bans.versions": (
        CLEAN,
        {"bans": [{**BAN, "versions": "==3.4"}]},
        {"bans": [{**BAN, "versions": "==3.5"}]},
    ),
    "bans.outcome": (
        CLEAN,
        {"bans": [{**BAN, "outcome": "fail"}]},
        {"bans": [{**BAN, "outcome": "warn"}]},
    ),
}
"""Those that have something else: a report, and what makes a difference to it."""
ELSEWHERE = {"bans.reason", "decisions.max_days", "licenses.file"}
"""Those that make no difference to an outcome here: the words of a ban, and what is read before."""


def settings() -> set[str]:
    """Return the rules of the schema that have something else than an outcome."""
    found = {
        f"{section}.{name}"
        for section, about in SCHEMA["properties"].items()
        for name in about.get("properties", {})
    }
    groups = SCHEMA["properties"]["groups"]["additionalProperties"]["properties"]
    found |= {f"groups.*.{name}" for name in groups}
    found |= {f"bans.{name}" for name in SCHEMA["$defs"]["ban"]["properties"]}
    return found - outcome_rules()


def test_every_other_rule_of_the_schema_is_in_the_second_table():
    assert settings() == SETTINGS.keys() | ELSEWHERE


DIFFERENCES = {
    "vulnerabilities.warn_on": ["warn", "allow"],
    "groups.*.warn_on": ["warn", "allow"],
    "bans.outcome": ["fail", "warn"],
}
"""What the two come to, if it is not to fail and to allow."""


@pytest.mark.parametrize("rule", SETTINGS)
def test_what_is_said_makes_a_difference(rule):
    report, met, unmet = SETTINGS[rule]

    outcomes = [worst(report, in_silence(said)) for said in (met, unmet)]

    assert DIFFERENCES.get(rule, ["fail", "allow"]) == outcomes


def in_silence(said: dict[str, Any]) -> dict[str, Any]:
    """Return a policy that says something, and is silent on all else."""
    sections = {name: section for name, section in said.items() if name not in {"bans", "groups"}}
    silent = {"fail_on": "never", "warn_on": "never", "unknown": "allow"}
    groups = {name: {**silent, **each} for name, each in said.get("groups", {}).items()}
    caps = {"vulnerabilities": {"undetermined": "fail", "without_fix": "fail"}}
    rules = merged(SILENT, caps, sections)
    return {**rules, "groups": groups, "bans": said.get("bans", [])}


def test_a_longer_reprieve_than_the_policy_allows_is_none():
    assert 180 == policy("decisions: {max_days: 180}").max_days
    assert (LATER - TODAY).days == policy().max_days
