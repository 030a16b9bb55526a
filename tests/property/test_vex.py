"""VEX in and out: what we state suppresses what we decided, and no bytes surprise a reader."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.decided.decisions import Decisions
from scanner.formats import EMITTERS
from scanner.match.decisions import decided
from scanner.metadata.vex.document import parse_vex
from scanner.model.advisory import Advisory
from scanner.model.decision import JUSTIFICATIONS, Decision, Ground
from tests.support.cyclonedx import complaint
from tests.support.openvex import openvex_error
from tests.support.reports import IMAGE, at, component, finding, report_of
from tests.support.vex import VEX

FORMATS = ("openvex", "cyclonedx-vex-json", "cyclonedx-json", "cyclonedx-1.4-json")
subjects = st.sampled_from(
    [IMAGE, replace(IMAGE, names=()), replace(IMAGE, digest=None, image_id=None, source="dir")]
)
advisories = st.sampled_from(
    [
        Advisory(id="PYSEC-1", aliases=("CVE-2026-1", "GHSA-1")),
        Advisory(id="PYSEC-2"),
        Advisory(id="CVE-2026-3", aliases=("GHSA-3",)),
    ]
)
components = st.builds(
    lambda name, version, number: component(name, version, evidence=at(f"{name}-{number}")),
    st.sampled_from(["idna", "Zope.Interface", "x_y"]),
    st.sampled_from(["1.0", "2.0+local", "1!3.0rc1", "no version"]),
    st.integers(0, 3),
)
decisions = st.builds(
    Decision,
    ground=st.sampled_from(Ground),
    source=st.just("x:1"),
    status=st.sampled_from(["not_affected", "fixed", "accepted"]),
    justification=st.none() | st.sampled_from([*JUSTIFICATIONS, "code_not_present"]),
    reason=st.none() | st.text(max_size=20),
    owner=st.none() | st.just("Ada"),
    expires=st.none() | st.just("2027-01-31"),
    until_fix=st.booleans(),
)
findings = st.lists(
    st.builds(finding, components, advisories, decision=st.none() | decisions),
    max_size=6,
    unique_by=lambda each: (each.component.place, each.id),
)


def is_taken_out(each):
    """Tell whether what was decided is that a finding is none."""
    return each.decision is not None and each.decision.status in {"not_affected", "fixed"}


@pytest.mark.parametrize("name", FORMATS)
@given(found=findings, subject=subjects)
@settings(deadline=None)
def test_what_we_state_takes_the_same_findings_out_when_it_is_read_again(name, found, subject):
    """
    But for equal copies of which only some were decided on: a package URL does not tell them apart.
    """
    report = report_of(
        *{each.component.place: each.component for each in found}.values(),
        findings=tuple(found),
        subject=subject,
    )
    text = "".join(EMITTERS[name].emit(report))
    stated = parse_vex(text.encode(), "vex.json")
    bare = replace(report, findings=tuple(replace(each, decision=None) for each in found))

    read = decided(bare, Decisions(statements=stated.statements), date(2026, 1, 1), 365)

    copies: dict[tuple[str, str], bool] = {}
    for each in found:
        key = (each.id, each.component.purl)
        copies[key] = copies.get(key, True) and is_taken_out(each)
    assert () == stated.malformed
    assert [copies[each.id, each.component.purl] for each in found] == [
        each.decision is not None for each in read.findings
    ]


@given(found=findings, subject=subjects)
@settings(deadline=None)
def test_what_we_state_is_valid(found, subject):
    report = report_of(
        *{each.component.place: each.component for each in found}.values(),
        findings=tuple(found),
        subject=subject,
    )

    texts = {name: "".join(EMITTERS[name].emit(report)) for name in (*FORMATS, "cyclonedx-xml")}

    assert openvex_error(json.loads(texts.pop("openvex"))) is None
    assert {} == {
        name: error for name, text in texts.items() if (error := complaint(EMITTERS[name], text))
    }


wrong = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.text(max_size=3),
    st.just([]),
    st.just({}),
    st.lists(st.none() | st.text(max_size=2), max_size=2),
)


@st.composite
def damaged(draw):
    """Return a document of which one value, at any depth, is something else."""
    document = json.loads(draw(st.sampled_from(VEX)))
    place = document
    while True:
        key = draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
        deeper = place[key]
        if not isinstance(deeper, dict | list) or not deeper or draw(st.booleans()):
            break
        place = deeper
    place[key] = draw(wrong)
    return json.dumps(document).encode()


@given(damaged())
@settings(deadline=None)
def test_a_damaged_document_is_read_or_refused(data):
    try:
        document = parse_vex(data, "vex.json")
    except ValueError:
        return
    report = report_of(component(), findings=(finding(component()),))

    judged = decided(report, Decisions(statements=document.statements), None, 365)

    assert [each.id for each in report.findings] == [each.id for each in judged.findings]
