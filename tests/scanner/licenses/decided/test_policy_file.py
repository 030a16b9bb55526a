"""The file of a licence policy."""

from __future__ import annotations

from datetime import date

import pytest

from scanner.decided.distribution import Distributions
from scanner.errors import UnusableDecision
from scanner.licenses.context import Context
from scanner.licenses.decided.policy import Exemption, Outcome, Policy, Rule, Selection
from scanner.licenses.obligation import Obligation
from tests.support.licensed import policy

EXCEPTION = "exceptions: [{distribution: a, reason: r, owner: o, expires: 2027-01-31}]"


def test_a_policy_is_read_whole():
    text = """\
        otherwise: flag
        unknown: deny
        none: deny
        bundled: flag
        categories:
          LicenseRef-Acme-*: commercial
        rules:
        - name: no copyleft
          outcome: deny
          category: [copyleft, copyleft-limited]
          obligation: network-source
          license: [GPL-*, "* WITH LLVM-exception"]
          distribution: [A_b, c-*]
          versions: ">1"
          context: [service, shipped]
          reason: >
            because
            of that
        exceptions:
        - distribution: psycopg2
          license: LGPL-3.0-or-later
          reason: used as it is
          owner: legal
          expires: 2027-01-31
        """

    rule = Rule(
        outcome=Outcome.DENY,
        name="no copyleft",
        reason="because of that",
        selection=Selection(
            distributions=Distributions(("a-b", "c-*"), ">1"),
            licenses=("GPL-*", "* WITH LLVM-exception"),
            categories=frozenset(("copyleft", "copyleft-limited")),
            obligations=frozenset((Obligation.NETWORK_SOURCE,)),
            contexts=frozenset((Context.SERVICE, Context.SHIPPED)),
        ),
    )
    exemption = Exemption(
        selection=Selection(
            distributions=Distributions(("psycopg2",)), licenses=("LGPL-3.0-or-later",)
        ),
        reason="used as it is",
        owner="legal",
        expires=date(2027, 1, 31),
        line=20,
    )
    expected = Policy(
        rules=(rule,),
        exemptions=(exemption,),
        otherwise=Outcome.FLAG,
        unknown=Outcome.DENY,
        none=Outcome.DENY,
        bundled=Outcome.FLAG,
        categories=(("LicenseRef-Acme-*", "commercial"),),
        location="policy.yaml",
    )
    assert expected == policy(text)


def test_what_is_not_said_is_as_by_default():
    found = policy("rules: []")

    defaults = (Outcome.ALLOW, Outcome.FLAG, Outcome.FLAG, Outcome.DENY)
    assert defaults == (found.otherwise, found.unknown, found.none, found.bundled)


def test_a_rule_without_a_name_is_called_by_its_line():
    (rule,) = policy("rules:\n- outcome: deny\n  license: MIT\n").rules

    assert rule.name == "line 2"


PATTERNS = [
    "MIT", "mit", "GPL-*", "*", "Apache-2.0+", "GPL-3.0-only WITH GCC-exception-3.1",
    "* WITH *", "GPL-* with GCC-*", "LLVM-exception", "LicenseRef-Acme", "LicenseRef-*",
]  # fmt: skip


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_rule_is_about_what_there_is(pattern):
    (rule,) = policy(f"rules: [{{outcome: deny, license: '{pattern}'}}]").rules

    assert (pattern,) == rule.selection.licenses


@pytest.mark.parametrize(
    "pattern", ["GPL3", "GPL", "GLP-*", "BSD", "GPL-3.0-only WITH GCC", "MITT WITH LLVM-exception"]
)
def test_a_rule_about_what_there_is_not_would_never_apply(pattern):
    with pytest.raises(UnusableDecision, match="fits no licence or exception that SPDX lists"):
        policy(f"rules: [{{outcome: deny, license: '{pattern}'}}]")


REFUSED = {
    "a withdrawn licence": (
        "rules: [{outcome: deny, license: gpl-2.0}]",
        "1: gpl-2.0 is withdrawn; write GPL-2.0-only",
    ),
    "a withdrawn licence of a pair": (
        "rules: [{outcome: deny, license: GPL-2.0 WITH Classpath-exception-2.0}]",
        "1: GPL-2.0 is withdrawn; write GPL-2.0-only",
    ),
    "an unknown key": ("deny: [GPL-*]", "1: deny is unknown; known are otherwise, unknown,"),
    "an unknown key of a rule": (
        "rules:\n- outcome: deny\n  licenses: MIT",
        "3: licenses is unknown; known are outcome, name, reason, distribution, versions, license",
    ),
    "an unknown outcome": ("unknown: fail", "1: 'fail' is none of allow, flag, deny"),
    "an outcome that YAML takes": ("unknown: no", "1: unknown: YAML takes no for a bool"),
    "several outcomes": ("unknown: [flag, deny]", "1: there can be only one unknown"),
    "no outcome": ("rules: [{license: MIT}]", "1: it has no outcome"),
    "nothing": ("rules: [{outcome: deny}]", "1: it is about nothing; for all that is left there"),
    "a context alone": ("rules: [{outcome: deny, context: shipped}]", "1: it is about nothing"),
    "an unknown category": (
        "rules: [{outcome: deny, category: viral}]",
        "1: 'viral' is none of public-domain, permissive,",
    ),
    "an unknown obligation": (
        "rules: [{outcome: deny, obligation: pay}]",
        "1: 'pay' is none of keep-notices,",
    ),
    "an unknown context": (
        "rules: [{outcome: deny, license: MIT, context: home}]",
        "1: 'home' is none of internal, service, shipped",
    ),
    "an expression": (
        "rules: [{outcome: deny, license: MIT OR ISC}]",
        "1: 'MIT OR ISC' is no pattern of licences",
    ),
    "a pattern of characters": (
        "rules: [{outcome: deny, license: '[GM]*'}]",
        "1: '[GM]*' is no pattern of licences",
    ),
    "an own category of what there is not": (
        "categories:\n  MIT: permissive\n  GPL3: copyleft",
        "3: 'GPL3' fits no licence",
    ),
    "an own category that is none": (
        "categories:\n  LicenseRef-a: mine",
        "2: 'mine' is none of public-domain,",
    ),
    "an exception for all": (
        EXCEPTION.replace("distribution: a", "license: MIT"),
        "1: it has no distribution",
    ),
    "an exception without a reason": (EXCEPTION.replace("reason: r, ", ""), "1: it has no reason"),
    "an exception of nobody": (EXCEPTION.replace("owner: o, ", ""), "1: it has no owner"),
    "an exception for ever": (EXCEPTION.replace("2027-01-31", "never"), "1: expires is no date"),
    "an exception without an end": (
        EXCEPTION.replace(", expires: 2027-01-31", ""),
        "1: it has no expires",
    ),
}


@pytest.mark.parametrize(("text", "expected"), REFUSED.values(), ids=REFUSED)
def test_what_is_wrong_is_said_with_its_line(text, expected):
    with pytest.raises(UnusableDecision) as raised:
        policy(text)

    assert str(raised.value).startswith(f"policy.yaml:{expected}")
