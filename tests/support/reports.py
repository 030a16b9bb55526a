"""Small reports, built from the values of the model."""

from __future__ import annotations

from dataclasses import replace

from scanner.model.advisory import Advisory, Level, Severity, Status
from scanner.model.component import Component, Evidence, Problem, State
from scanner.model.environment import Environment
from scanner.model.finding import Finding
from scanner.model.interpreter import Interpreter
from scanner.model.inventory import Coverage, Inventory, LayerFacts, Subject
from scanner.model.names import purl
from scanner.model.report import AdvisorySource, Report, Tally
from scanner.model.system_package import Owner

NASTY = "\x00\x1b[2J\x1b]0;title\x07\x7f\x85\u202e\u2066\u200b\ufeff\ufffe\udce9\ud800[red]"
"""What acts on a terminal, hides, reorders, and is no text at all."""
SITE = "opt/venv/lib/python3.11/site-packages"
IMAGE = Subject(
    location="shop.oci",
    source="oci",
    names=("registry.test/team/shop:1.0",),
    digest=f"sha256:{'a' * 64}",
    image_id=f"sha256:{'b' * 64}",
    platform="linux/amd64",
    layers=(
        LayerFacts(
            index=0,
            diff_id=f"sha256:{'c' * 64}",
            digest=f"sha256:{'d' * 64}",
            created_by="RUN pip install",
        ),
    ),
)
VENV = Environment(
    path="opt/venv",
    kind="virtual-environment",
    site_directories=(SITE,),
    interpreters=(
        Interpreter(
            path=None,
            implementation="CPython",
            version="3.11.7",
            evidence=Evidence("usr/bin/python3.11", 0, "binary-analysis"),
            site_directories=(SITE,),
        ),
    ),
    creator="venv",
    home="/usr/bin",
)
SOURCE = AdvisorySource(
    name="PyPA", url="https://advisories.test", license="CC-BY-4.0", date="2026-07-23", records=3
)
ADVISORY = Advisory(
    id="PYSEC-2024-60",
    aliases=("CVE-2024-3651", "GHSA-jjg7-2v4v-x38h"),
    severity=Severity(Level.HIGH, 7.5, "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H"),
    published="2024-07-07T18:15:00Z",
    modified="2024-07-11T18:33:41.218346Z",
    links=("https://advisories.test/PYSEC-2024-60",),
)
OWNER = Owner(
    type="deb", name="python3-idna", version="3.4-1", purl="pkg:deb/debian/python3-idna@3.4-1"
)


def component(name: str = "idna", version: str | None = "3.4", **changes: object) -> Component:
    """Return a distribution in a virtual environment of the lowest layer."""
    value = Component(
        name=name,
        version=version,
        purl=purl(name, version),
        kind="dist-info",
        state=State.INSTALLED,
        environment="opt/venv",
        evidence=Evidence(f"{SITE}/{name}-{version}.dist-info", layer=0),
    )
    return replace(value, **changes)  # type: ignore[arg-type] # any of its fields


def at(path: str) -> Evidence:
    """Return the evidence of something at another path."""
    return Evidence(path, layer=0)


def finding(found: Component, advisory: Advisory = ADVISORY, **changes: object) -> Finding:
    """Return what an advisory says of a component."""
    value = Finding(
        component=found,
        advisories=(advisory,),
        status=Status.AFFECTED,
        reason="< 3.7",
        fixed_in="3.7",
    )
    return replace(value, **changes)  # type: ignore[arg-type] # any of its fields


def inventory_of(
    *components: Component, subject: Subject = IMAGE, problems: tuple[Problem, ...] = ()
) -> Inventory:
    """Return the inventory of an image with one virtual environment."""
    incomplete = any(problem.incomplete for problem in problems)
    return Inventory(
        subject=subject,
        coverage=Coverage.INCOMPLETE if incomplete else Coverage.FULL,
        environments=(VENV,),
        components=components,
        problems=problems,
    )


def _without_layer(interpreter: Interpreter) -> Interpreter:
    evidence = interpreter.evidence
    return replace(interpreter, evidence=evidence and replace(evidence, layer=None))


def report_of(
    *components: Component,
    findings: tuple[Finding, ...] = (),
    subject: Subject = IMAGE,
    problems: tuple[Problem, ...] = (),
    created: str | None = None,
) -> Report:
    """Return a report of an image that was matched against a small index."""
    return Report(
        inventory=inventory_of(*components, subject=subject, problems=problems),
        findings=findings,
        sources=(SOURCE,),
        tally=Tally(affected=len({finding.component.evidence for finding in findings})),
        advisories_digest=f"sha256:{'e' * 64}",
        created=created,
    )
