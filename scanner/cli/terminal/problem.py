"""Files that are not as they were installed, and those that could not be read."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from scanner.cli.terminal.line import print_list, text_of
from scanner.formats.wording.subject import counted
from scanner.model.change import COUNTED, Change
from scanner.model.component import Problem
from scanner.model.report import Report


def print_changes(report: Report, console: Console) -> None:
    """Print what is not as it was installed, by the layer and the instruction that made it so."""
    layers = {layer.index: layer.created_by for layer in report.inventory.subject.layers}
    for is_counted in (True, False):
        changes = report.inventory.changes
        shown = [change for change in changes if (change.kind in COUNTED) is is_counted]
        if shown:
            title = "not as installed" if is_counted else "changed, and no code of a distribution"
            style = "bold red" if is_counted else "bold yellow"
            lines = (_change(change, layers) for change in shown)
            print_list(text_of(f"{counted(len(shown), 'file')} {title}", style), lines, console)


def _change(change: Change, layers: dict[int, str]) -> Text:
    owner = f" of {change.owner}" if change.owner else ""
    reason = f", {change.reason}" if change.reason else ""
    by = ""
    if change.layer is not None:
        by = f" (layer {change.layer}: {layers.get(change.layer, '')[:100]})"
    return text_of(f"{change.kind.value} /{change.path}{owner}{reason}{by}")


def print_problems(report: Report, console: Console) -> None:
    """Print what could not be read, or says something odd."""
    problems = report.inventory.problems
    if problems:
        title = text_of(counted(len(problems), "problem"), "bold yellow")
        print_list(title, map(_problem, problems), console)


def _problem(problem: Problem) -> Text:
    where = f"/{problem.path}: " if problem.path else ""
    return text_of(f"{where}{problem.reason}")
