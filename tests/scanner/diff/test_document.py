"""What became of findings, as JSON."""

from __future__ import annotations

import json
from dataclasses import replace

from scanner.diff.document import document_of
from scanner.diff.turn import turns
from tests.support.reports import component, finding, report_of


def test_a_document_tells_what_is_different_and_why():
    before = report_of(component(), findings=(finding(component()),))
    newer = component(version="3.5")
    after = report_of(newer, findings=(finding(newer, fixed_in=None),))
    after = replace(after, advisories_digest="sha256:0")

    document = json.loads(document_of(before, after, turns(before, after)))

    assert (True, True) == (document["code_changed"], document["data_changed"])
    assert {"new": 0, "gone": 0, "changed": 1} == document["counts"]
    (found,) = document["findings"]
    assert ("changed", "code", "PYSEC-2024-60", "idna", "3.5") == (
        found["kind"],
        found["cause"],
        found["id"],
        found["name"],
        found["version"],
    )
    assert {
        "version": {"before": "3.4", "after": "3.5"},
        "fixed_in": {"before": "3.7", "after": None},
    } == found["changed"]
    assert {"PyPA"} == {each["name"] for each in document["after"]["advisories"]["sources"]}


def test_where_nothing_is_different_it_says_that():
    report = report_of(component())

    document = json.loads(document_of(report, report, turns(report, report)))

    assert (False, False, []) == (
        document["code_changed"],
        document["data_changed"],
        document["findings"],
    )
