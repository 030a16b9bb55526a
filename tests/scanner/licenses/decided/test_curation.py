"""What becomes of an inventory by curations."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scanner.licenses.decided.curation import with_curations
from scanner.model.component import Component, Problem
from scanner.model.license import DeclaredLicense, LicenseStatement, Licensing
from tests.support.licensed import curations, licensed
from tests.support.reports import component, inventory_of

DECISION = """\
curations:
- distribution: numpy
  versions: ">=1,<2"
  concluded: BSD-3-Clause
  reason: its text
  who: Ada
  when: 2026-11-21
"""
NUMPY = licensed(None, "numpy", "1.26.4")


def curated(found: Component, text: str = DECISION) -> tuple[Component, tuple[Problem, ...]]:
    """Return what becomes of a component, and what is to be said of the curations."""
    inventory = with_curations(inventory_of(found), curations(text))
    return inventory.components[0], inventory.problems


def test_a_decision_outweighs_all_evidence_and_stands_above_it():
    said = LicenseStatement(source="classifier", raw="License :: OSI Approved :: BSD License")
    licensing = Licensing(
        declared="MIT",
        statements=(said,),
        concluded="MIT",
        confidence=0.5,
        reason="by its field",
        needs_review=True,
    )

    found, problems = curated(replace(NUMPY, licensing=licensing))

    statement = LicenseStatement(
        source="curation",
        raw="BSD-3-Clause",
        expression="BSD-3-Clause",
        reason="its text (Ada, 2026-11-21, line 2)",
        path="curations.yaml",
    )
    expected = Licensing(
        declared="MIT",
        statements=(statement, said),
        concluded="BSD-3-Clause",
        confidence=1.0,
        reason="its text",
        curated_by="Ada",
    )
    assert (expected, ()) == (found.licensing, problems)


def test_a_decision_needs_nothing_to_be_known_before():
    found, _ = curated(component("NumPy", "1.26.4"))

    assert found.licensing is not None
    assert found.licensing.concluded == "BSD-3-Clause"


def test_what_no_decision_is_about_stays_as_it_is():
    other = licensed("MIT", "idna")

    assert other == curated(other)[0]


def test_a_decision_on_another_version_is_reported():
    numpy = replace(NUMPY, version="2.0")

    expected = Problem(
        "curations.yaml",
        "curation",
        "line 2: the curation of numpy >=1,<2 is unused: numpy is 2.0 here",
    )
    assert (numpy, (expected,)) == curated(numpy)


def test_decisions_on_what_is_not_there_are_reported_together():
    more = DECISION.removeprefix("curations:\n").replace("numpy", "scipy")

    _, problems = curated(licensed("MIT", "idna"), DECISION + more)

    reason = "unused curations (2): nothing here is called numpy, scipy"
    assert (Problem("curations.yaml", "curation", reason),) == problems


def test_of_many_that_are_not_there_some_are_named():
    names = ", ".join(f"p{number}" for number in range(10, 30))

    _, (problem,) = curated(NUMPY, DECISION.replace("numpy", f"[{names}]"))

    assert problem.reason.endswith("called p10, p11, p12, p13, p14, p15, p16, p17, p18, p19 …")


DECLARED = {
    "the field": DeclaredLicense(text="BSD"),
    "the expression": DeclaredLicense(expression="BSD"),
    "a classifier": DeclaredLicense(classifiers=("x", "BSD")),
    "a name": DeclaredLicense(names=("BSD",)),
    "the family": DeclaredLicense(family=" BSD "),
}


@pytest.mark.parametrize("declared", DECLARED.values(), ids=DECLARED)
def test_a_decision_on_a_declaration_holds_while_that_stands(declared):
    found, problems = curated(replace(NUMPY, license=declared), DECISION + "  declared: BSD\n")

    assert ("Ada", ()) == (found.licensing and found.licensing.curated_by, problems)


def test_a_decision_on_a_declaration_that_is_gone_is_reported():
    declared = DeclaredLicense(expression="MIT")

    found, (problem,) = curated(replace(NUMPY, license=declared), DECISION + "  declared: BSD\n")

    assert found.licensing == NUMPY.licensing
    assert problem.reason.endswith("is unused: numpy 1.26.4 no longer declares 'BSD'")


def test_a_pattern_decides_for_all_that_it_fits():
    text = DECISION.replace("numpy", "'types-*'").replace('versions: ">=1,<2"\n  ', "")
    found = [licensed(None, name) for name in ("types-a", "types_b", "other")]

    inventory = with_curations(inventory_of(*found), curations(text))

    decided = {
        each.name for each in inventory.components if each.licensing and each.licensing.curated_by
    }
    assert {"types-a", "types_b"} == decided
