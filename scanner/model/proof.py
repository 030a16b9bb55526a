"""What decided that a record affects a version: enough to check it by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scanner.model.advisory import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """The step of one record that gave an answer."""

    record: str
    """The identifier of the advisory."""
    entry: int
    """Which of its ``affected`` entries, counted from 0."""
    status: Status
    installed: str
    """The installed version, as it was compared: normalized, the local segment left out or not."""
    interval: str | None = None
    """The range that decided, as ``>= 1.0, < 2.0``."""
    listed: str | None = None
    """The listed version that decided, as the record spells it."""
    bound: str | None = None
    """The bound of the interval, or the listed version, that is next to the installed one."""
    repair: str | None = None
    """The row of the repair table by which a bound became readable."""
    rule: str | None = None
    """Which of the rules P1 to P10 (docs/matching.md) gave the answer, where one did."""
