"""What can be done with SBOMs that there are."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scanner.match.policy import CLEAN, FINDINGS, INCOMPLETE
from tests.support.command import lading
from tests.support.shop import AFFECTED, SHOP, layout

SBOMS = Path(__file__).parents[3] / "testdata/sboms"
JSON = str(SBOMS / "cyclonedx-py.cdx.json")
XML = str(SBOMS / "cyclonedx-py.cdx.xml")
FAILED = 4


@pytest.fixture
def shop(tmp_path):
    layout(SHOP, tmp_path / "shop.oci", "none")
    return str(tmp_path / "shop.oci")


def test_an_sbom_is_scanned_as_what_it_is_of(shop, tmp_path):
    before = lading("scan", shop, "-f", "json", "-o", f"cyclonedx-json={tmp_path / 'a'}")
    after = lading("scan", str(tmp_path / "a"), "-f", "json")

    def findings(result):
        keys = ("id", "purl", "path", "counted", "left_to", "fixed_in")
        found = json.loads(result.stdout)["findings"]
        return [tuple(each[key] for key in keys) for each in found]

    assert (FINDINGS, FINDINGS) == (before.code, after.code)
    assert findings(before) == findings(after) != []
    assert "sbom" == json.loads(after.stdout)["coverage"]


def test_an_sbom_may_be_called_so():
    assert FINDINGS == lading("scan", f"sbom:{JSON}").code


@pytest.mark.parametrize("command", [("scan",), ("sbom", "convert")], ids=" ".join)
def test_what_is_called_an_sbom_and_is_none_is_an_error(command, tmp_path):
    (tmp_path / "a").write_text("nonsense")

    missing, other = (lading(*command, f"sbom:{tmp_path / name}") for name in ("b", "a"))

    assert (FAILED, FAILED) == (missing.code, other.code)
    assert "No such file" in missing.stderr
    assert "neither CycloneDX nor SPDX" in other.stderr


def test_a_document_that_ends_too_soon_is_incomplete(tmp_path):
    (tmp_path / "a.json").write_text('{"bomFormat": "CycloneDX", "components": [')

    result = lading("scan", str(tmp_path / "a.json"))

    assert INCOMPLETE == result.code
    assert "not JSON" in result.stderr


@pytest.mark.parametrize(
    ("command", "code"),
    [
        pytest.param(("scan",), INCOMPLETE, id="scan"),
        pytest.param(("sbom", "convert"), INCOMPLETE, id="convert"),
        pytest.param(("sbom", "validate"), FINDINGS, id="validate"),
        pytest.param(("sbom", "score"), FAILED, id="score"),
    ],
)
@pytest.mark.parametrize(
    ("document", "reason"),
    [
        pytest.param({"bomFormat": None, "components": [{}]}, "bomFormat: null", id="null"),
        pytest.param({"spdxVersion": 5, "packages": [{}]}, "spdxVersion: 5", id="number"),
    ],
)
def test_all_commands_say_why_a_document_is_not_read(command, code, document, reason, tmp_path):
    """
    Nothing of it is listed, so a grade would be one of nothing.
    """
    file = tmp_path / "a.json"
    file.write_text(json.dumps(document))

    result = lading(*command, str(file))

    assert code == result.code
    assert f"not read: unknown {reason}" in result.stderr + result.stdout.decode()


def test_an_sbom_is_converted():
    result = lading("sbom", "convert", XML, "-f", "json")

    names = {each["name"] for each in json.loads(result.stdout)["components"]}
    assert CLEAN == result.code
    assert {"idna", "requests", "urllib3"} <= names


def test_what_was_converted_to_our_json_and_back_is_what_it_was(tmp_path):
    once = lading("sbom", "convert", JSON, "-o", f"json={tmp_path / 'a.json'}", "-f", "json")
    twice = lading("sbom", "convert", str(tmp_path / "a.json"), "-f", "json")

    assert once.stdout == twice.stdout


def test_several_are_merged_each_below_its_name(shop):
    result = lading("sbom", "merge", JSON, JSON, shop, "-f", "json")

    document = json.loads(result.stdout)
    places = [each["evidence"]["path"] for each in document["components"]]
    tops = {place.split("/")[1] for place in places}
    assert CLEAN == result.code
    assert {"cyclonedx-py.cdx.json", "cyclonedx-py.cdx.json~2", "shop.oci"} == tops
    assert len(places) == len(set(places))
    layers = {each["index"] for each in document["subject"]["layers"]}
    assert {each["evidence"]["layer"] for each in document["components"]} - {None} <= layers


def test_equal_documents_have_no_differences():
    result = lading("sbom", "diff", JSON, JSON)

    assert (CLEAN, b"") == (result.code, result.stdout)


def test_what_came_went_and_changed_is_told(shop, tmp_path):
    layout(AFFECTED, tmp_path / "b.oci", "none")

    result = lading("sbom", "diff", shop, str(tmp_path / "b.oci"))

    lines = result.stdout.decode().splitlines()
    assert FINDINGS == result.code
    assert "- urllib3 1.26.15" in lines
    assert "~ idna" in lines
    assert any(line.startswith("    owner: deb python3-idna 3.3-1") for line in lines)


def test_differences_are_told_to_programs(shop, tmp_path):
    layout(AFFECTED, tmp_path / "b.oci", "none")

    result = lading("sbom", "diff", str(tmp_path / "b.oci"), shop, "-f", "json")

    found = {each["name"]: each for each in json.loads(result.stdout)}
    assert ({}, ["1.26.15"]) == (found["urllib3"]["before"], found["urllib3"]["after"]["version"])
    assert {"version", "owner"} <= set(found["idna"]["changed"])


@pytest.mark.parametrize(
    "name", ["cyclonedx-py.cdx.json", "cyclonedx-py.cdx.xml", "spdx-tools.spdx", "npm.spdx.json"]
)
def test_what_other_tools_write_is_valid(name):
    result = lading("sbom", "validate", str(SBOMS / name))

    assert (CLEAN, "valid" in result.stdout.decode()) == (result.code, True)


def test_what_a_schema_forbids_is_told():
    file = str(SBOMS / "npm.cdx.json")

    by_schema, by_us = (lading("sbom", "validate", file, *rest) for rest in ((), ("--no-schema",)))

    assert (FINDINGS, CLEAN) == (by_schema.code, by_us.code)
    assert b"/components/0/externalReferences/0/url" in by_schema.stdout


def test_what_leads_nowhere_is_told(tmp_path):
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "components": [{"type": "library", "name": "a", "bom-ref": "x"}] * 2,
        "dependencies": [{"ref": "x", "dependsOn": ["y"]}],
    }
    (tmp_path / "a.json").write_text(json.dumps(document))

    result = lading("sbom", "validate", "--no-schema", str(tmp_path / "a.json"))

    assert [
        "2 components with the reference 'x'",
        "a dependency of what is not listed: 'y'",
    ] == result.stdout.decode().splitlines()
