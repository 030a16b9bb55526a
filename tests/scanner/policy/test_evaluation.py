"""What a policy has against a report."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from scanner.model.advisory import Level, Severity, Status
from scanner.model.change import Change, ChangeKind
from scanner.model.component import State
from scanner.model.decision import Decision, Ground, IdleDecision
from scanner.model.declaration import Declaration
from scanner.model.inventory import Coverage
from scanner.model.license import Licensing
from scanner.model.names import NormalizedName
from scanner.model.operating_system import OperatingSystem
from scanner.model.project_status import Maintenance, ProjectStatus, YankedRelease
from scanner.model.threat import Exploitation, Probability, Threat
from scanner.policy.evaluation import violations
from tests.support.deciding import TODAY, policy
from tests.support.reports import ADVISORY, OWNER, component, finding, inventory_of, report_of

IDNA = component()
SILENT = """\
vulnerabilities: {fail_on: never, warn_on: never, unknown: allow, unscored: allow}
"""
DECISION = Decision(ground=Ground.RULE, source="x:1", status="accepted")
CVE = Exploitation(cve="CVE-1", added="2026-01-01")
EPSS = Probability(cve="CVE-1", score=0.25, percentile=0.9, model="m", date="2026-01-01")


def met(report, text="{}", today=TODAY):
    """Return the rules that are met, with their outcomes."""
    return [(each.rule, each.outcome.value) for each in violations(report, policy(text), today)]


def by_finding(text="{}", level=Level.HIGH, **changes):
    """Return what is met of a finding."""
    found = finding(
        IDNA, replace(ADVISORY, severity=Severity(level)), **{"fixed_in": "3.7", **changes}
    )
    return met(report_of(found.component, findings=(found,)), text)


SEVERITY = "vulnerabilities.severity"


@pytest.mark.parametrize(
    ("text", "level", "expected"),
    [
        pytest.param("fail_on: high", Level.CRITICAL, "fail", id="above"),
        pytest.param("fail_on: high", Level.HIGH, "fail", id="at"),
        pytest.param("fail_on: high", Level.MEDIUM, "warn", id="below"),
        pytest.param("fail_on: high, warn_on: medium", Level.LOW, None, id="below both"),
        pytest.param("fail_on: never, warn_on: never", Level.CRITICAL, None, id="never"),
        pytest.param("fail_on: none", Level.NONE, "fail", id="all that are known"),
        pytest.param("fail_on: critical", Level.UNKNOWN, "fail", id="unknown"),
        pytest.param("fail_on: none, unknown: warn", Level.UNKNOWN, "warn", id="unknown is told"),
        pytest.param("unknown: allow", Level.UNKNOWN, None, id="unknown is allowed"),
    ],
)
def test_a_severity_has_its_outcome(text, level, expected):
    found = by_finding(f"vulnerabilities: {{{text}}}", level)

    assert ([(SEVERITY, expected)] if expected else []) == found


@pytest.mark.parametrize(
    ("text", "changes", "expected"),
    [
        pytest.param("without_fix: warn", {"fixed_in": None}, "warn", id="no fix"),
        pytest.param("without_fix: allow", {"fixed_in": None}, None, id="no fix, allowed"),
        pytest.param("without_fix: warn", {}, "fail", id="a fix"),
        pytest.param("undetermined: warn", {"status": Status.UNDETERMINED}, "warn", id="open"),
        pytest.param(
            "undetermined: allow, without_fix: warn",
            {"status": Status.UNDETERMINED, "fixed_in": None},
            None,
            id="both, the least of which counts",
        ),
    ],
)
def test_a_rule_may_be_the_worst_that_a_finding_comes_to(text, changes, expected):
    found = by_finding(f"vulnerabilities: {{{text}}}", **changes)

    assert ([expected] if expected else []) == [outcome for _, outcome in found]


@pytest.mark.parametrize(
    ("threat", "expected"),
    [
        pytest.param(Threat(is_malware=True), [("vulnerabilities.malware", "fail")], id="malware"),
        pytest.param(
            Threat(exploited=(CVE,)), [("vulnerabilities.exploited", "fail")], id="exploited"
        ),
        pytest.param(
            Threat(exploited_related=(CVE,)),
            [("vulnerabilities.exploited_related", "warn")],
            id="a related one is",
        ),
    ],
)
def test_what_is_used_is_reason_at_any_severity(threat, expected):
    assert expected == by_finding(SILENT, Level.NONE, threat=threat, fixed_in=None)


@pytest.mark.parametrize(
    ("limits", "threat", "expected"),
    [
        pytest.param("fail: 0.25", Threat(probability=EPSS), "fail", id="at"),
        pytest.param("fail: 0.26, warn: 0.1", Threat(probability=EPSS), "warn", id="below"),
        pytest.param("warn: 0.3", Threat(probability=EPSS), None, id="below both"),
        pytest.param("fail: 0", Threat(), None, id="unknown is another rule"),
    ],
)
def test_a_probability_has_limits(limits, threat, expected):
    text = f"vulnerabilities: {{fail_on: never, warn_on: never, probability: {{{limits}}}}}"

    found = by_finding(text, threat=threat)

    assert ([("vulnerabilities.probability", expected)] if expected else []) == found


def test_that_nothing_is_known_of_the_probability_can_be_told():
    text = "vulnerabilities: {fail_on: never, warn_on: never, unscored: warn}"

    assert [("vulnerabilities.unscored", "warn")] == by_finding(text)


@pytest.mark.parametrize(
    "changes",
    [{"left_to": OWNER}, {"decision": DECISION}, {"is_known": True}],
    ids=["of the system", "decided", "known"],
)
def test_what_does_not_count_meets_no_rule(changes):
    assert [] == by_finding(**changes, threat=Threat(is_malware=True))


GROUPS = "groups: {dev: {fail_on: never, warn_on: high}, docs: {fail_on: critical}}"


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        pytest.param((), (SEVERITY, "fail"), id="of the project"),
        pytest.param(("dev",), ("groups.dev", "warn"), id="of a group"),
        pytest.param(("dev", "test"), (SEVERITY, "fail"), id="of another as well"),
        pytest.param(("dev", "docs"), ("groups.dev", "warn"), id="of two"),
    ],
)
def test_groups_have_thresholds_of_their_own(groups, expected):
    declared = component(
        state=State.DECLARED,
        declaration=Declaration(requirement="x", is_locked=True, groups=groups),
    )

    found = met(report_of(declared, findings=(finding(declared),)), GROUPS)

    assert [expected] == found


def test_a_violation_says_what_it_is_about():
    (found,) = violations(report_of(IDNA, findings=(finding(IDNA),)), policy(), TODAY)

    assert ("PYSEC-2024-60 in idna 3.4", IDNA.place, "its severity is high") == (
        found.about,
        found.place,
        found.reason,
    )


@pytest.mark.parametrize(
    ("coverage", "expected"),
    [
        (Coverage.FULL, []),
        (Coverage.INCOMPLETE, [("coverage.incomplete", "fail")]),
        (Coverage.TOC, [("coverage.toc", "warn")]),
        (Coverage.SBOM, [("coverage.sbom", "warn")]),
    ],
)
def test_what_was_not_read_is_a_rule(coverage, expected):
    report = report_of()
    report = replace(report, inventory=replace(report.inventory, coverage=coverage))

    assert expected == met(report, "coverage: {toc: warn, sbom: warn}")


def test_a_file_that_is_not_as_it_was_installed_is_a_rule():
    change = Change(path="a.py", kind=ChangeKind.MODIFIED, layer=0, owner=None, reason="r")
    slimmed = replace(change, kind=ChangeKind.MISSING)
    report = report_of()

    found = replace(report, inventory=replace(report.inventory, changes=(change, slimmed)))

    assert [("coverage.changed", "fail")] == met(found)


AGE = "data: {age: {PyPA: {fail: 121, warn: 30}}}"


@pytest.mark.parametrize(
    ("text", "today", "expected"),
    [
        pytest.param(AGE, TODAY, [("data.age", "fail")], id="old"),
        pytest.param(AGE, TODAY - timedelta(1), [("data.age", "warn")], id="older than wanted"),
        pytest.param(AGE, TODAY - timedelta(100), [], id="young"),
        pytest.param(AGE, date(2026, 7, 22), [], id="of tomorrow"),
        pytest.param(AGE, date(2026, 7, 21), [("data.undated", "fail")], id="still to come"),
        pytest.param(AGE, None, [("data.undated", "fail")], id="some day"),
        pytest.param("data: {age: {'*': {warn: 1}}}", TODAY, [("data.age", "warn")], id="others"),
        pytest.param("data: {age: {KEV: {warn: 1}}}", TODAY, [("data.missing", "fail")], id="none"),
        pytest.param("{}", TODAY, [], id="nothing said"),
    ],
)
def test_data_have_an_age(text, today, expected):
    """
    The source is of 2026-07-23.
    """
    assert expected == met(report_of(), text, today)


def test_a_source_whose_date_is_none_is_not_young():
    report = report_of()
    (source,) = report.sources

    found = replace(report, sources=(replace(source, date="July"),))

    assert [("data.undated", "fail")] == met(found, AGE)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"has_expired": True}, ("decisions.expired", "fail")),
        ({}, ("decisions.unused", "warn")),
        ({"ground": Ground.VEX}, ("decisions.unmatched", "warn")),
    ],
    ids=["expired", "unused", "unmatched"],
)
def test_decisions_that_decide_nothing_are_rules(changes, expected):
    idle = replace(IdleDecision(source="x:1", about="CVE-1", reason="r"), **changes)

    assert [expected] == met(replace(report_of(), idle_decisions=(idle,)))


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        pytest.param(component(version=None), [("coverage.unversioned", "warn")], id="no version"),
        pytest.param(
            component(origin="git+https://x.test"), [("coverage.unreleased", "warn")], id="checkout"
        ),
        pytest.param(component(version="3.5"), [], id="other version"),
        pytest.param(component(version="3.4+local"), [("bans", "fail")], id="banned"),
        pytest.param(component(state=State.TEST_DATA), [], id="not run"),
    ],
)
def test_components_meet_rules(found, expected):
    text = """\
        coverage: {unreleased: warn}
        bans: [{distribution: idna, versions: "==3.4+local", reason: r}]
        """

    assert expected == met(report_of(found), text)


@pytest.mark.parametrize(
    ("maintenance", "expected"),
    [
        (Maintenance.ACTIVE, []),
        (Maintenance.ARCHIVED, [("maintenance.archived", "warn")]),
        (Maintenance.DEPRECATED, [("maintenance.deprecated", "warn")]),
        (Maintenance.QUARANTINED, [("maintenance.quarantined", "fail")]),
    ],
)
def test_what_an_index_says_of_a_project_is_a_rule(maintenance, expected):
    status = ProjectStatus(project=NormalizedName("idna"), maintenance=maintenance)

    assert expected == met(replace(report_of(IDNA), projects=(status,)))


@pytest.mark.parametrize(("version", "expected"), [("3.4.0", 1), ("3.5", 0)])
def test_a_release_that_was_taken_back_is_a_rule(version, expected):
    release = YankedRelease(project=NormalizedName("idna"), version=version)

    found = met(replace(report_of(component(version="3.4+local")), yanked=(release,)))

    assert [("maintenance.yanked", "warn")] * expected == found


@pytest.mark.parametrize(
    ("text", "days", "expected"),
    [
        pytest.param("{}", 0, [], id="alive"),
        pytest.param("{}", 400, [("interpreters.end_of_life", "warn")], id="dead"),
        pytest.param(
            "interpreters: {unknown: fail}", None, [("interpreters.unknown", "fail")], id="some day"
        ),
    ],
)
def test_an_interpreter_has_an_end(text, days, expected):
    """
    CPython 3.11 gets fixes until October 2027.
    """
    today = None if days is None else TODAY + timedelta(days)

    assert expected == met(report_of(IDNA), text, today)


@pytest.mark.parametrize(
    ("system", "text", "today", "expected"),
    [
        (OperatingSystem("debian", "10"), "{}", date(2024, 6, 30), []),
        (
            OperatingSystem("debian", "10"),
            "{}",
            date(2024, 7, 1),
            [("operating_system.end_of_life", "warn")],
        ),
        (
            OperatingSystem("alpine", "3.12.1"),
            "operating_system: {end_of_life: fail}",
            TODAY,
            [("operating_system.end_of_life", "fail")],
        ),
        (OperatingSystem("alpine", "3.12.1"), "{}", None, []),
        (OperatingSystem("void", "1"), "{}", TODAY, []),
        (None, "{}", TODAY, []),
    ],
    ids=["its last day", "the day after", "fail", "some day", "unknown", "none"],
)
def test_an_operating_system_has_an_end(system, text, today, expected):
    report = report_of()

    inventory = replace(report.inventory, operating_system=system)

    found = met(replace(report, inventory=inventory), text, today)
    assert expected == [rule for rule in found if rule[0].startswith("operating")]


def test_licences_are_judged_by_their_own_policy():
    denied = component(licensing=Licensing(concluded="GPL-3.0-only"))
    flagged = component("six", licensing=Licensing(concluded="MPL-2.0"))
    text = """\
        licenses:
          policy:
            rules:
            - {outcome: deny, license: GPL-*, context: service}
            - {outcome: flag, license: MPL-*}
            exceptions: [{distribution: gone, reason: r, owner: o, expires: 2000-01-01}]
          context: service
        """

    found = met(replace(report_of(), inventory=inventory_of(denied, flagged)), text)

    expected = [
        ("licenses.deny", "fail"),
        ("licenses.flag", "warn"),
        ("licenses.decisions", "warn"),
    ]
    assert expected == found


def test_without_a_licence_policy_no_licence_is_a_reason():
    assert [] == met(report_of(component(licensing=Licensing(concluded="GPL-3.0-only"))))
