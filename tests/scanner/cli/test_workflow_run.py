"""The snapshot of a job of GitHub Actions."""

from __future__ import annotations

import json

import pytest

from scanner.cli import FAILED
from tests.support.command import WORKFLOW, lading


@pytest.fixture
def project(tmp_path):
    (tmp_path / "app").mkdir()
    (tmp_path / "app/requirements.txt").write_text("six==1.16.0\n")
    return tmp_path / "app"


def locations(document):
    return [each.get("file") for each in document["manifests"].values()]


@pytest.mark.parametrize(
    ("variable", "value", "reason"),
    [
        *((name, "", f"{name} not set") for name in WORKFLOW),
        ("GITHUB_SHA", "main", "no commit"),
        ("GITHUB_REF", "main", "refs/"),
    ],
)
def test_without_a_job_there_is_neither_a_scan_nor_a_document(tmp_path, variable, value, reason):
    file = tmp_path / "snapshot.json"

    result = lading(
        *("scan", tmp_path / "missing", "-o", f"github-snapshot={file}"),
        variables={variable: value},
    )

    assert (FAILED, b"", False) == (result.code, result.stdout, file.exists())
    assert result.stderr.startswith("lading: a snapshot is of a job of GitHub Actions: ")
    assert reason in result.stderr


def test_another_format_needs_no_job(project):
    result = lading("scan", project, "-f", "csv", variables=dict.fromkeys(WORKFLOW, ""))

    assert (0, "") == (result.code, result.stderr)


def test_a_manifest_has_its_place_in_the_workspace(project):
    found = lading(
        *("scan", project, "-f", "github-snapshot"),
        variables={"GITHUB_WORKSPACE": str(project.parent)},
    )

    assert [{"source_location": "app/requirements.txt"}] == locations(json.loads(found.stdout))


def test_a_directory_outside_of_the_workspace_has_none(project, tmp_path):
    (tmp_path / "workspace").mkdir()
    found = lading(
        *("scan", project, "-f", "github-snapshot"),
        variables={"GITHUB_WORKSPACE": str(tmp_path / "workspace")},
    )

    assert [None] == locations(json.loads(found.stdout))


def test_a_job_leads_to_its_page(project):
    found = lading(
        *("scan", project, "-f", "github-snapshot"),
        variables={"GITHUB_SERVER_URL": "https://github.test", "GITHUB_REPOSITORY": "a/b"},
    )

    job = json.loads(found.stdout)["job"]
    assert ("Build scan", "https://github.test/a/b/actions/runs/42") == (
        job["correlator"],
        job["html_url"],
    )


def test_a_snapshot_has_the_date_of_a_reproducible_build(project):
    found = lading(
        *("scan", project, "-f", "github-snapshot"), variables={"SOURCE_DATE_EPOCH": "0"}
    )

    assert json.loads(found.stdout)["scanned"] == "1970-01-01T00:00:00Z"


def test_a_saved_report_has_a_snapshot_too(project, tmp_path):
    report = tmp_path / "report.json"
    lading("scan", project, "-o", f"json={report}")

    found = lading("convert", report, "-f", "github-snapshot")

    assert list(json.loads(found.stdout)["manifests"]) == ["requirements.txt"]
