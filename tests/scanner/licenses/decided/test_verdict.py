"""An inventory judged by a policy."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from scanner.licenses.context import Context
from scanner.licenses.decided.curation import with_curations
from scanner.licenses.decided.policy import DEFAULT, Outcome, Policy
from scanner.licenses.decided.verdict import Ruling, judge
from scanner.model.component import Component, State
from tests.support.licensed import TODAY, bundling, curations, licensed, policy
from tests.support.reports import component, inventory_of

ALLOW, FLAG, DENY = Outcome
NO_COPYLEFT = policy("rules: [{name: bad, outcome: deny, category: copyleft}]")


def ruling(
    *components: Component,
    by: Policy = NO_COPYLEFT,
    today: date = TODAY,
    context: Context = Context.SHIPPED,
) -> Ruling:
    """Return what a policy says of an inventory with these components."""
    return judge(inventory_of(*components), by, today=today, context=context)


def reasons(found: Ruling) -> list[str]:
    """Return what is to be said of the policy."""
    return [problem.reason for problem in found.problems]


def test_a_verdict_says_what_was_judged_by_what_and_why():
    dual = licensed("GPL-2.0-only OR MIT")

    (verdict,) = ruling(dual).verdicts

    assert (dual, ALLOW, "otherwise", "GPL-2.0-only OR MIT", "MIT", "MIT is permissive") == (
        verdict.component,
        verdict.outcome,
        verdict.rule,
        verdict.expression,
        verdict.choice,
        verdict.reason,
    )


@pytest.mark.parametrize("expression", ["MIT", "(MIT)", "MIT AND ISC", None, "NONE"])
def test_without_an_or_there_is_no_choice(expression):
    (verdict,) = ruling(licensed(expression)).verdicts

    assert verdict.choice is None


def test_the_worst_of_all_is_what_counts():
    found = ruling(licensed("MIT", "a"), licensed("GPL-2.0-only", "b"), licensed(None, "c"))

    assert (DENY, [ALLOW, DENY, FLAG]) == (
        found.outcome,
        [verdict.outcome for verdict in found.verdicts],
    )


def test_where_there_is_nothing_nothing_is_denied():
    assert ruling().outcome is ALLOW


def test_what_nobody_looked_at_is_not_known():
    (verdict,) = ruling(component()).verdicts

    assert (FLAG, "unknown") == (verdict.outcome, verdict.rule)


def test_what_is_not_part_of_an_sbom_is_not_judged():
    assert () == ruling(licensed("GPL-2.0-only", state=State.CACHE)).verdicts


@pytest.mark.parametrize("worst", Outcome)
def test_bundled_parts_are_judged_apart_and_come_to_no_more_than_is_wanted(worst):
    by = replace(NO_COPYLEFT, bundled=worst)

    whole, gpl, zlib = ruling(bundling("GPL-2.0-only", "Zlib"), by=by).verdicts

    assert [(ALLOW, False), (worst, True), (ALLOW, True)] == [
        (verdict.outcome, verdict.is_bundled) for verdict in (whole, gpl, zlib)
    ]
    assert ("bad" if worst is DENY else "bundled") == gpl.rule


def test_a_part_that_is_a_component_is_bundled():
    numpy = licensed("MIT", "numpy")
    part = licensed(
        "GPL-2.0-only",
        "libx",
        purl="pkg:generic/libx",
        state=State.BUNDLED,
        parent=numpy.evidence.path,
    )

    found = ruling(numpy, part, by=replace(NO_COPYLEFT, bundled=FLAG))

    outcomes = {verdict.component.name: verdict.outcome for verdict in found.verdicts}
    assert {"numpy": ALLOW, "libx": FLAG} == outcomes


IN_CONTEXT = policy("""
    rules:
    - {outcome: deny, obligation: network-source, context: [service, shipped]}
    - {outcome: deny, category: copyleft, context: shipped}
    """)


@pytest.mark.parametrize(
    ("context", "denied"),
    [
        (Context.INTERNAL, set()),
        (Context.SERVICE, {"AGPL-3.0-only"}),
        (Context.SHIPPED, {"AGPL-3.0-only", "GPL-3.0-only"}),
    ],
    ids=lambda value: getattr(value, "value", ""),
)
def test_a_rule_applies_in_its_contexts(context, denied):
    licenses = ["MIT", "GPL-3.0-only", "AGPL-3.0-only"]

    found = ruling(*(licensed(each, each) for each in licenses), by=IN_CONTEXT, context=context)

    assert denied == {each.expression for each in found.verdicts if each.outcome is DENY}


def test_a_rule_is_about_versions_of_distributions():
    by = policy("rules: [{outcome: deny, distribution: [a, b-*], versions: '>=2'}]")
    found = [("a", "1"), ("a", "2"), ("b-c", "3"), ("c", "3")]

    verdicts = ruling(*(licensed("MIT", *each) for each in found), by=by).verdicts

    denied = {
        (each.component.name, each.component.version) for each in verdicts if each.outcome is DENY
    }
    assert {("a", "2"), ("b-c", "3")} == denied


EXEMPTING = policy("""\
    rules: [{name: bad, outcome: deny, category: copyleft}]
    exceptions:
    - distribution: gmsh
      versions: "<5"
      reason: a tool
      owner: legal
      expires: 2026-11-21
      context: [service, shipped]
    """)
GMSH = licensed("GPL-2.0-or-later", "gmsh", "4.13")
EXPIRED = "line 3: the exception for gmsh <5 expired on 2026-11-21"


@pytest.mark.parametrize(
    ("days", "outcome", "said"),
    [(-1, ALLOW, []), (0, ALLOW, []), (1, DENY, [EXPIRED])],
    ids=["the day before", "the last day", "the day after"],
)
def test_an_exemption_applies_to_the_end_of_its_last_day(days, outcome, said):
    found = ruling(GMSH, by=EXEMPTING, today=date(2026, 11, 21) + timedelta(days))

    assert (outcome, said) == (found.outcome, reasons(found))


UNUSED = {
    "another version": (
        replace(GMSH, version="5.0"),
        ["line 3: the exception for gmsh <5 is unused: nothing here needs it"],
    ),
    "another licence": (
        licensed("MIT", "gmsh", "4.13"),
        ["line 3: the exception for gmsh <5 is unused: nothing here needs it"],
    ),
    "another distribution": (
        licensed("MIT", "idna"),
        ["unused exceptions (1): nothing here is called gmsh"],
    ),
    "none": (GMSH, []),
}


@pytest.mark.parametrize(("found", "expected"), UNUSED.values(), ids=UNUSED)
def test_an_exemption_that_nothing_needs_is_reported(found, expected):
    assert expected == reasons(ruling(found, by=EXEMPTING))


def test_an_exemption_for_other_contexts_is_neither_used_nor_unused():
    found = ruling(GMSH, by=EXEMPTING, context=Context.INTERNAL)

    assert (DENY, []) == (found.outcome, reasons(found))


def test_a_problem_is_one_of_the_policys_file():
    (problem,) = ruling(GMSH, by=EXEMPTING, today=date(2027, 1, 1)).problems

    assert ("policy.yaml", "license-policy", False) == (
        problem.path,
        problem.cataloger,
        problem.incomplete,
    )


def test_curations_of_no_use_are_told_with_the_policy():
    text = "curations: [{distribution: x, concluded: MIT, reason: r, who: w, when: 2026-11-21}]"
    inventory = with_curations(inventory_of(GMSH), curations(text))

    found = judge(inventory, EXEMPTING, today=TODAY)

    assert ["unused curations (1): nothing here is called x"] == reasons(found)


def test_without_a_policy_nothing_is_denied():
    licenses = [None, "NONE", "GPL-3.0-only", "AGPL-3.0-only", "LicenseRef-a", "BUSL-1.1"]

    found = ruling(*(licensed(each, str(each)) for each in licenses), by=DEFAULT)

    assert {FLAG} == {verdict.outcome for verdict in found.verdicts}
