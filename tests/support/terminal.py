"""Reports as a terminal gets them."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from rich.console import Console

from scanner.cli.showing import PLAIN, Showing
from scanner.cli.terminal import print_report

if TYPE_CHECKING:
    from scanner.model.report import Report


def printed(
    report: Report, width: int = 160, *, colours: bool = False, showing: Showing = PLAIN
) -> str:
    """Return what a terminal of some columns gets."""
    text = io.StringIO()
    console = Console(
        file=text,
        width=width,
        highlight=False,
        force_terminal=colours,
        color_system="truecolor" if colours else None,
        _environ={},
    )
    print_report(report, console, showing)
    return text.getvalue()


def rows(report: Report, width: int = 160) -> list[list[str]]:
    """Return the printed lines, each as the texts of its columns."""
    return [re.split(r" {2,}", line.strip()) for line in printed(report, width).splitlines()]
