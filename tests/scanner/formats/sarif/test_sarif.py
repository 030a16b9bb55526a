"""SARIF: what code scanning makes of a report."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from scanner.formats.sarif import SARIF
from scanner.model.advisory import Advisory, Level, Severity
from scanner.model.component import Evidence, State
from scanner.model.detail import Detail
from scanner.model.inventory import Subject
from scanner.model.threat import Threat
from tests.support.judged import judged_report
from tests.support.reports import ADVISORY, component, finding, report_of


def run_of(report):
    (run,) = json.loads("".join(SARIF.emit(report)))["runs"]
    return run


def results_of(report, rule):
    return [each for each in run_of(report)["results"] if each["ruleId"] == rule]


JUDGED = judged_report()


def test_a_declared_component_is_at_its_line_and_all_its_places_are_one_result():
    declared = [
        component(
            state=State.DECLARED,
            evidence=Evidence(f"{name}/requirements.txt", line=line),
        )
        for name, line in (("a", 3), ("b", 7))
    ]
    report = report_of(*declared, findings=tuple(map(finding, declared)))

    (result,) = results_of(report, "PYSEC-2024-60")

    places = [each["physicalLocation"] for each in result["locations"]]
    assert [("a/requirements.txt", 3), ("b/requirements.txt", 7)] == [
        (place["artifactLocation"]["uri"], place["region"]["startLine"]) for place in places
    ]
    assert {"%SRCROOT%"} == {place["artifactLocation"]["uriBaseId"] for place in places}


def test_a_result_has_no_more_places_than_github_takes_and_says_how_many_more_there_are():
    many = [
        component(state=State.DECLARED, evidence=Evidence(f"{number}/requirements.txt", line=1))
        for number in range(1_002)
    ]
    report = report_of(*many, findings=tuple(map(finding, many)))

    (result,) = results_of(report, "PYSEC-2024-60")

    assert 1_000 == len(result["locations"])
    assert result["message"]["text"].endswith("It is at 2 more places.")


def test_a_rule_has_no_more_tags_than_github_takes():
    cwes = tuple(f"CWE-{number}" for number in range(1, 40))
    details = {ADVISORY.id: Detail(id=ADVISORY.id, cwes=cwes)}
    report = replace(report_of(component(), findings=(finding(component()),)), details=details)

    rule = run_of(report)["tool"]["driver"]["rules"][0]

    assert 20 == len(rule["properties"]["tags"])


def test_what_is_in_an_image_says_in_which_layer():
    report = report_of(component(), findings=(finding(component()),))

    (result,) = results_of(report, "PYSEC-2024-60")

    (layer,) = result["locations"][0]["logicalLocations"]
    assert ("layer 0", f"sha256:{'c' * 64}") == (layer["name"], layer["fullyQualifiedName"])


def test_a_way_is_told_step_by_step_and_in_words():
    (result,) = results_of(JUDGED, "PYSEC-2023-58")

    steps = result["codeFlows"][0]["threadFlows"][0]["locations"]
    assert ["flask 2.0.0", "werkzeug 2.0.0"] == [
        step["location"]["message"]["text"] for step in steps
    ]
    assert "through flask → werkzeug" in result["message"]["text"]
    assert "by raising flask" in result["message"]["text"]


def test_what_is_undetermined_is_to_be_reviewed_and_has_no_level():
    (result,) = results_of(JUDGED, "PYSEC-2026-9")

    assert ("review", "none") == (result["kind"], result["level"])


def test_what_somebody_decided_is_suppressed_and_what_was_known_is_unchanged():
    decided, left = results_of(JUDGED, "PYSEC-2024-60")
    (known,) = results_of(JUDGED, "PYSEC-2023-62")

    assert ["external"] == [each["kind"] for each in decided["suppressions"]]
    assert "encodes names of our own" in decided["suppressions"][0]["justification"]
    assert "python3-idna" in left["suppressions"][0]["justification"]
    assert ("unchanged", "new") == (known["baselineState"], decided["baselineState"])
    assert "suppressions" not in known


def test_without_a_baseline_nothing_is_new():
    report = report_of(component(), findings=(finding(component()),))

    assert all("baselineState" not in each for each in run_of(report)["results"])


def test_what_was_not_read_is_an_error_of_the_run():
    (invocation,) = run_of(JUDGED)["invocations"]

    assert not invocation["executionSuccessful"]
    assert [("error", "truncated")] == [
        (each["level"], each["message"]["text"])
        for each in invocation["toolExecutionNotifications"]
    ]
    assert 2 == len(invocation["toolConfigurationNotifications"])


@pytest.mark.parametrize(
    ("severity", "threat", "expected"),
    [
        (Severity(Level.HIGH, 7.5), Threat(), ("error", "7.5")),
        (Severity(Level.MEDIUM), Threat(), ("warning", "5.5")),
        (Severity(Level.LOW, 2.0), Threat(), ("note", "2.0")),
        (Severity(), Threat(), ("warning", None)),
        (Severity(), Threat(is_malware=True), ("error", "10.0")),
    ],
    ids=["score", "word", "low", "unknown", "malware"],
)
def test_a_rule_has_a_level_and_a_number_for_it(severity, threat, expected):
    found = finding(component(), Advisory(id="X-1", severity=severity), threat=threat)

    rule = run_of(report_of(component(), findings=(found,)))["tool"]["driver"]["rules"][0]

    level = rule["defaultConfiguration"]["level"]
    assert expected == (level, rule["properties"].get("security-severity"))


def test_a_rule_says_what_the_advisory_says_as_text():
    detail = Detail(
        id=ADVISORY.id,
        summary="Slow   {encode} [see](http://evil.test)",
        details="# Heading\n![](x)",
        cwes=("CWE-79", "CWE-x"),
    )
    report = report_of(component(), findings=(finding(component()),))
    rule = run_of(replace(report, details={ADVISORY.id: detail}))["tool"]["driver"]["rules"][0]

    assert r"Slow {{encode}} \[see\](http://evil.test)" == rule["shortDescription"]["text"]
    assert "&#35; Heading\n&#33;&#91;&#93;(x)" in rule["help"]["markdown"]
    assert "external/cwe/cwe-079" in rule["properties"]["tags"]


@pytest.mark.parametrize(
    ("location", "uri"),
    [("/srv/a b", "file:///srv/a%20b/"), ("/", "file:///"), (".", None)],
    ids=["absolute", "root", "relative"],
)
def test_a_directory_is_where_paths_begin_if_it_is_named_as_one(location, uri):
    report = report_of(subject=Subject(location=location, source="dir"))

    assert uri == run_of(report)["originalUriBaseIds"]["%SRCROOT%"].get("uri")


@pytest.mark.parametrize(
    ("rule", "levels"),
    [
        ("policy", ["error", "warning"]),
        ("project-status", ["error", "warning"]),
        ("yanked-release", ["warning"]),
        ("changed-file", ["warning"]),
    ],
    ids=str,
)
def test_what_is_no_vulnerability_has_rules_of_its_own(rule, levels):
    assert levels == [each["level"] for each in results_of(JUDGED, rule)]
