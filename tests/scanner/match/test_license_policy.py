"""When a ruling on licences is reason to fail."""

from __future__ import annotations

import pytest

from scanner.cli import options
from scanner.licenses.decided.verdict import judge
from scanner.match.license_policy import LICENSE_THRESHOLDS, license_exit_code
from scanner.match.policy import CLEAN, FINDINGS, INCOMPLETE
from scanner.model.component import Problem
from tests.support.licensed import TODAY, licensed, policy
from tests.support.reports import inventory_of

POLICY = policy("rules: [{outcome: deny, license: GPL-*}, {outcome: flag, license: MPL-*}]")

CODES = {
    "MIT": {"deny": CLEAN, "flag": CLEAN, "never": CLEAN},
    "MPL-2.0": {"deny": CLEAN, "flag": FINDINGS, "never": CLEAN},
    "GPL-3.0-only": {"deny": FINDINGS, "flag": FINDINGS, "never": CLEAN},
}


@pytest.mark.parametrize(("expression", "expected"), CODES.items(), ids=CODES)
def test_the_threshold_decides(expression, expected):
    inventory = inventory_of(licensed(expression))
    ruling = judge(inventory, POLICY, today=TODAY)

    codes = {level: license_exit_code(inventory, ruling, level) for level in LICENSE_THRESHOLDS}

    assert expected == codes


@pytest.mark.parametrize("fail_on", LICENSE_THRESHOLDS)
def test_that_something_was_not_read_outweighs_all(fail_on):
    problem = Problem("", "layers", "damaged", incomplete=True)
    inventory = inventory_of(licensed("GPL-3.0-only"), problems=(problem,))

    assert (
        license_exit_code(inventory, judge(inventory, POLICY, today=TODAY), fail_on) is INCOMPLETE
    )


def test_the_option_offers_what_there_is():
    assert tuple(LICENSE_THRESHOLDS) == options.LICENSE_THRESHOLDS
