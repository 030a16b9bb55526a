"""The file of curations."""

from __future__ import annotations

from datetime import date

import pytest

from scanner.decided.distribution import Distributions
from scanner.errors import UnusableDecision
from scanner.licenses.decided.curation import Curation
from tests.support.licensed import curations

DECIDED = "reason: its text\n  who: ada@example.org\n  when: 2026-11-21"
ENTRY = f"curations:\n- distribution: numpy\n  concluded: BSD-3-Clause\n  {DECIDED}\n"


def entry(distribution: str, concluded: str, *, more: str = "") -> str:
    """Return one decision as a line of a list."""
    values = f"reason: r, who: w, when: 2026-11-21, concluded: {concluded}{more}"
    return f"- {{distribution: '{distribution}', {values}}}\n"


def test_a_decision_is_read_whole():
    text = ENTRY + "  versions: '>=1.20,<2'\n  declared: BSD\n"

    expected = Curation(
        distributions=Distributions(("numpy",), ">=1.20,<2"),
        concluded="BSD-3-Clause",
        reason="its text",
        who="ada@example.org",
        when=date(2026, 11, 21),
        declared="BSD",
        location="curations.yaml",
        line=2,
    )
    assert (expected,) == curations(text)


def test_an_expression_is_put_into_its_canonical_form():
    (curation,) = curations(ENTRY.replace("BSD-3-Clause", "(mit or  isc)"))

    assert curation.concluded == "MIT OR ISC"


def test_a_withdrawn_identifier_is_put_into_its_current_form():
    (curation,) = curations(ENTRY.replace("BSD-3-Clause", "GPL-2.0+"))

    assert curation.concluded == "GPL-2.0-or-later"


def test_it_may_be_decided_that_there_is_none():
    (curation,) = curations(ENTRY.replace("BSD-3-Clause", "NONE"))

    assert curation.concluded == "NONE"


REFUSED = {
    "no who": (ENTRY.replace("who", "declared"), "2: it has no who"),
    "no when": (ENTRY.replace("when: 2026-11-21", "declared: x"), "2: it has no when"),
    "no reason": (ENTRY.replace("reason", "declared"), "2: it has no reason"),
    "nothing concluded": (ENTRY.replace("concluded", "declared"), "2: it has no concluded"),
    "no distribution": (
        f"curations:\n- concluded: MIT\n  {DECIDED}\n",
        "2: it has no distribution",
    ),
    "an unknown key": (ENTRY + "  licence: MIT\n", "7: licence is unknown"),
    "an expression that is none": (
        ENTRY.replace("BSD-3-Clause", "BSD"),
        "3: 'BSD' is no expression of SPDX",
    ),
    "Norway": (ENTRY.replace("BSD-3-Clause", "NO"), "3: concluded: YAML takes NO for a bool"),
    "a boolean for a person": (ENTRY.replace("ada@example.org", "yes"), "5: who: YAML takes yes"),
    "no day": (ENTRY.replace("2026-11-21", "today"), "6: when is no date like 2026-12-31"),
    "no list": ("curations: numpy", "1: curations is no list"),
    "no mapping": ("curations: [numpy]", "1: a mapping is wanted here"),
}


@pytest.mark.parametrize(("text", "expected"), REFUSED.values(), ids=REFUSED)
def test_what_is_wrong_is_said_with_its_line(text, expected):
    with pytest.raises(UnusableDecision) as raised:
        curations(text)

    assert str(raised.value).startswith(f"curations.yaml:{expected}")


TOGETHER = {
    "other distributions": entry("a", "MIT") + entry("b", "ISC"),
    "other versions": entry("a", "MIT", more=", versions: '<2'")
    + entry("a", "ISC", more=", versions: '>=2'"),
    "the same": entry("a", "MIT") + entry("a*", "MIT"),
    "other declarations": entry("a", "MIT", more=", declared: X")
    + entry("a", "ISC", more=", declared: Y"),
}
APART = {
    "one distribution": entry("a", "MIT") + entry("A", "ISC"),
    "a pattern before": entry("a*", "MIT") + entry("ab", "ISC"),
    "a pattern behind": entry("ab", "MIT") + entry("a*", "ISC"),
    "two patterns": entry("a*", "MIT") + entry("*b", "ISC"),
    "versions that meet": entry("a", "MIT", more=", versions: '<3'")
    + entry("a", "ISC", more=", versions: '>=2'"),
    "a declaration": entry("a", "MIT") + entry("a", "ISC", more=", declared: Y"),
}


@pytest.mark.parametrize("text", TOGETHER.values(), ids=TOGETHER)
def test_decisions_may_stand_beside_each_other(text):
    assert len(curations(f"curations:\n{text}")) == 2


@pytest.mark.parametrize("text", APART.values(), ids=APART)
def test_decisions_that_disagree_are_an_error_that_names_both_lines(text):
    with pytest.raises(UnusableDecision) as raised:
        curations(f"curations:\n{text}")

    assert raised.value.line == 3
    assert "disagrees with line 2, MIT for a" in raised.value.reason
