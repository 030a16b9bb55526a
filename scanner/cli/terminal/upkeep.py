"""Projects, releases, interpreters and operating systems that nobody looks after any more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rich.console import Console
from rich.text import Text

from scanner.cli.terminal.line import print_list, text_of
from scanner.formats.wording.subject import interpreters_of
from scanner.formats.wording.verdict import has_ended
from scanner.model.project_status import Maintenance
from scanner.model.report import Report


def print_upkeep(report: Report, day: date | None, console: Console) -> None:
    """Print what an index says of projects and releases, and what else is past its end."""
    lines = [*_lines(report, day)]
    if lines:
        print_list(text_of("Upkeep", "bold"), lines, console)


def _lines(report: Report, day: date | None) -> Iterator[Text]:
    for release in report.yanked:
        yield _line("yanked", "yellow", f"{release.project} {release.version}", release.reason)
    for project in report.projects:
        is_hostile = project.maintenance is Maintenance.QUARANTINED
        style = "bold red" if is_hostile else "yellow"
        yield _line(project.maintenance.value, style, project.project, project.reason)
    system = report.inventory.operating_system
    if system and has_ended(system, day):
        yield _line(f"end of life {system.end_of_life}", "yellow", system.name, None)
    for interpreter in interpreters_of(report.inventory):
        if has_ended(interpreter, day):
            word = f"end of life {interpreter.end_of_life}"
            place = f"/{interpreter.path}" if interpreter.path else None
            yield _line(word, "yellow", interpreter.name, place)


def _line(word: str, style: str, about: str, reason: str | None) -> Text:
    told = f"  {about}{f': {reason}' if reason else ''}"
    return text_of(word, style).append_text(text_of(told))
