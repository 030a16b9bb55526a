"""The file of rules to ignore findings."""

from __future__ import annotations

from datetime import date

import pytest

from scanner.decided.distribution import Distributions
from scanner.decided.rule import Rule
from scanner.errors import UnusableDecision
from tests.support.deciding import rules

REST = "reason: r, owner: o, expires: 2027-01-31"


def test_a_rule_is_read_whole():
    text = """\
        ignore:
        - id: [cve-2024-3651, PYSEC-2024-60]
          distribution: [Idna, x-*]
          versions: "<3.7"
          path: opt/*
          reason: >
            never
            called
          owner: Ada
          expires: 2027-01-31
          until: fix
          justification: vulnerable_code_not_in_execute_path
        """

    expected = Rule(
        ids=frozenset(("CVE-2024-3651", "PYSEC-2024-60")),
        distributions=Distributions(("idna", "x-*"), "<3.7"),
        paths=("opt/*",),
        reason="never called",
        owner="Ada",
        expires=date(2027, 1, 31),
        until_fix=True,
        justification="vulnerable_code_not_in_execute_path",
        location="decisions.yaml",
        line=2,
    )
    assert (expected,) == rules(text)


@pytest.mark.parametrize("text", ["{}", "ignore:", "ignore: []"])
def test_a_file_may_have_no_rules(text):
    assert () == rules(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("rules: []", "1: rules is unknown; known are ignore", id="key"),
        pytest.param(f"ignore: [{{id: A, ids: B, {REST}}}]", "1: ids is unknown", id="key of one"),
        pytest.param(f"ignore: [{{{REST}}}]", "1: it has neither id nor dist", id="all"),
        pytest.param(f"ignore:\n- {{path: a, {REST}}}", "2: it has neither id", id="a path only"),
        pytest.param("ignore: [{id: A, owner: o, expires: 2027-01-31}]", "no reason", id="reason"),
        pytest.param("ignore: [{id: A, reason: r, expires: 2027-01-31}]", "no owner", id="owner"),
        pytest.param("ignore: [{id: A, reason: r, owner: o}]", "no expires", id="expires"),
        pytest.param(
            "ignore: [{id: A, reason: r, owner: o, expires: never}]", "no date like", id="date"
        ),
        pytest.param(f"ignore: [{{id: A, until: x, {REST}}}]", "'x' is none of fix", id="until"),
        pytest.param(
            f"ignore: [{{id: A, justification: x, {REST}}}]", "is none of component", id="word"
        ),
        pytest.param(f"ignore: [{{id: 1.10, {REST}}}]", 'write "1.10"', id="number"),
        pytest.param(f"ignore: [{{id: A, versions: '<1', {REST}}}]", "versions of which", id="of"),
        pytest.param("a: b: c", "1: it is no YAML", id="no YAML"),
    ],
)
def test_what_is_wrong_is_an_error_with_its_line(text, message):
    with pytest.raises(UnusableDecision) as caught:
        rules(text)

    assert message in str(caught.value)
    assert str(caught.value).startswith("decisions.yaml:")
