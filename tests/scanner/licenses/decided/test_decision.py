"""What a policy comes to for an expression."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.licenses.decided.decision import decide
from scanner.licenses.decided.policy import DEFAULT, Outcome
from tests.support.licensed import policy

ALLOW, FLAG, DENY = Outcome

STRICT = policy("""
    otherwise: flag
    unknown: deny
    none: flag
    rules:
    - {name: good, outcome: allow, category: [permissive, public-domain]}
    - {name: bad, outcome: deny, category: copyleft}
    """)

TRUTH = {
    "allowed": ("MIT", ALLOW, "good", "MIT"),
    "flagged": ("MPL-2.0", FLAG, "otherwise", "MPL-2.0"),
    "denied": ("GPL-2.0-only", DENY, "bad", "GPL-2.0-only"),
    "or: allowed": ("MIT OR GPL-2.0-only", ALLOW, "good", "MIT"),
    "or: allowed, behind": ("GPL-2.0-only OR MIT", ALLOW, "good", "MIT"),
    "or: flagged": ("GPL-2.0-only OR MPL-2.0", FLAG, "otherwise", "MPL-2.0"),
    "or: denied": ("GPL-2.0-only OR GPL-3.0-only", DENY, "bad", "GPL-2.0-only"),
    "or: the first of equals": ("ISC OR MIT", ALLOW, "good", "ISC"),
    "and: allowed": ("MIT AND ISC", ALLOW, "good", "MIT AND ISC"),
    "and: flagged": ("MIT AND MPL-2.0", FLAG, "otherwise", "MIT AND MPL-2.0"),
    "and: denied": ("MPL-2.0 AND GPL-2.0-only", DENY, "bad", "MPL-2.0 AND GPL-2.0-only"),
    "and of or": (
        "(GPL-2.0-only OR MIT) AND (ISC OR MPL-2.0)",
        ALLOW,
        "good",
        "MIT AND ISC",
    ),
    "or of and": (
        "(MIT AND GPL-2.0-only) OR (MIT AND MPL-2.0)",
        FLAG,
        "otherwise",
        "MIT AND MPL-2.0",
    ),
    "a pair by its category": (
        "GPL-3.0-only WITH GCC-exception-3.1",
        FLAG,
        "otherwise",
        "GPL-3.0-only WITH GCC-exception-3.1",
    ),
    "a pair that changes nothing": (
        "GPL-2.0-only WITH Universal-FOSS-exception-1.0",
        DENY,
        "bad",
        "GPL-2.0-only WITH Universal-FOSS-exception-1.0",
    ),
    "a reference": ("LicenseRef-Acme", FLAG, "otherwise", "LicenseRef-Acme"),
    "open": (None, DENY, "unknown", None),
    "none": ("NONE", FLAG, "none", None),
    "no expression": ("BSD", DENY, "unknown", None),
}


@pytest.mark.parametrize(("expression", "outcome", "rule", "chosen"), TRUTH.values(), ids=TRUTH)
def test_an_expression_is_worth_its_best_branch_and_its_worst_part(
    expression, outcome, rule, chosen
):
    decision = decide(expression, STRICT)

    assert (outcome, rule, chosen) == (
        decision.outcome,
        decision.rule,
        decision.chosen and str(decision.chosen),
    )


def test_the_first_rule_that_fits_decides():
    found = policy("""
        rules:
        - {name: first, outcome: flag, license: GPL-3.*}
        - {name: second, outcome: deny, license: GPL-*}
        """)

    rules = [decide(each, found).rule for each in ("GPL-3.0-only", "GPL-2.0-only", "MIT")]

    assert ["first", "second", "otherwise"] == rules


PAIRS = {
    "the pair, wherever it stands": (
        """
        - {name: licence, outcome: deny, license: GPL-*}
        - {name: pair, outcome: allow, license: "GPL-* WITH GCC-exception-3.1"}
        """,
        "pair",
    ),
    "its category": (
        """
        - {name: copyleft, outcome: deny, category: copyleft}
        - {name: limited, outcome: flag, category: copyleft-limited}
        """,
        "limited",
    ),
    "its licence": ("- {name: licence, outcome: deny, license: GPL-*}", "licence"),
    "its exception": (
        "- {name: exception, outcome: deny, license: GCC-exception-3.1}",
        "exception",
    ),
    "nothing": ("- {name: other, outcome: deny, license: '* WITH LLVM-exception'}", "otherwise"),
}


@pytest.mark.parametrize(("rules", "expected"), PAIRS.values(), ids=PAIRS)
def test_a_pair_is_judged_as_such_and_then_by_its_parts(rules, expected):
    found = policy(f"rules:{rules}" if rules.startswith("\n") else f"rules:\n        {rules}")

    assert expected == decide("GPL-3.0-only WITH GCC-exception-3.1", found).rule


def test_an_obligation_selects_licences():
    found = policy("rules: [{name: saas, outcome: deny, obligation: network-source}]")

    outcomes = [
        decide(each, found).outcome for each in ("AGPL-3.0-only", "EUPL-1.2", "GPL-3.0-only")
    ]

    assert [DENY, DENY, ALLOW] == outcomes


def test_the_reason_names_the_part_that_decided():
    found = policy("rules: [{outcome: deny, category: copyleft, reason: not for us}]")

    decision = decide("MIT AND GPL-2.0-only", found)

    expected = "GPL-2.0-only is copyleft: not for us"
    assert expected == decision.reason


EXEMPTED = policy("""
    unknown: deny
    rules: [{name: bad, outcome: deny, category: copyleft}]
    exceptions:
    - {distribution: a, license: GPL-2.0-*, reason: asked, owner: legal, expires: 2027-01-31}
    """)


def test_an_exemption_allows_the_licences_that_it_is_about():
    allowed, denied = (decide(each, EXEMPTED) for each in ("GPL-2.0-only", "GPL-3.0-only"))

    assert (ALLOW, "exception for a", "asked (legal, until 2027-01-31)", DENY) == (
        allowed.outcome,
        allowed.rule,
        allowed.reason,
        denied.outcome,
    )


@pytest.mark.parametrize(
    ("expression", "used"),
    [
        ("MIT", False),
        ("GPL-2.0-only OR MIT", False),
        ("GPL-2.0-only AND MIT", True),
        ("GPL-2.0-only OR GPL-3.0-only", True),
    ],
)
def test_an_exemption_counts_only_where_nothing_else_would_do(expression, used):
    decision = decide(expression, EXEMPTED)

    assert (ALLOW, used) == (decision.outcome, bool(decision.exemptions))


def test_an_exemption_of_licences_is_none_for_what_is_open():
    whole = policy("""
        unknown: deny
        exceptions: [{distribution: a, reason: asked, owner: legal, expires: 2027-01-31}]
        """)

    assert (DENY, ALLOW) == (decide(None, EXEMPTED).outcome, decide(None, whole).outcome)


@pytest.mark.parametrize("expression", [None, "NONE", "BSD"])
def test_a_rule_of_distributions_decides_on_what_has_no_licence(expression):
    found = policy("""
        unknown: deny
        rules:
        - {name: licences, outcome: deny, category: other}
        - {name: ours, outcome: allow, distribution: acme-*}
        """)

    assert (ALLOW, "ours") == (
        decide(expression, found).outcome,
        decide(expression, found).rule,
    )


@pytest.mark.parametrize("expression", [None, "NONE", "AGPL-3.0-only", "LicenseRef-a", "SSPL-1.0"])
def test_by_default_nothing_is_denied(expression):
    assert decide(expression, DEFAULT).outcome is FLAG


@pytest.mark.parametrize("expression", ["MIT", "CC0-1.0", "LGPL-2.1-only", "Apache-2.0"])
def test_by_default_what_asks_for_little_is_allowed(expression):
    assert decide(expression, DEFAULT).outcome is ALLOW


LICENSES = st.sampled_from(
    ["MIT", "MPL-2.0", "GPL-2.0-only", "LicenseRef-a", "GPL-3.0-only WITH GCC-exception-3.1"]
)
EXPRESSIONS = st.recursive(
    LICENSES,
    lambda inner: st.tuples(inner, st.sampled_from(["AND", "OR"]), inner).map(
        lambda parts: f"({' '.join(parts)})"
    ),
    max_leaves=8,
)
OUTCOMES = st.sampled_from(Outcome)
POLICIES = st.builds(
    lambda rules, otherwise: replace(policy(f"rules: [{', '.join(rules)}]"), otherwise=otherwise),
    st.lists(
        st.builds(
            "{{outcome: {}, license: '{}'}}".format,
            OUTCOMES,
            LICENSES | st.sampled_from(["GPL-*", "*", "* WITH *"]),
        ),
        max_size=4,
    ),
    OUTCOMES,
)


@given(EXPRESSIONS, EXPRESSIONS, POLICIES)
def test_a_further_branch_never_makes_it_worse(expression, branch, found):
    alone = decide(expression, found).outcome
    with_branch = decide(f"{expression} OR {branch}", found).outcome

    assert with_branch == min(alone, decide(branch, found).outcome)


@given(EXPRESSIONS, EXPRESSIONS, POLICIES)
def test_a_further_part_never_makes_it_better(expression, part, found):
    alone = decide(expression, found).outcome
    with_part = decide(f"{expression} AND {part}", found).outcome

    assert with_part == max(alone, decide(part, found).outcome)


@given(EXPRESSIONS, POLICIES)
def test_what_was_chosen_is_worth_what_the_whole_is(expression, found):
    decision = decide(expression, found)

    assert " OR " not in str(decision.chosen)
    assert decision.outcome is decide(str(decision.chosen), found).outcome
