"""The report as test results in the XML of JUnit, as Jenkins and GitLab take it.

A test is a component without findings, which passes, or one finding of a component. What counts is
a failure; what somebody decided on is skipped; what could not be read is an error. The schema is
that of Jenkins' xUnit plugin (``junit-10.xsd``).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

from scanner.formats.emitter import Emitter
from scanner.formats.plain_text import printable
from scanner.formats.wording.finding import places_of, severity_of
from scanner.formats.wording.sentence import remedy, reprieve, sentence, title, way_in_words
from scanner.model.violation import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scanner.model.component import Component
    from scanner.model.finding import Finding
    from scanner.model.report import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class _Test:
    group: str
    name: str
    outcome: str = ""
    """The element that tells it: ``failure``, ``error`` or ``skipped``; nothing if it passed."""
    kind: str = ""
    message: str = ""
    text: str = ""

    def __str__(self) -> str:
        begin = f"<testcase{_attributes({'classname': self.group, 'name': self.name})}"
        if not self.outcome:
            return f"{begin}/>\n"
        told = _attributes({"type": self.kind, "message": self.message})
        text = "\n".join(escape(printable(line)) for line in self.text.split("\n"))
        return f"{begin}><{self.outcome}{told}>{text}</{self.outcome}></testcase>\n"


def emit(report: Report) -> Iterator[str]:
    """Yield the document."""
    tests = [*_findings(report), *_clean(report), *_violations(report), *_gaps(report)]
    outcomes = Counter(test.outcome for test in tests)
    counts = {
        "name": f"lading {report.inventory.subject.location}",
        "tests": len(tests),
        "failures": outcomes["failure"],
        "errors": outcomes["error"],
    }
    at = {"timestamp": report.created} if report.created else {}
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f"<testsuites{_attributes(counts)}>\n"
    yield f"<testsuite{_attributes({**counts, 'skipped': outcomes['skipped'], **at})}>\n"
    yield from map(str, tests)
    yield "</testsuite>\n</testsuites>\n"


def _findings(report: Report) -> Iterator[_Test]:
    places = places_of(report)
    for finding in report.findings:
        reason = reprieve(finding)
        yield _Test(
            group=f"/{finding.component.place}",
            name=f"{_name(finding.component)}: {finding.id}",
            outcome="skipped" if reason else "failure",
            kind=finding.status.value,
            message=reason or f"{severity_of(finding)}: {title(finding, report)}",
            text=_told(finding, places),
        )


def _told(finding: Finding, places: Mapping[str, Component]) -> str:
    way = way_in_words(finding, places)
    through = f"Through {way}." if way else ""
    place = f"/{finding.component.evidence.path}"
    return "\n".join(filter(None, (sentence(finding), remedy(finding, places), through, place)))


def _clean(report: Report) -> Iterator[_Test]:
    found = {finding.component.place for finding in report.findings}
    for each in report.inventory.included_components:
        if each.place not in found:
            yield _Test(group=f"/{each.place}", name=_name(each))


def _violations(report: Report) -> Iterator[_Test]:
    for each in report.violations:
        yield _Test(
            group="policy",
            name=f"{each.rule}: {each.about}",
            outcome="failure" if each.outcome is Outcome.FAIL else "skipped",
            kind=each.rule,
            message=each.reason,
        )


def _gaps(report: Report) -> Iterator[_Test]:
    for each in report.inventory.problems:
        if each.incomplete:
            yield _Test(
                group="coverage",
                name=f"/{each.path}",
                outcome="error",
                kind=each.cataloger,
                message=each.reason,
            )


def _name(component: Component) -> str:
    return f"{component.name} {component.version or '(no version)'}"


def _attributes(values: Mapping[str, object]) -> str:
    return "".join(f" {key}={quoteattr(printable(str(each)))}" for key, each in values.items())


JUNIT: Final = Emitter(name="junit", media_type="application/xml", emit=emit)
