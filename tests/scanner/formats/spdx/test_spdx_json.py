"""SPDX 2.3 as JSON, and what its documents have in common with all others."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from scanner.model.component import Evidence, Problem, State
from scanner.model.contact import ContactFields
from scanner.model.dependency import Basis, Dependency, Directness, Standing
from scanner.model.interpreter import Interpreter
from scanner.model.report import Report
from scanner.withholding import with_emails_withheld
from tests.support.reports import IMAGE, VENV, component, inventory_of, report_of
from tests.support.spdx import FORMATS, document_of, emitted, facts_of, packages_of

DIRECT = Directness(is_direct=True, basis=Basis.INSTALLER, depth=0)
NOT_JUDGED = ("licenseInfoFromFiles", "packageVerificationCode")


def lines_of(report):
    """Return the relationships of a document, each in a line."""
    document = document_of("spdx-json", report)
    names = {package["SPDXID"]: package["name"] for package in document["packages"]}
    return [
        " ".join(
            (
                names.get(each["spdxElementId"], each["spdxElementId"]),
                each["relationshipType"],
                names.get(each["relatedSpdxElement"], each["relatedSpdxElement"]),
                *([f"({each['comment']})"] if "comment" in each else []),
            )
        )
        for each in document["relationships"]
    ]


@pytest.mark.parametrize("name", FORMATS)
def test_equal_reports_give_equal_bytes_and_others_another_namespace(name):
    first = emitted(name, report_of(component(), component("b")))
    second = emitted(name, report_of(component("b"), component()))
    third = emitted(name, report_of(component(), component("c")))

    assert first == second
    assert _namespace(first) != _namespace(third)


def _namespace(text):
    start = text.index("https://spdx.org/spdxdocs/lading-")
    return text[start : start + len("https://spdx.org/spdxdocs/lading-") + 36]


@pytest.mark.parametrize(
    ("created", "shown"),
    [
        pytest.param("2025-01-01T00:00:00Z", "2025-01-01T00:00:00Z", id="as it is"),
        pytest.param("2025-01-01T02:30:00.123+02:00", "2025-01-01T00:30:00Z", id="elsewhere"),
        pytest.param("2025-01-01", "2025-01-01T00:00:00Z", id="day"),
        pytest.param("0001-01-01T00:00:00+12:00", "1970-01-01T00:00:00Z", id="before all"),
        pytest.param("yesterday", "1970-01-01T00:00:00Z", id="no date"),
        pytest.param(None, "1970-01-01T00:00:00Z", id="nobody gave one"),
    ],
)
def test_the_date_is_in_utc_and_to_the_second(created, shown):
    """
    SPDX wants one: where nobody gives any, it stands for none, and the document says so.
    """
    info = document_of("spdx-json", report_of(component(), created=created))["creationInfo"]

    assert shown == info["created"]
    assert shown.startswith("1970") == ("Nobody gave a date" in info["comment"])


def test_a_document_says_what_made_it_and_from_what():
    info = document_of("spdx-json", report_of(component()))["creationInfo"]

    assert info["creators"][0].startswith("Tool: lading-")
    assert "3.29" == info["licenseListVersion"]
    assert "SBOM Type: Analyzed" in info["comment"]


def test_what_is_not_known_is_not_asserted_or_not_there():
    package = packages_of(document_of("spdx-json", report_of(component(version=None))))["idna"]

    fields = (
        "versionInfo",
        "supplier",
        "downloadLocation",
        "licenseConcluded",
        "licenseDeclared",
        "copyrightText",
    )
    assert {"NOASSERTION"} == {package[field] for field in fields}
    assert {"originator", "homepage", "checksums", "summary"}.isdisjoint(package)


def test_files_are_not_analyzed_and_nothing_is_said_of_them():
    package = packages_of(document_of("spdx-json", report_of(component())))["idna"]

    assert package["filesAnalyzed"] is False
    assert package.keys().isdisjoint(NOT_JUDGED)


@pytest.mark.parametrize(
    ("author", "supplier"),
    [
        pytest.param("Ann Lee <ann@a.test.org>", "Person: Ann Lee (ann@a.test.org)", id="person"),
        pytest.param(
            "Acme Inc. <x@a.test.org>", "Organization: Acme Inc. (x@a.test.org)", id="inc"
        ),
    ],
)
def test_a_supplier_is_a_person_or_an_organization(author, supplier):
    named = component(contact_fields=ContactFields(author_email=author))

    assert supplier == packages_of(document_of("spdx-json", report_of(named)))["idna"]["supplier"]


def test_parentheses_of_a_name_are_no_address():
    """
    Readers take what is in the last parentheses for one; so the last ones are empty.
    """
    named = component(contact_fields=ContactFields(author="Ann (Anne) Lee"))

    package = packages_of(document_of("spdx-json", report_of(named)))["idna"]

    assert "Person: Ann (Anne) Lee ()" == package["supplier"]


def test_layers_are_annotations_of_what_was_scanned():
    package = packages_of(document_of("spdx-json", report_of()))["registry.test/team/shop"]

    _, layer = (json.loads(each["comment"]) for each in package["annotations"])
    assert {
        "layer": 0,
        "diff-id": IMAGE.layers[0].diff_id,
        "digest": IMAGE.layers[0].digest,
        "created-by": "RUN pip install",
    } == layer


def test_a_path_is_what_it_was_whatever_its_bytes():
    """
    Whoever reads an annotation as JSON gets back what is not UTF-8, too.
    """
    path = 'caf\udce9\n"</text>'

    document = document_of("spdx-json", report_of(component(evidence=Evidence(path))))

    assert f"/{path}" == facts_of(packages_of(document)["idna"])["evidence"]


def test_relationships_say_what_is_there_what_is_optional_and_what_is_not_known():
    a = component("a", evidence=Evidence("a"), directness=DIRECT)
    b = replace(component("b", evidence=Evidence("b")), directness=DIRECT)
    part = component("part", evidence=Evidence("part"), parent="a", kind="sbom")
    possible = Dependency(
        dependent="a",
        dependency="b",
        name="b",
        ecosystem="pypi",
        requirement="b<2",
        standing=Standing.POSSIBLE,
    )
    missing = replace(possible, dependency=None, requirement="x", standing=Standing.MISSING)
    inventory = replace(inventory_of(a, b, part), dependencies=(possible, missing))
    image = "registry.test/team/shop"

    assert [
        f"SPDXRef-DOCUMENT DESCRIBES {image}",
        f"{image} CONTAINS a",
        f"{image} CONTAINS b",
        "a CONTAINS part",
        f"{image} DEPENDS_ON a",
        f"{image} DEPENDS_ON b",
        "a DEPENDS_ON NOASSERTION (not there: x)",
        "b OPTIONAL_DEPENDENCY_OF a (b<2)",
        "b DEPENDS_ON NONE",
        "part DEPENDS_ON NOASSERTION",
    ] == lines_of(Report(inventory=inventory))


@pytest.mark.parametrize(
    ("implementation", "version", "own", "name", "shown"),
    [
        pytest.param("CPython", "3.11.7", None, "python", "3.11.7", id="CPython"),
        pytest.param("PyPy", "3.10.14", "7.3.17", "pypy", "7.3.17", id="PyPy"),
    ],
)
def test_an_interpreter_is_an_application_once_for_all_that_it_runs(
    implementation, version, own, name, shown
):
    interpreter = Interpreter(
        path="usr/bin/python3",
        implementation=implementation,
        version=version,
        implementation_version=own,
        evidence=Evidence("usr/bin/python3", 0, "binary-analysis"),
    )
    environments = tuple(replace(VENV, path=path, interpreters=(interpreter,)) for path in "ab")
    inventory = replace(inventory_of(), environments=environments)

    document = document_of("spdx-json", Report(inventory=inventory))

    _, package = document["packages"]
    assert (name, shown) == (package["name"], package["versionInfo"])
    assert "APPLICATION" == package["primaryPackagePurpose"]
    assert f"registry.test/team/shop CONTAINS {name}" in lines_of(Report(inventory=inventory))


def test_an_interpreter_of_an_unknown_version_is_not_there():
    interpreter = Interpreter(path="usr/bin/python3", implementation="CPython")
    inventory = replace(inventory_of(), environments=(replace(VENV, interpreters=(interpreter,)),))

    assert 1 == len(document_of("spdx-json", Report(inventory=inventory))["packages"])


def test_what_is_left_out_and_what_went_wrong_is_said():
    problems = (Problem("a/METADATA", "dist-info", "no name", incomplete=True),)
    left = component("x", state=State.TEST_DATA)

    document = document_of("spdx-json", report_of(left, problems=problems))

    assert {
        "coverage": "incomplete",
        "left-out": {"test-data": 1},
        "included": ["editable", "installed", "vendored"],
        "problem": ["/a/METADATA: no name"],
    } == facts_of(document)


def test_withheld_addresses_are_nowhere_and_that_is_said():
    named = component(contact_fields=ContactFields(author_email="Ann Lee <ann@a.test.org>"))

    document = document_of("spdx-json", Report(inventory=with_emails_withheld(inventory_of(named))))

    assert "ann@" not in json.dumps(document)
    assert "E-mail addresses are withheld." in document["creationInfo"]["comment"]
    assert 1 == facts_of(packages_of(document)["idna"])["emails-withheld"]
