"""The report as Markdown, for a job summary or a comment (GitHub's and GitLab's dialects).

Whatever an image or an advisory says is text and stays text: it makes no table, link, picture,
HTML, mention or heading.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.formats.emitter import Emitter
from scanner.formats.external_reference import is_url, osv_page
from scanner.formats.wording.finding import (
    advice,
    marks,
    names_of,
    places_of,
    severity_of,
    sorted_findings,
)
from scanner.formats.wording.markup import markdown_text
from scanner.formats.wording.sentence import (
    detail_of,
    remedy,
    reprieve,
    sentence,
    title,
    way_in_words,
)
from scanner.formats.wording.subject import counted, facts_of
from scanner.formats.wording.verdict import day_of, fates, source_in_words, verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from scanner.formats.wording.finding import Vulnerability
    from scanner.model.component import Component
    from scanner.model.report import Report

MAX_PLACES: Final = 20
"""How many places of one vulnerability are listed; the rest is counted."""
_HEADER: Final = ("Severity", "Vulnerability", "Distribution", "Upgrade to", "Through", "Marks")


def emit(report: Report) -> Iterator[str]:
    """Yield the document, line by line."""
    for line in _lines(report):
        yield f"{line}\n"


def _lines(report: Report) -> Iterator[str]:
    subject = report.inventory.subject
    yield f"## Lading: {markdown_text(subject.location)}"
    yield ""
    yield markdown_text(" · ".join(facts_of(subject)))
    yield ""
    yield from (f"- **{markdown_text(each.text)}**" for each in verdict(report))
    yield ""
    found = sorted_findings(report)
    places = places_of(report)
    if found.counted:
        yield from _table(found.counted, places)
        yield from _folded("Details", _details(found.counted, report, places))
    for name, group in (
        ("Decided", found.decided),
        ("Left to the operating system", found.left),
        ("Known before", found.known),
    ):
        if group:
            yield from _folded(f"{name}: {counted(len(group), 'finding')}", _set_aside(group))
    yield from _folded_list("Policy", _violations(report))
    yield from _folded_list("Projects and releases", _projects(report))
    yield from _folded_list("Decisions that decided nothing", _idle(report))
    yield from _folded_list("Not read, or odd", _problems(report))
    yield from _folded_list("What was compared with what", _sources(report))


def _table(found: Iterable[Vulnerability], places: Mapping[str, Component]) -> Iterator[str]:
    yield _row(_HEADER)
    yield _row("---" for _ in _HEADER)
    for vulnerability in found:
        first = vulnerability.first
        more = len(vulnerability.findings) - 1
        name = f"{first.component.name} {first.component.version or ''}"
        yield _row(
            (
                markdown_text(severity_of(first)),
                _link(names_of(first)[-1], osv_page(first.id)),
                markdown_text(f"{name} (and {more} more)" if more else name),
                markdown_text(advice(first)),
                markdown_text(way_in_words(first, places)),
                markdown_text(", ".join(mark.word for mark in marks(first))),
            )
        )
    yield ""


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _details(
    found: Iterable[Vulnerability], report: Report, places: Mapping[str, Component]
) -> Iterator[str]:
    for vulnerability in found:
        first = vulnerability.first
        yield f"**{markdown_text(first.id)}: {markdown_text(title(first, report))}**"
        yield ""
        yield markdown_text(sentence(first))
        yield markdown_text(remedy(first, places))
        yield from (markdown_text(f"{mark.word}: {mark.why}") for mark in marks(first))
        yield ""
        yield from _evidence(vulnerability)
        urls = [each.url for each in detail_of(first, report).references]
        links = {*urls, *(link for each in first.advisories for link in each.links)}
        yield from (f"- <{link}>" for link in sorted(links) if is_url(link))
        yield ""


def _evidence(vulnerability: Vulnerability) -> Iterator[str]:
    for finding in vulnerability.findings[:MAX_PLACES]:
        evidence = finding.component.evidence
        line = "" if evidence.line is None else f", line {evidence.line}"
        layer = "" if evidence.layer is None else f", layer {evidence.layer}"
        yield f"- {markdown_text(f'/{evidence.path}{line}{layer}')}"
    if (more := len(vulnerability.findings) - MAX_PLACES) > 0:
        yield f"- and at {counted(more, 'more place')}"


def _set_aside(found: Iterable[Vulnerability]) -> Iterator[str]:
    for vulnerability in found:
        first = vulnerability.first
        name = f"{first.component.name} {first.component.version or ''}"
        yield f"- {markdown_text(f'{first.id} in {name}: {reprieve(first)}')}"


def _violations(report: Report) -> Iterator[str]:
    for each in report.violations:
        yield f"{each.outcome.value}: {each.rule}: {each.about}: {each.reason}"


def _projects(report: Report) -> Iterator[str]:
    for project in report.projects:
        reason = f": {project.reason}" if project.reason else ""
        yield f"{project.project} is {project.maintenance.value}{reason}"
    for release in report.yanked:
        reason = f": {release.reason}" if release.reason else ""
        yield f"{release.project} {release.version} was taken back{reason}"


def _idle(report: Report) -> Iterator[str]:
    for each in report.idle_decisions:
        yield f"{each.source}: {each.about}: {each.reason}"


def _problems(report: Report) -> Iterator[str]:
    for each in report.inventory.problems:
        yield f"/{each.path}: {each.reason}" if each.path else each.reason


def _sources(report: Report) -> Iterator[str]:
    for count, fate in fates(report.tally):
        yield f"{counted(count, 'component')} {fate}"
    for source in report.sources:
        yield f"{source.name} {source_in_words(source, day_of(report))}"


def _folded_list(name: str, items: Iterable[str]) -> Iterator[str]:
    lines = [f"- {markdown_text(item)}" for item in items]
    if lines:
        yield from _folded(f"{name} ({len(lines)})", lines)


def _folded(name: str, lines: Iterable[str]) -> Iterator[str]:
    yield f"<details><summary>{name}</summary>"
    yield ""
    yield from lines
    yield ""
    yield "</details>"
    yield ""


def _link(text: str, url: str) -> str:
    return f"[{markdown_text(text)}]({url})"


MARKDOWN: Final = Emitter(name="markdown", media_type="text/markdown", emit=emit)
