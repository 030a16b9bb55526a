"""What is in a target, for GitHub's graph of dependencies: a snapshot of its submission API.

A manifest is a file that declares distributions, or an environment that has them. GitHub takes a
snapshot of a commit, from a job of a workflow, for what holds until the job makes another: what
tells these comes from outside (:class:`Run`), and without it their fields are empty. GitHub looks
for vulnerabilities itself, so that none are told.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scanner.formats.container import image_reference
from scanner.formats.date_time import in_utc
from scanner.formats.emitter import Emitter
from scanner.formats.json_text import json_text
from scanner.model.component import State
from scanner.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.model.component import Component
    from scanner.model.inventory import Inventory, Subject
    from scanner.model.report import Report

UNDATED: Final = "1970-01-01T00:00:00Z"
DETECTOR: Final = {
    "name": "lading",
    "version": VERSION,
    "url": "https://pypi.org/project/lading/",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """The job of a workflow that submits a snapshot."""

    sha: str = ""
    """Of the commit, in 40 hexadecimal digits."""
    ref: str = ""
    """Its branch or tag, as ``refs/heads/main``."""
    id: str = ""
    correlator: str = ""
    """Of all snapshots with the same one, only the newest holds."""
    url: str | None = None
    scanned: str | None = None
    """When, in ISO 8601."""
    directory: str | None = None
    """Where in the repository the target is; None if it is elsewhere."""


NO_RUN: Final = Run()


def snapshot(report: Report, run: Run = NO_RUN) -> Iterator[str]:
    """Yield the document."""
    inventory = report.inventory
    job = {"id": run.id, "correlator": run.correlator}
    document: dict[str, object] = {
        "version": 0,
        "sha": run.sha,
        "ref": run.ref,
        "job": job | ({"html_url": run.url} if run.url else {}),
        "detector": DETECTOR,
        "scanned": in_utc(report.created) or run.scanned or UNDATED,
        "metadata": {
            "coverage": inventory.coverage.value,
            "problems": len(inventory.problems),
        },
        "manifests": {each["name"]: each for each in _manifests(inventory, run)},
    }
    yield json_text(document)


def _manifests(inventory: Inventory, run: Run) -> Iterator[dict[str, object]]:
    by_manifest: dict[str, list[Component]] = {}
    for component in inventory.included_components:
        by_manifest.setdefault(_place(component), []).append(component)
    purls = {component.place: component.purl for component in inventory.components}
    needed: dict[str, set[str]] = {}
    for each in inventory.dependencies:
        if each.is_there and each.dependency in purls:
            needed.setdefault(each.dependent, set()).add(purls[each.dependency])
    for place, components in sorted(by_manifest.items()):
        resolved: dict[str, dict[str, object]] = {}
        for component in components:
            _add(resolved, component, needed.get(component.place, set()))
        name = f"{_prefix(inventory.subject)}{place or '/'}"
        is_file = run.directory is not None and components[0].state is State.DECLARED
        file = {"source_location": f"{run.directory}{place}"} if is_file else None
        yield {"name": name, **({"file": file} if file else {}), "resolved": resolved}


def _place(component: Component) -> str:
    """Return where a component is said to be: the file that declares it, or its environment."""
    is_declared = component.state is State.DECLARED
    return component.evidence.path if is_declared else component.environment


def _prefix(subject: Subject) -> str:
    """Return what stands before places in an image, so that those of several are told apart."""
    reference = image_reference(subject)
    return f"{reference.name}:/" if reference else ""


def _add(resolved: dict[str, dict[str, object]], component: Component, needed: set[str]) -> None:
    """Put a component to those of a manifest; of equal ones, what any of them says holds."""
    said = resolved.setdefault(component.purl, {"package_url": component.purl})
    if component.directness is not None:
        is_direct = component.directness.is_direct or said.get("relationship") == "direct"
        said["relationship"] = "direct" if is_direct else "indirect"
    is_needed = not (component.declaration and component.declaration.groups)
    is_runtime = is_needed or said.get("scope") == "runtime"
    said["scope"] = "runtime" if is_runtime else "development"
    before = said.get("dependencies")
    children = needed.union(before if isinstance(before, list) else ())
    if children:
        said["dependencies"] = sorted(children)


GITHUB_SNAPSHOT: Final = Emitter(
    name="github-snapshot", media_type="application/json", emit=snapshot
)
