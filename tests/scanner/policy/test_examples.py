"""The examples of the documentation."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from scanner.decided.decisions import Decisions
from scanner.match.decisions import decided
from scanner.metadata.vex.document import parse_vex
from scanner.model.decision import JUSTIFICATIONS
from scanner.policy.evaluation import violations
from scanner.policy.policy import RULES
from tests.support.deciding import TODAY, policy, rules
from tests.support.reports import ADVISORY, IMAGE, component, finding, report_of

PAGES = {
    name: (Path(__file__).parents[3] / f"docs/{name}.md").read_text("utf-8")
    for name in ("decisions", "policy", "vex")
}
EXAMPLES = {
    name: re.findall(r"^```(?:yaml|json)\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
    for name, page in PAGES.items()
}
FOUND = finding(component())


def test_the_example_of_rules_ignores():
    (text,) = EXAMPLES["decisions"]

    report = decided(
        report_of(component(), findings=(FOUND,)), Decisions(rules=rules(text)), TODAY, 365
    )

    assert ["Ada Lovelace <ada@example.org>"] == [
        each.decision and each.decision.owner for each in report.findings
    ]
    assert ["no finding fits it"] * 2 == [each.reason for each in report.idle_decisions]


def test_the_example_of_a_vex_document_takes_a_finding_out():
    (text,) = EXAMPLES["vex"]
    image = replace(IMAGE, names=("registry.example/shop:7",))
    statements = parse_vex(text.encode(), "vex.json").statements

    report = decided(
        report_of(component(), findings=(FOUND,), subject=image),
        Decisions(statements=statements),
        date.min,
        365,
    )

    assert () == report.counted


def test_the_example_of_a_policy_judges():
    (text,) = EXAMPLES["policy"]
    critical = finding(component("pycrypto", "2.6"), replace(ADVISORY, id="X"), fixed_in=None)
    report = report_of(component(), critical.component, findings=(FOUND, critical))

    found = [(each.rule, each.outcome.value) for each in violations(report, policy(text), TODAY)]

    assert [
        ("data.age", "fail"),
        ("vulnerabilities.severity", "fail"),
        ("vulnerabilities.without_fix", "warn"),
        ("bans", "fail"),
        ("licenses.flag", "warn"),
        ("licenses.flag", "warn"),
    ] == found


@pytest.mark.parametrize("section", RULES)
def test_every_rule_is_explained(section):
    rows = "\n".join(line for line in PAGES["policy"].splitlines() if line.startswith("| `"))

    missing = [name for name in RULES[section] if not re.search(rf"`(?:{section}\.)?{name}`", rows)]

    assert [] == missing


def test_every_justification_is_named():
    assert [] == [word for word in JUSTIFICATIONS if f"`{word}`" not in PAGES["vex"]]
