"""An inventory judged by a licence policy."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scanner.licenses.context import Context
from scanner.licenses.decided.policy import Outcome
from scanner.licenses.obligation import Obligation
from scanner.licenses.report import category_in, license_report
from scanner.model.component import State
from tests.support.license_reports import DAY, LIBRARY, POLICY, license_report_of, licensed
from tests.support.reports import at, component, inventory_of


def entry_of(name, report=LIBRARY):
    """Return the entry of a component."""
    return next(entry for entry in report.entries if entry.component.name == name)


@pytest.mark.parametrize(
    ("expression", "category"),
    [
        ("MIT", "permissive"),
        ("GPL-3.0-only OR MIT", "permissive"),
        ("GPL-3.0-only AND MIT", "copyleft"),
        ("(GPL-3.0-only OR MIT) AND LGPL-2.1-only", "copyleft-limited"),
        ("GPL-3.0-only WITH GCC-exception-3.1", "copyleft-limited"),
        ("LicenseRef-X", "other"),
        ("NONE", None),
        ("no expression", None),
        (None, None),
    ],
    ids=str,
)
def test_an_expression_is_of_the_category_of_its_best_choice_and_worst_part(expression, category):
    assert category == category_in(expression)


def test_a_user_may_have_categories_of_their_own():
    assert "copyleft" == category_in("LicenseRef-X", (("LicenseRef-*", "copyleft"),))


def test_the_worst_verdict_is_the_outcome_and_each_objection_is_told():
    converter = entry_of("converter")

    assert Outcome.DENY is converter.outcome
    assert (
        "deny by no copyleft: GPL-3.0-only is copyleft: it must not be shipped",
    ) == converter.objections
    assert Outcome.ALLOW is entry_of("idna").outcome


def test_what_somebody_should_look_at_has_flags():
    assert ("denied", "conflict", "review", "bundled") == entry_of("converter").flags
    assert ("flagged", "curated") == entry_of("proprietary").flags
    assert "open" in entry_of("silent").flags
    assert () == entry_of("idna").flags


def test_what_is_asked_for_depends_on_who_gets_to_use_it():
    inventory = inventory_of(licensed("x", "1", "GPL-3.0-only"))

    shipped, internal = (
        license_report(inventory, POLICY, today=DAY, context=context).entries[0]
        for context in (Context.SHIPPED, Context.INTERNAL)
    )

    assert Obligation.OFFER_SOURCE in [duty.obligation for duty in shipped.duties]
    assert Obligation.OFFER_SOURCE not in [duty.obligation for duty in internal.duties]


def test_a_part_knows_what_it_is_a_part_of():
    whole = licensed("cryptography", "45", "MIT")
    part = replace(
        component("ring", "0.17", purl="pkg:cargo/ring@0.17", state=State.BUNDLED, kind="sbom"),
        evidence=at("sboms/a.cdx.json"),
        parent=whole.evidence.path,
    )

    report = license_report_of(whole, part)

    assert "cryptography 45" == entry_of("ring", report).part_of
    assert "" == entry_of("cryptography", report).part_of


def test_a_component_that_nobody_looked_at_is_open():
    (entry,) = license_report_of(component("x", None)).entries

    assert ("x", ("open",), ()) == (entry.named, entry.flags, entry.duties)


def test_every_documented_component_has_an_entry():
    cached = licensed("cached", "1", "MIT", reason="x")
    report = license_report_of(
        replace(cached, state=State.CACHE), licensed("x", "1", "MIT"), licensed("x", "2", "MIT")
    )

    assert ["x 1", "x 2"] == [entry.named for entry in report.entries]
