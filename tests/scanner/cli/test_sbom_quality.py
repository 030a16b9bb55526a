"""``lading sbom --profile`` and ``lading sbom score``."""

from __future__ import annotations

import json

import pytest

from scanner.cli import FAILED
from scanner.match.policy import CLEAN, FINDINGS, INCOMPLETE
from scanner.quality.profiles import PROFILES
from tests.support.command import lading
from tests.support.syft import artifact, syft

USAGE = 2
PUBLISHED = (
    *("--author", "Example GmbH <sbom@example.com>", "--supplier", "Example GmbH"),
    *("--sbom-uri", "https://example.com/shop.json", "--subject-license", "mit"),
    *("--subject-copyright", "Copyright 2026 Example GmbH", "--subject-version", "1.0"),
)


@pytest.fixture
def shop(images):
    return images / "shop.oci"


@pytest.fixture
def target(tmp_path):
    """A directory with a distribution that tells all that the NTIA asks for."""
    trace = tmp_path / "site-packages" / "idna-3.4.dist-info"
    trace.mkdir(parents=True)
    metadata = "Metadata-Version: 2.1\nName: idna\nVersion: 3.4\nAuthor: Kim Doe\n"
    (trace / "METADATA").write_text(metadata)
    return f"dir:{tmp_path / 'site-packages'}"


def test_a_rule_that_is_not_met_is_exit_code_1_and_says_what_is_missing(shop):
    result = lading("sbom", shop, "-q", "--profile", "ntia")

    assert FINDINGS == result.code
    assert result.lines[0].startswith("lading: ntia: not met (NTIA, The Minimum Elements")
    assert any("missing: supplier of" in line for line in result.lines)
    assert b'"bomFormat": "CycloneDX"' in result.stdout


@pytest.mark.parametrize("profile", PROFILES)
def test_each_profile_can_be_named(shop, profile):
    result = lading("sbom", shop, "-q", "--profile", profile)

    assert result.lines[0].startswith(f"lading: {profile}: ")


def test_what_a_rule_misses_is_filled_by_options_and_the_clock(target):
    options = ("--supplier", "Example GmbH", "--subject-version", "1.0")

    result = lading("sbom", target, "-q", "--profile", "ntia", *options)

    missing = [line for line in result.lines if " missing: " in line]
    assert 1 == len(missing)
    assert "identifier of 1 component" in missing[0]
    assert b'"timestamp":' in result.stdout


def test_a_date_of_the_build_comes_before_the_clock(target):
    date = {"SOURCE_DATE_EPOCH": "0"}

    result = lading("sbom", target, "-q", "--profile", "ntia", variables=date)

    assert b'"timestamp":"1970-01-01T00:00:00Z"' in result.stdout


def test_reports_have_every_component(shop, tmp_path):
    text, document = tmp_path / "gaps.txt", tmp_path / "gaps.json"

    lading(
        *("sbom", shop, "-q", "--profile", "bsi-2.1"),
        *("--profile-report", f"text={text}", "--profile-report", f"json={document}"),
    )

    found = json.loads(document.read_text())
    labels = {gap["component"] for gap in found["gaps"] if not gap["is_accepted"]} - {None}
    assert ("bsi-2.1", False) == (found["profile"], found["is_met"])
    assert all(label in text.read_text() for label in labels)


def test_that_something_was_not_read_outweighs_what_is_missing(shop):
    result = lading("sbom", shop, "-q", "--profile", "ntia", "--limit", "max_entries=10")

    assert INCOMPLETE == result.code


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--profile", "nist"),
        ("--profile-report", "yaml=x"),
        ("--author", "<kim@example.com>"),
        ("--supplier", "Kim <kim>"),
        ("--sbom-uri", "example.com"),
        ("--sbom-uri", "https://exam ple.com"),
        ("--sbom-uri", "http://["),
        ("--subject-license", "BSD"),
    ],
    ids=str,
)
def test_what_an_option_cannot_be_is_wrong_usage(target, option, value):
    result = lading("sbom", target, option, value)

    assert USAGE == result.code
    assert option in result.stderr


def test_a_score_comes_with_its_reasons(shop):
    result = lading("sbom", "score", shop, "-q", *PUBLISHED)

    text = result.stdout.decode()
    assert CLEAN == result.code
    assert ", grade " in text.splitlines()[0]
    assert "timestamp, 0 of 1: it does not tell when it was made." in text
    assert "Vulnerability: 5.00 (weight 10)" in text


def test_a_score_as_json_adds_up(shop):
    result = lading("sbom", "score", shop, "-q", "-f", "json", *PUBLISHED)

    found = json.loads(result.stdout)
    lost = sum(each["lost"] for category in found["categories"] for each in category["features"])
    assert 10 == pytest.approx(found["score"] + lost, abs=0.01)
    assert found["score"] <= found["attainable"] <= 10


def test_what_cannot_be_read_has_no_score(tmp_path):
    (tmp_path / "a.json").write_text('{"bomFormat": "CycloneDX", "components": [')

    result = lading("sbom", "score", str(tmp_path / "a.json"))

    assert (FAILED, b"") == (result.code, result.stdout)
    assert result.stderr.startswith(f"lading: {tmp_path}/a.json: not read: not JSON: ")


def test_a_score_can_be_reason_to_fail(shop):
    assert FINDINGS == lading("sbom", "score", shop, "-q", "--fail-under", "10").code
    assert CLEAN == lading("sbom", "score", shop, "-q", "--fail-under", "1").code


def test_a_score_depends_on_what_is_written(shop):
    first, second = (
        json.loads(lading("sbom", "score", shop, "-q", "-f", "json", "--document", name).stdout)
        for name in ("cyclonedx-json", "json")
    )

    assert first["score"] > second["score"]


def test_write_may_be_named(shop):
    assert lading("sbom", shop, "-q").stdout == lading("sbom", "write", shop, "-q").stdout


@pytest.mark.parametrize("name", ["cyclonedx-json", "cyclonedx-xml", "spdx-json", "spdx-3-json"])
def test_a_document_is_scored_by_what_it_says(shop, tmp_path, name):
    document = tmp_path / "document"
    lading("sbom", shop, "-q", "-o", f"{name}={document}", *PUBLISHED)

    result = lading("sbom", "score", document, "-f", "json")

    categories = {each["name"]: each for each in json.loads(result.stdout)["categories"]}
    assert CLEAN == result.code
    assert 10 == categories["Structural"]["score"]
    assert 9 < categories["Identification"]["score"]


def test_the_score_of_a_target_is_that_of_its_document(shop, tmp_path):
    document = tmp_path / "sbom.json"
    lading("sbom", shop, "-q", "-o", f"cyclonedx-json={document}", *PUBLISHED)

    before, after = (
        json.loads(lading("sbom", "score", target, "-q", "-f", "json", *PUBLISHED).stdout)
        for target in (shop, document)
    )

    assert before["score"] == pytest.approx(after["score"], abs=0.05)


def test_a_document_is_checked_by_a_rule(shop, tmp_path):
    document = tmp_path / "sbom.json"
    lading("sbom", shop, "-q", "-o", f"cyclonedx-json={document}")

    result = lading("sbom", "validate", document, "--profile", "cisa-2025")

    assert FINDINGS == result.code
    assert any("missing: author of the document" in line for line in result.lines)


def test_the_json_of_syft_has_no_score(tmp_path):
    (tmp_path / "syft.json").write_bytes(syft(artifact("idna", "3.4")))

    result = lading("sbom", "score", tmp_path / "syft.json")

    assert (FAILED, b"") == (result.code, result.stdout)
    assert "neither CycloneDX nor SPDX" in result.stderr
