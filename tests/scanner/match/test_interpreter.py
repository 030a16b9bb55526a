"""Interpreters as something that advisories speak of."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from scanner.advisories.content import IndexContent
from scanner.advisories.osv import advisory_of
from scanner.judging import Judging
from scanner.match.interpreter import (
    VERSION,
    with_interpreters,
)
from scanner.model.advisory import Severity, Status
from scanner.model.component import INTERPRETER, Evidence
from scanner.model.environment import Environment
from scanner.model.interpreter import CPYTHON, PYPY, Interpreter
from scanner.model.report import AdvisorySource, Report, Tally
from scanner.model.violation import Outcome
from scanner.pipeline import audit
from tests.support.advisories import advisory, index_of
from tests.support.interpreters import TARFILE, TEMPFILE, ZIPFILE
from tests.support.reports import OWNER, component, inventory_of, report_of

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = AdvisorySource(
    name="PSF advisory database",
    url="https://github.com/psf/advisory-database",
    license="CC-BY-4.0",
    date="2026-08-07",
    records=3,
)
CONTENT = IndexContent(
    advisories=[advisory_of(each, Severity()) for each in (TARFILE, TEMPFILE, ZIPFILE)],
    sources=[SOURCE],
)
PYTHON = Interpreter(
    path="usr/local/bin/python3.12",
    implementation=CPYTHON,
    version="3.12.0",
    evidence=Evidence("usr/local/include/python3.12/patchlevel.h", layer=2),
)
PREFIX = Environment(path="usr/local", kind="prefix", interpreters=(PYTHON,))
VENV = Environment(
    path="opt/venv", kind="virtual-environment", interpreters=(PYTHON,), base="usr/local"
)


def report_with(*environments: Environment) -> Report:
    """Return a report of these environments, without components."""
    report = report_of()
    return replace(
        report, sources=(SOURCE,), inventory=replace(report.inventory, environments=environments)
    )


def judged(
    tmp_path: Path,
    interpreter: Interpreter = PYTHON,
    content: IndexContent = CONTENT,
    *,
    match_owned: bool = False,
) -> Report:
    """Return a report of one interpreter with what is said of it."""
    environment = replace(PREFIX, interpreters=(interpreter,))
    with index_of(tmp_path, content) as index:
        return with_interpreters(report_with(environment), index, Judging(match_owned=match_owned))


@pytest.mark.parametrize(
    ("version", "found"),
    [
        ("3.12.0", {"PSF-2025-9001", "PSF-2024-9001", "PSF-2024-9002"}),
        ("3.12.2", {"PSF-2025-9001"}),
        ("3.12.11", set()),
        ("3.11.7", {"PSF-2024-9001", "PSF-2024-9002"}),
        ("3.12.0rc1", set()),
    ],
)
def test_patch_levels_are_matched(tmp_path, version, found):
    report = judged(tmp_path, replace(PYTHON, version=version))

    assert found == {finding.id for finding in report.findings}


def test_a_finding_has_the_interpreter_as_sboms_describe_it(tmp_path):
    finding = judged(tmp_path, replace(PYTHON, version="3.12.3")).findings[0]

    assert Status.AFFECTED is finding.status
    assert ("python", "3.12.3", "pkg:generic/python@3.12.3", INTERPRETER) == (
        finding.component.name,
        finding.component.version,
        finding.component.purl,
        finding.component.kind,
    )
    assert ("usr/local", PYTHON.path, 2) == (
        finding.component.environment,
        finding.component.place,
        finding.component.evidence.layer,
    )


def test_one_that_several_environments_share_is_found_once(tmp_path):
    with index_of(tmp_path, CONTENT) as index:
        report = with_interpreters(report_with(PREFIX, VENV), index, Judging())

    assert ["usr/local"] * 3 == [each.component.environment for each in report.findings]


def test_what_the_operating_system_built_is_left_to_it(tmp_path):
    """
    Its packages keep their version when they get a fix.
    """
    owned = replace(PYTHON, owner=OWNER)

    assert {OWNER} == {finding.left_to for finding in judged(tmp_path, owned).findings}
    matched = judged(tmp_path, owned, match_owned=True)
    assert {None} == {finding.left_to for finding in matched.findings}


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"implementation": PYPY, "implementation_version": "3.12.0"}, id="PyPy"),
        pytest.param({"path": None}, id="only its directories are there"),
        pytest.param({"version": None}, id="no version"),
        pytest.param({"version": "3.12"}, id="the branch only"),
    ],
)
def test_what_cannot_be_compared_has_no_findings(tmp_path, changes):
    assert () == judged(tmp_path, replace(PYTHON, **changes)).findings


@pytest.mark.parametrize("version", ["3.12", "3.12.x", None])
def test_one_of_which_only_the_branch_is_known_is_a_warning(tmp_path, version):
    (warning,) = judged(tmp_path, replace(PYTHON, version=version)).violations

    assert (VERSION, Outcome.WARN, PYTHON.path) == (warning.rule, warning.outcome, warning.place)
    assert "its patch level is not known, and so it is not matched" == warning.reason


def test_without_records_there_is_nothing_to_miss(tmp_path):
    content = IndexContent(sources=[SOURCE])

    assert () == judged(tmp_path, replace(PYTHON, version="3.12"), content).violations


def test_an_interpreter_is_judged_with_all_else(tmp_path):
    """
    The one shape of findings has its order of risk and its advice, too.
    """
    inventory = replace(inventory_of(component()), environments=(PREFIX,))
    of_pypi = advisory("introduced 0, fixed 1.0", package="idna")
    content = replace(CONTENT, advisories=(*CONTENT.advisories, of_pypi))
    with index_of(tmp_path, content) as index:
        report = audit(inventory, index, Judging())

    assert {"PSF-2025-9001", "PSF-2024-9001", "PSF-2024-9002"} == {
        finding.id for finding in report.findings
    }
    assert {("3.12.2", ("PSF-2025-9001",))} == {
        (finding.fix.version, finding.fix.remaining) for finding in report.findings if finding.fix
    }
    assert Tally(clean=1) == report.tally
