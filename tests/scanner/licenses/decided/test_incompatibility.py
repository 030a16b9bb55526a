"""Licences in one environment whose terms contradict each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scanner.licenses.context import Context
from scanner.licenses.decided.policy import DEFAULT
from scanner.licenses.decided.verdict import judge
from scanner.model.component import Component, State
from tests.support.licensed import TODAY, licensed, policy
from tests.support.reports import at, inventory_of

if TYPE_CHECKING:
    from scanner.licenses.decided.incompatibility import Hint


def hints(
    *components: Component, context: Context = Context.SHIPPED, categories: str = ""
) -> tuple[Hint, ...]:
    """Return the hints on an inventory with these components."""
    by = policy(f"categories: {{{categories}}}") if categories else DEFAULT
    return judge(inventory_of(*components), by, today=TODAY, context=context).hints


CLASHES = {
    "GPL 2 and Apache": ("GPL-2.0-only", "Apache-2.0", True),
    "GPL 2 or later and Apache": ("GPL-2.0-or-later", "Apache-2.0", False),
    "GPL 3 and Apache": ("GPL-3.0-only", "Apache-2.0", False),
    "GPL 2 and GPL 3": ("GPL-2.0-only", "GPL-3.0-or-later", True),
    "GPL 2 and LGPL 3": ("GPL-2.0-only", "LGPL-3.0-only", True),
    "GPL and MIT": ("GPL-3.0-only", "MIT", False),
    "GPL and a closed licence": ("GPL-3.0-only", "LicenseRef-NVIDIA-SLA", True),
    "GPL and a proprietary licence": ("GPL-3.0-only", "LicenseRef-Proprietary", True),
    "GPL and who knows": ("GPL-3.0-only", "LicenseRef-Acme", False),
    "GPL and BSD 4": ("GPL-2.0-or-later", "BSD-4-Clause", True),
    "LGPL and a closed licence": ("LGPL-3.0-only", "LicenseRef-NVIDIA-SLA", False),
    "an exception": ("GPL-2.0-only WITH Classpath-exception-2.0", "Apache-2.0", False),
    "a choice that avoids it": ("MIT OR GPL-2.0-only", "Apache-2.0", False),
    "a choice that cannot": ("GPL-2.0-only", "Apache-2.0 OR GPL-3.0-only", True),
    "open": ("GPL-2.0-only", None, False),
}


@pytest.mark.parametrize(("first", "second", "expected"), CLASHES.values(), ids=CLASHES)
def test_licences_contradict_each_other(first, second, expected):
    found = hints(licensed(first, "a"), licensed(second, "b"))

    assert expected is bool(found)


def test_a_hint_names_the_distributions():
    gpl = [licensed("GPL-2.0-only", name) for name in ("y", "x")]

    (hint,) = hints(*gpl, licensed("Apache-2.0", "z"))

    assert ("opt/venv", ("x", "y"), ("z",)) == (hint.environment, hint.first, hint.second)
    assert str(hint).startswith("x, y with z: version 2 of the GPL alone forbids")


def test_a_users_own_category_is_a_reason():
    found = licensed("GPL-3.0-only", "a"), licensed("LicenseRef-Acme", "b")

    assert len(hints(*found, categories="LicenseRef-Acme: commercial")) == 1


ELSEWHERE = {
    "another environment": {"environment": "usr", "evidence": at("usr/b")},
    "a cache": {"state": State.CACHE},
    "a bundled part": {"state": State.BUNDLED, "purl": "pkg:generic/b"},
}


@pytest.mark.parametrize("changes", ELSEWHERE.values(), ids=ELSEWHERE)
def test_only_what_runs_together_contradicts_each_other(changes):
    found = licensed("GPL-2.0-only", "a"), licensed("Apache-2.0", "b", **changes)

    assert () == hints(*found)


@pytest.mark.parametrize("context", [Context.INTERNAL, Context.SERVICE], ids=lambda c: c.value)
def test_what_is_not_passed_on_contradicts_nothing(context):
    found = licensed("GPL-2.0-only", "a"), licensed("Apache-2.0", "b")

    assert () == hints(*found, context=context)
