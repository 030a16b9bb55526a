"""The file of a policy."""

from __future__ import annotations

import pytest

from scanner.decided.distribution import Distributions
from scanner.errors import UnusableDecision
from scanner.licenses.context import Context
from scanner.model.advisory import Level
from scanner.model.violation import Outcome
from scanner.policy.policy import ALLOW, FAIL, RULES, WARN, Ban, Limits, Policy, Thresholds
from tests.support.deciding import policy


def test_a_policy_is_read_whole():
    text = """\
        vulnerabilities:
          fail_on: high
          warn_on: low
          unknown: warn
          without_fix: allow
          probability: {fail: 0.5, warn: 0.1}
        groups:
          dev: {fail_on: critical}
        data:
          age: {"*": {fail: 30}, PyPA: {warn: 7}}
        coverage: {incomplete: warn}
        licenses:
          file: licenses.yaml
          context: internal
          deny: warn
        decisions: {max_days: 90}
        bans:
        - {distribution: [Py_Crypto], versions: "<3", reason: "given  up"}
        - {distribution: acme-*, outcome: warn, reason: r}
        """

    expected = Policy(
        outcomes={
            "vulnerabilities.unknown": WARN,
            "vulnerabilities.without_fix": ALLOW,
            "coverage.incomplete": WARN,
            "licenses.deny": WARN,
        },
        thresholds=Thresholds(fail_on=Level.HIGH, warn_on=Level.LOW, unknown=WARN),
        groups={"dev": Thresholds(fail_on=Level.CRITICAL, warn_on=Level.LOW, unknown=WARN)},
        probability=Limits(fail=0.5, warn=0.1),
        ages={"*": Limits(fail=30), "PyPA": Limits(warn=7)},
        bans=(
            Ban(
                distributions=Distributions(("py-crypto",), "<3"),
                reason="given up",
                line=18,
            ),
            Ban(
                distributions=Distributions(("acme-*",)),
                outcome=Outcome.WARN,
                reason="r",
                line=19,
            ),
        ),
        license_file="licenses.yaml",
        context=Context.INTERNAL,
        max_days=90,
        location="policy.yaml",
    )
    assert expected == policy(text)


def test_a_licence_policy_may_be_in_it():
    found = policy("licenses: {policy: {unknown: deny, rules: [{outcome: deny, license: GPL-*}]}}")

    assert found.licenses
    assert (1, "policy.yaml") == (len(found.licenses.rules), found.licenses.location)


@pytest.mark.parametrize("section", RULES)
def test_every_rule_can_have_every_outcome(section):
    for name in RULES[section]:
        for word, verdict in {"fail": FAIL, "warn": WARN, "allow": ALLOW}.items():
            found = policy(f"{section}: {{{name}: {word}}}")

            assert verdict == found.verdict(f"{section}.{name}")


@pytest.mark.parametrize("section", RULES)
def test_what_a_policy_does_not_say_is_as_it_is_for_all(section):
    found = policy()

    assert RULES[section] == {name: found.verdict(f"{section}.{name}") for name in RULES[section]}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("severity: high", "1: severity is unknown; known are vuln", id="section"),
        pytest.param("coverage: {partial: fail}", "1: partial is unknown", id="rule"),
        pytest.param("coverage: {toc: deny}", "'deny' is none of fail, warn, allow", id="outcome"),
        pytest.param("coverage: {toc: no}", "YAML takes no for a bool", id="flag"),
        pytest.param("coverage: fail", "1: a mapping is wanted here", id="no section"),
        pytest.param("vulnerabilities: {fail_on: any}", "'any' is none of none, low", id="level"),
        pytest.param("vulnerabilities: {probability: 0.5}", "a mapping is wanted", id="limits"),
        pytest.param(
            "vulnerabilities: {probability: {fail: -1}}", "fail is no number", id="negative"
        ),
        pytest.param("data: {age: {x: {fail: soon}}}", "fail is no number", id="number"),
        pytest.param("groups: {dev: {ignore: x}}", "ignore is unknown", id="group"),
        pytest.param("decisions: {max_days: 0}", "no whole number of at least 1", id="days"),
        pytest.param("decisions: {max_days: 1.5}", "no whole number of at least 1", id="half"),
        pytest.param("bans: [{reason: r}]", "it has no distribution", id="ban of nothing"),
        pytest.param("bans: [{distribution: a}]", "it has no reason", id="ban without reason"),
        pytest.param(
            "bans: [{distribution: a, reason: r, outcome: allow}]", "'allow' is none", id="no ban"
        ),
        pytest.param("licenses: {file: a, policy: {}}", "it has both", id="two of licences"),
        pytest.param("licenses: {policy: {x: y}}", "x is unknown", id="of licences"),
    ],
)
def test_what_is_wrong_is_an_error_with_its_line(text, message):
    with pytest.raises(UnusableDecision) as caught:
        policy(text)

    assert message in str(caught.value)
    assert str(caught.value).startswith("policy.yaml:")
