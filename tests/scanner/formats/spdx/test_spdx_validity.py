"""SPDX documents are valid, whatever an image holds, by schemas and by the readers of others."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scanner.model.component import Evidence, State
from scanner.model.contact import Kind, Supplier
from scanner.model.imprint import Imprint
from scanner.model.inventory import LayerFacts, Subject
from scanner.model.report import Report
from scanner.pipeline import scan
from scanner.settings import Settings
from tests.scanner.formats.cyclonedx.test_validity import AWKWARD, IMAGES
from tests.support.contacts import REAL
from tests.support.reports import IMAGE, NASTY, component, report_of
from tests.support.spdx import FORMATS, emitted, errors_in, gaps

SPECIFICATIONS = {"spdx-json": "spdx2", "spdx-3-json": "spdx3"}


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("image", IMAGES)
def test_an_sbom_of_a_sample_image_is_valid(sample_images, image, name):
    inventory = scan(str(sample_images / f"{image}.oci"), replace(Settings(), licenses=True))

    assert errors_in(name, emitted(name, Report(inventory=inventory))) == []


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("awkward", [pytest.param(c, id=name) for name, c in AWKWARD.items()])
def test_whatever_metadata_says_the_document_is_valid(awkward, name):
    assert errors_in(name, emitted(name, report_of(awkward))) == []


@pytest.mark.parametrize("name", FORMATS)
def test_whatever_has_been_published_of_people_the_document_is_valid(name):
    components = [
        component(f"a{number}", contact_fields=fields)
        for number, (fields, _) in enumerate(REAL.values())
    ]

    assert errors_in(name, emitted(name, report_of(*components))) == []


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("state", State)
def test_a_component_in_any_state_leaves_the_document_valid(state, name):
    assert errors_in(name, emitted(name, report_of(component(state=state)))) == []


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(Subject(location="/srv/root", source="dir"), id="directory"),
        pytest.param(Subject(location="", source="dir"), id="no location"),
        pytest.param(Subject(location=NASTY, source="docker-archive"), id="nasty location"),
        pytest.param(replace(IMAGE, names=("latest",)), id="just a tag"),
        pytest.param(replace(IMAGE, names=(NASTY, "a/b:\ud800")), id="nasty names"),
        pytest.param(replace(IMAGE, platform=f"linux/{NASTY}/v8"), id="nasty platform"),
        pytest.param(replace(IMAGE, digest=None), id="no digest"),
        pytest.param(replace(IMAGE, digest=f"sha512:{'a' * 128}"), id="another digest"),
        pytest.param(
            replace(
                IMAGE,
                layers=(LayerFacts(index=0, diff_id=None, digest=None, created_by=NASTY),),
            ),
            id="nasty instruction",
        ),
    ],
)
def test_whatever_an_image_says_of_itself_the_document_is_valid(subject, name):
    assert errors_in(name, emitted(name, report_of(component(), subject=subject))) == []


@pytest.mark.parametrize("name", FORMATS)
def test_a_document_with_nothing_in_it_is_valid(name):
    assert errors_in(name, emitted(name, report_of())) == []


@pytest.mark.parametrize("name", FORMATS)
def test_what_is_a_part_of_itself_or_of_each_other_leaves_the_document_valid(name):
    first, second = (component(each, evidence=Evidence(each)) for each in ("a", "b"))
    itself = component("c", evidence=Evidence("c"), parent="c")

    report = report_of(replace(first, parent="b"), replace(second, parent="a"), itself)

    assert errors_in(name, emitted(name, report)) == []


@pytest.mark.parametrize("name", SPECIFICATIONS)
@pytest.mark.parametrize("image", IMAGES)
def test_the_minimum_elements_are_there_but_for_what_an_image_does_not_tell(
    sample_images, tmp_path, image, name
):
    """
    Of a version that nothing tells, a document says that nobody asserts one; a supplier it lacks.
    """
    inventory = scan(str(sample_images / f"{image}.oci"))
    text = emitted(name, Report(inventory=inventory, created="2025-01-01T00:00:00Z"))
    path = tmp_path / ("document.json" if name == "spdx-3-json" else "document.spdx.json")
    path.write_text(text, "utf-8")

    checker, missing = gaps(path, SPECIFICATIONS[name])

    assert checker.parsing_errors == []
    assert checker.validation_messages == []
    assert checker.doc_author
    assert checker.doc_timestamp
    assert checker.dependency_relationships
    assert checker.floating_component_ids == set()
    assert missing["version"] == set()


@pytest.mark.parametrize("name", SPECIFICATIONS)
@pytest.mark.parametrize("image", IMAGES)
def test_with_an_author_and_a_supplier_a_sample_image_has_the_minimum_elements(
    sample_images, tmp_path, image, name
):
    example = Supplier(name="Example", kind=Kind.ORGANIZATION)
    report = Report(
        inventory=scan(str(sample_images / f"{image}.oci")),
        created="2025-01-01T00:00:00Z",
        imprint=Imprint(authors=(example,), supplier=example),
    )
    path = tmp_path / ("document.json" if name == "spdx-3-json" else "document.spdx.json")
    path.write_text(emitted(name, report), "utf-8")

    checker, missing = gaps(path, SPECIFICATIONS[name])

    assert {"version": set(), "supplier": set()} == missing
    assert checker.compliant


@pytest.mark.parametrize("name", SPECIFICATIONS)
def test_what_tells_everything_has_the_minimum_elements(tmp_path, name):
    told = AWKWARD["an international address"]
    path = tmp_path / ("document.json" if name == "spdx-3-json" else "document.spdx.json")
    path.write_text(emitted(name, report_of(told)), "utf-8")

    checker, missing = gaps(path, SPECIFICATIONS[name])

    assert {"version": set(), "supplier": set()} == missing
    assert checker.compliant
