"""When a ruling on licences is reason to fail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.licenses.decided.policy import Outcome
from scanner.match.policy import CLEAN, FINDINGS, INCOMPLETE
from scanner.model.inventory import Coverage

if TYPE_CHECKING:
    from scanner.licenses.decided.verdict import Ruling
    from scanner.model.inventory import Inventory

LICENSE_THRESHOLDS: Final = {"deny": Outcome.DENY, "flag": Outcome.FLAG, "never": None}
"""From which outcome on a ruling is reason to fail."""


def license_exit_code(inventory: Inventory, ruling: Ruling, fail_on: str) -> int:
    """Return the exit code for a ruling. That something was not read outweighs what it says."""
    if inventory.coverage is Coverage.INCOMPLETE:
        return INCOMPLETE
    threshold = LICENSE_THRESHOLDS[fail_on]
    return FINDINGS if threshold is not None and ruling.outcome >= threshold else CLEAN
