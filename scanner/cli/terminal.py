"""A report for people, on a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rich.console import Console
from rich.table import Table
from rich.text import Text

from scanner.cli.table import print_table, table_of
from scanner.cli.text import printable
from scanner.model.advisory import Level, Status
from scanner.model.change import COUNTED
from scanner.model.component import Component, State
from scanner.model.environment import Environment, SiteDirectory
from scanner.model.finding import Finding
from scanner.model.interpreter import Interpreter
from scanner.model.inventory import Coverage, Subject
from scanner.model.report import Report, Tally
from scanner.model.system_package import CONDA

STYLES = {
    Level.CRITICAL: "bold red",
    Level.HIGH: "red",
    Level.MEDIUM: "yellow",
    Level.LOW: "blue",
    Level.NONE: "dim",
    Level.UNKNOWN: "magenta",
}
SOURCES = {
    "containers-storage": "containers-storage",
    "dir": "directory",
    "docker": "Docker",
    "docker-archive": "docker archive",
    "docker-container": "container of Docker",
    "docker-overlay2": "store of Docker",
    "oci": "OCI layout",
    "oci-archive": "OCI archive",
    "podman-container": "container of podman",
    "rootfs": "archive of a file system",
    "sif": "SIF image",
    "skopeo-dir": "directory of skopeo",
}
KINDS = {
    "virtual-environment": "virtual environment",
    "conda": "conda environment",
    "prefix": "interpreter",
    "user": "user directory",
    "pypackages": "project directory",
    "python-path": "directory in PYTHONPATH",
    "cache": "cache",
    "project": "project",
    "directory": "directory",
}
LEFT_TITLE = "Left to the operating system's own advisories"
SHORT_DIGEST = 19
"""``sha256:`` and twelve digits, which is what people compare."""
MAX_PROBLEMS = 20
MAX_CHARACTERS = 1_000
"""Of a single text: a name in an image may be megabytes long."""


def print_report(report: Report, console: Console) -> None:
    """Print everything that a person looks for, the worst last: it is what stays in sight."""
    _print_subject(report.inventory.subject, console)
    for environment in report.inventory.environments:
        _print_environment(environment, report, console)
    left = tuple(finding for finding in report.findings if finding.left_to)
    for title, findings in ((LEFT_TITLE, left), ("Findings", report.counted)):
        if findings:
            print_table(_findings(title, findings), console)
            console.print()
    _print_changes(report, console)
    _print_problems(report, console)
    _print_summary(report, console)


def _print_subject(subject: Subject, console: Console) -> None:
    facts = [
        SOURCES.get(subject.source, subject.source),
        *(name for name in subject.names[:1] if not subject.location.endswith(name)),
        subject.platform or "",
        (subject.digest or subject.image_id or "")[:SHORT_DIGEST],
        _counted(len(subject.layers), "layer") if subject.layers else "",
        "" if subject.verified else "not verified",
    ]
    console.print(_text(subject.location, "bold"), _text(" · ".join(filter(None, facts)), "dim"))
    console.print()


def _print_environment(environment: Environment, report: Report, console: Console) -> None:
    listed = [
        component
        for component in report.inventory.components
        if component.environment == environment.path and not component.is_part
    ]
    components = [component for component in listed if not component.is_set_aside]
    packages = [component for component in components if component.kind == CONDA]
    facts = (
        _kind(environment),
        *(_interpreter(each) for each in environment.interpreters),
        _counted(len(components) - len(packages), "distribution"),
        *([_counted(len(packages), "conda package")] if packages else []),
    )
    console.print(_text(f"/{environment.path}", "bold"), _text(", ".join(facts), "dim"))
    places: dict[str, list[Component]] = {site: [] for site in environment.site_directories}
    for component in components:
        site = SiteDirectory.holding(component.evidence.path).path
        places.setdefault(site if site in places else environment.path, []).append(component)
    for place, inside in places.items():
        if inside:
            console.print(_text(f"/{place}", "dim"))
            print_table(_distributions(inside, place, report), console)
    for line in _set_aside(listed):
        console.print(_text(f"  {line}", "dim"), soft_wrap=True)
    console.print()


def _set_aside(components: list[Component]) -> Iterator[str]:
    """Yield a line for each file of which something is listed, and no more."""
    superseded: dict[str, Counter[str]] = {}
    unselected: Counter[str] = Counter()
    for component in components:
        path, declaration = component.evidence.path, component.declaration
        if declaration and declaration.superseded_by:
            superseded.setdefault(path, Counter())[declaration.superseded_by] += 1
        elif component.is_set_aside:
            unselected[path] += 1
    for path, counts in superseded.items():
        others = ", ".join(f"{count} by /{other}" for other, count in sorted(counts.items()))
        yield f"/{path}: decided elsewhere: {others}"
    for path, count in unselected.items():
        yield f"/{path}: {count} not selected"


def _kind(environment: Environment) -> str:
    kind = KINDS.get(environment.kind, environment.kind)
    if environment.creator:
        kind += f" by {environment.creator}"
    if environment.base is not None:
        kind += f"{' on top' if environment.sees_base else ''} of /{environment.base}"
    elif environment.home:
        kind += ", its interpreter is not there"
    return kind


def _interpreter(interpreter: Interpreter) -> str:
    date = interpreter.end_of_life
    return interpreter.name + (f" (end of life {date})" if date else "")


def _distributions(components: list[Component], site: str, report: Report) -> Table:
    affected = Counter(finding.component.place for finding in report.findings)
    left = {finding.component.place for finding in report.findings if finding.left_to}
    parts = Counter(each.parent for each in report.inventory.components if each.is_part)
    has_layers = bool(report.inventory.subject.layers)
    table = table_of()
    table.add_column("  Distribution", overflow="fold")
    table.add_column("Version", overflow="fold")
    if has_layers:
        table.add_column("Layer", justify="right")
    table.add_column("Findings", justify="right")
    table.add_column("", overflow="fold")
    for component in components:
        evidence = component.evidence
        layer = "" if evidence.layer is None else str(evidence.layer)
        place = _place(component, site)
        owner = str(component.owner) if component.owner else ""
        bundled = f"bundles {parts[evidence.path]}" if parts[evidence.path] else ""
        table.add_row(
            _text(f"  {component.name}"),
            _version(component),
            *([layer] if has_layers else []),
            _text(
                str(affected[component.place] or ""),
                "dim" if component.place in left else "bold red",
            ),
            _text(", ".join(filter(None, (place, owner, bundled))), "cyan"),
        )
    return table


def _version(component: Component) -> Text:
    allowed = component.declaration and component.declaration.specifier
    unknown = _text(allowed, "dim") if allowed else _text("unknown", "magenta")
    if component.declaration and component.declaration.is_version_assumed:
        return _text(f"{component.version} (assumed)", "magenta")
    return _text(component.version) if component.version else unknown


def _place(component: Component, site: str) -> str:
    """Return in what way a distribution is there, and where in a directory, or in which file."""
    path = component.evidence.path.removeprefix(site).strip("/")
    state = "" if component.state is State.INSTALLED else component.state.value
    state = "shadowed" if component.shadowed_by else state
    if component.state is State.DECLARED:
        by = component.declaration and component.declaration.resolved_by
        return f"{'resolved for' if by else f'{state} in'} {path}:{component.evidence.line}"
    return " in ".join(filter(None, (state, path.rpartition("/")[0])))


def _findings(title: str, findings: tuple[Finding, ...]) -> Table:
    """Return a row for each vulnerability of each distinct version, the worst last."""
    table = table_of(title)
    for column in ("  Distribution", "Version", "Severity", "Vulnerability", "Fixed in", "Where"):
        table.add_column(column, overflow="fold")
    places: dict[tuple[str, str], list[str]] = {}
    for finding in findings:
        places.setdefault(_what(finding), []).append(_where(finding.component))
    distinct = {_what(finding): finding for finding in findings}
    for what, finding in sorted(distinct.items(), key=lambda item: _urgency(item[1])):
        component, level = finding.component, finding.severity.level
        score = "" if finding.severity.score is None else f" {finding.severity.score}"
        names = " ".join((finding.id, *(a for a in finding.aliases if a.startswith("CVE-"))))
        doubt = f" undetermined: {finding.reason}" if finding.status is Status.UNDETERMINED else ""
        table.add_row(
            _text(f"  {component.name}"),
            _version(component),
            _text(level.name.lower() + score, STYLES[level]),
            _text(names + doubt),
            _text(finding.fixed_in or "none known", "green" if finding.fixed_in else "dim"),
            _text(", ".join(dict.fromkeys(places[what])), "dim"),
        )
    return table


def _where(component: Component) -> str:
    evidence = component.evidence
    layer = "" if evidence.layer is None else f" (layer {evidence.layer})"
    if component.state is State.DECLARED:
        return f"/{evidence.path}:{evidence.line}{layer}"
    return f"/{component.environment}{layer}"


def _what(finding: Finding) -> tuple[str, str]:
    return finding.component.purl, finding.id


def _urgency(finding: Finding) -> tuple[Level, float, str, str]:
    severity = finding.severity
    return severity.level, severity.score or 0.0, finding.component.name, finding.id


def _print_changes(report: Report, console: Console) -> None:
    """Print what is not as it was installed, by the layer and the instruction that made it so."""
    changes = report.inventory.changes
    layers = {layer.index: layer.created_by for layer in report.inventory.subject.layers}
    for counted in (True, False):
        shown = [change for change in changes if (change.kind in COUNTED) is counted]
        if not shown:
            continue
        title = "not as installed" if counted else "changed, and no code of a distribution"
        style = "bold red" if counted else "bold yellow"
        console.print(_text(f"{_counted(len(shown), 'file')} {title}", style))
        for change in shown[:MAX_PROBLEMS]:
            owner = f" of {change.owner}" if change.owner else ""
            reason = f", {change.reason}" if change.reason else ""
            by = "" if change.layer is None else f" (layer {change.layer}: "
            by += "" if change.layer is None else f"{layers.get(change.layer, '')[:100]})"
            line = f"  {change.kind.value} /{change.path}{owner}{reason}{by}"
            console.print(_text(line), soft_wrap=True)
        if len(shown) > MAX_PROBLEMS:
            console.print(_text(f"  … and {len(shown) - MAX_PROBLEMS} more"))


def _print_problems(report: Report, console: Console) -> None:
    problems = report.inventory.problems
    if not problems:
        return
    console.print(_text(_counted(len(problems), "problem"), "bold yellow"))
    for problem in problems[:MAX_PROBLEMS]:
        where = f"/{problem.path}: " if problem.path else ""
        console.print(_text(f"  {where}{problem.reason}"), soft_wrap=True)
    if len(problems) > MAX_PROBLEMS:
        console.print(
            _text(f"  … and {len(problems) - MAX_PROBLEMS} more, see --format json", "dim")
        )
    console.print()


def _print_summary(report: Report, console: Console) -> None:
    inventory, tally = report.inventory, report.tally
    counted = report.counted
    affecting = [found for found in counted if found.status is Status.AFFECTED]
    elsewhere = tally.other_ecosystem + tally.source_missing
    count = len(inventory.included_components) - elsewhere
    console.print(
        _text(_counted(count, "distribution"), "bold"),
        _text(f"in {_counted(len(inventory.environments), 'environment')}:"),
        _text(f"{tally.affected} affected", "bold red" if tally.affected else "bold green"),
        _text(f"by {_counted(len(affecting), 'finding')}{_by_level(affecting)}."),
    )
    if doubtful := len(counted) - len(affecting):
        line = f"{_counted(doubtful, 'finding')} undetermined: the versions do not settle them."
        console.print(_text(line, "magenta"))
    if tally.left_to_system:
        left = _counted(len(report.findings) - len(counted), "finding")
        line = f"{tally.left_to_system} left to the operating system's own advisories, with {left}."
        console.print(_text(line))
    for line, style in _unmatched(tally):
        console.print(_text(line, style))
    if inventory.coverage is Coverage.INCOMPLETE:
        console.print(
            _text("Incomplete: not everything could be read, see the problems.", "bold red")
        )
    if inventory.coverage is Coverage.TOC:
        line = "Only by tables of contents, which may leave out what the layers hold."
        console.print(_text(line, "magenta"))
    for source in report.sources:
        console.print(
            _text(
                f"Advisories: {source.name} of {source.date}, {source.records:,} records "
                f"({source.license}, {source.url})",
                "dim",
            ),
            soft_wrap=True,
        )


def _unmatched(tally: Tally) -> Iterator[tuple[str, str]]:
    """Yield what was not matched and why, each with a style."""
    if tally.unversioned:
        yield f"{tally.unversioned} without a version, and so not matched.", "magenta"
    if tally.unreleased:
        yield f"{tally.unreleased} from a repository or editable, and so not matched.", ""
    if tally.superseded:
        yield f"{tally.superseded} declared where another file of the project decides.", "dim"
    if tally.unselected:
        yield f"{tally.unselected} declared and not selected.", "dim"
    if tally.source_missing:
        packages = _counted(tally.source_missing, "package")
        line = f"{packages} of an ecosystem that the index has no advisories of."
        yield line, "magenta"
    if tally.other_ecosystem:
        line = f"{_counted(tally.other_ecosystem, 'package')} not of PyPI, and so not matched."
        yield line, "dim"


def _by_level(findings: list[Finding]) -> str:
    levels = Counter(finding.severity.level for finding in findings)
    counts = [f"{levels[level]} {level.name.lower()}" for level in reversed(Level) if levels[level]]
    return f" ({', '.join(counts)})" if counts else ""


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _text(text: str, style: str = "") -> Text:
    """Return text as it is: nothing from an image is markup, or acts on the terminal."""
    rest = "…" if len(text) > MAX_CHARACTERS else ""
    return Text(printable(text[:MAX_CHARACTERS]) + rest, style)
