"""What became of a source, in a line for people."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from scanner.cli.text import printable

if TYPE_CHECKING:
    from scanner.advisories.update import Outcome


def report_outcome(outcome: Outcome) -> None:
    """Write on stderr what became of a source."""
    source = outcome.source
    if outcome.error is not None:
        held = f"; the copy of {source.date} stays" if source else ""
        text = f"failed: {outcome.error}{held}"
    else:
        assert source is not None
        change = source.records - outcome.before
        unreadable = f", {source.unreadable:,} unreadable" if source.unreadable else ""
        text = f"{source.records:,} records ({change:+,}){unreadable}, of {source.date}"
    sys.stderr.write(printable(f"{outcome.name}: {text}") + "\n")
