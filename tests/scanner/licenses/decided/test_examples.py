"""The examples of the documentation."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from scanner.licenses.category import CATEGORIES
from scanner.licenses.decided.policy import DEFAULT
from scanner.licenses.decided.verdict import judge
from scanner.licenses.obligation import Obligation
from tests.support.licensed import TODAY, curations, licensed, policy
from tests.support.reports import inventory_of

PAGE = (Path(__file__).parents[4] / "docs/licenses-policy.md").read_text("utf-8")
_, CURATIONS, POLICY, BY_DEFAULT = re.findall(
    r"^```yaml\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE
)


def test_the_example_of_curations_is_read():
    expected = ["LGPL-3.0-or-later", "BSD-3-Clause", "LicenseRef-Acme"]

    assert expected == [curation.concluded for curation in curations(CURATIONS)]


def test_the_example_of_a_policy_decides():
    found = [
        licensed("LicenseRef-Acme", "acme-core"),
        licensed("GPL-3.0-or-later WITH GCC-exception-3.1", "numpy"),
        licensed("AGPL-3.0-only OR MIT", "dual"),
        licensed("GPL-3.0-only", "gpl"),
        licensed("LGPL-3.0-or-later", "psycopg2", "2.9.9"),
        licensed("MPL-2.0", "certifi"),
        licensed(None, "open"),
    ]

    verdicts = judge(inventory_of(*found), policy(POLICY), today=TODAY).verdicts

    expected = {
        "acme-core": ("our own", "allow"),
        "numpy": ("compiler runtime", "allow"),
        "dual": ("otherwise", "allow"),
        "gpl": ("copyleft", "deny"),
        "psycopg2": ("exception for psycopg2 >=2.9,<3", "allow"),
        "certifi": ("to be looked at", "flag"),
        "open": ("unknown", "deny"),
    }
    assert expected == {each.component.name: (each.rule, str(each.outcome)) for each in verdicts}


def test_the_policy_that_counts_without_one_is_written_down():
    assert replace(policy(BY_DEFAULT), location="") == DEFAULT


def test_all_categories_and_obligations_are_explained():
    words = [*CATEGORIES, *(obligation.value for obligation in Obligation)]

    assert [] == [word for word in words if f"`{word}`" not in PAGE]
