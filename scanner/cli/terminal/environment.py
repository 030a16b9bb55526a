"""Environments, and the distributions in their directories."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table
from rich.text import Text

from scanner.cli.table import print_table, table_of
from scanner.cli.terminal.line import text_of
from scanner.formats.wording.subject import counted, interpreter_name, kind_of
from scanner.model.component import Component, State
from scanner.model.environment import Environment, SiteDirectory
from scanner.model.report import Report
from scanner.model.system_package import CONDA


@dataclass(frozen=True, slots=True)
class Listing:
    """What is said of the components in a report, found out once for all environments."""

    components: Mapping[str, Sequence[Component]]
    """By the path of their environment, without those that are a part of another."""
    parts: Counter[str | None]
    """How many are a part of what is at a path."""
    affected: Counter[str]
    """How many findings there are of what is at a place."""
    counting: frozenset[str]
    """Places of what has findings that count."""
    has_layers: bool


def listing_of(report: Report) -> Listing:
    """Return what is said of the components in a report."""
    components: dict[str, list[Component]] = {}
    parts: Counter[str | None] = Counter()
    for component in report.inventory.components:
        if component.is_part:
            parts[component.parent] += 1
        else:
            components.setdefault(component.environment, []).append(component)
    return Listing(
        components=components,
        parts=parts,
        affected=Counter(finding.component.place for finding in report.findings),
        counting=frozenset(finding.component.place for finding in report.counted),
        has_layers=bool(report.inventory.subject.layers),
    )


def print_environment(environment: Environment, listing: Listing, console: Console) -> None:
    """Print an environment, and what is in each of its directories."""
    listed = listing.components.get(environment.path, ())
    components = [component for component in listed if not component.is_set_aside]
    packages = [component for component in components if component.kind == CONDA]
    facts = (
        kind_of(environment),
        *(interpreter_name(each) for each in environment.interpreters),
        counted(len(components) - len(packages), "distribution"),
        *([counted(len(packages), "conda package")] if packages else []),
    )
    console.print(text_of(f"/{environment.path}", "bold"), text_of(", ".join(facts), "dim"))
    places: dict[str, list[Component]] = {site: [] for site in environment.site_directories}
    for component in components:
        site = SiteDirectory.holding(component.evidence.path).path
        places.setdefault(site if site in places else environment.path, []).append(component)
    for place, inside in places.items():
        if inside:
            console.print(text_of(f"/{place}", "dim"))
            print_table(_distributions(inside, place, listing), console)
    for line in _set_aside(listed):
        console.print(text_of(f"  {line}", "dim"), soft_wrap=True)
    console.print()


def _set_aside(components: Sequence[Component]) -> Iterator[str]:
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


def _distributions(components: list[Component], site: str, listing: Listing) -> Table:
    parts, has_layers = listing.parts, listing.has_layers
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
            text_of(f"  {component.name}"),
            version_of(component),
            *([layer] if has_layers else []),
            text_of(
                str(listing.affected[component.place] or ""),
                "bold red" if component.place in listing.counting else "dim",
            ),
            text_of(", ".join(filter(None, (place, owner, bundled))), "cyan"),
        )
    return table


def version_of(component: Component) -> Text:
    """Return the version of a component, or what is known in its place."""
    allowed = component.declaration and component.declaration.specifier
    unknown = text_of(allowed, "dim") if allowed else text_of("unknown", "magenta")
    if component.declaration and component.declaration.is_version_assumed:
        return text_of(f"{component.version} (assumed)", "magenta")
    return text_of(component.version) if component.version else unknown


def _place(component: Component, site: str) -> str:
    """Return in what way a distribution is there, and where in a directory, or in which file."""
    path = component.evidence.path.removeprefix(site).strip("/")
    state = "" if component.state is State.INSTALLED else component.state.value
    state = "shadowed" if component.shadowed_by else state
    if component.state is State.DECLARED:
        by = component.declaration and component.declaration.resolved_by
        return f"{'resolved for' if by else f'{state} in'} {path}:{component.evidence.line}"
    return " in ".join(filter(None, (state, path.rpartition("/")[0])))
