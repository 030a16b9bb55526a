"""pip-audit and PySentry, asking ``lading serve --osv``: they find what a scan finds."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from scanner.advisories.index import BUNDLED
from tests.support.command import lading
from tests.support.serving import serving_osv

PROGRAMS = Path(sys.executable).parent
REQUIREMENTS = {
    "django": "3.2.1",
    "idna": "3.4",
    "pillow": "9.0.0",
    "requests": "2.19.0",
    "shop-of-nobody": "1.0",
    "tensorflow": "2.3.1",
    "urllib3": "1.26.4",
}
"""Some of which are in several intervals of one range, or in a record twice."""


@pytest.fixture(scope="module")
def service():
    with serving_osv() as running:
        yield running


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    directory = tmp_path_factory.mktemp("project")
    lines = (f"{name}=={version}\n" for name, version in REQUIREMENTS.items())
    (directory / "requirements.txt").write_text("".join(lines))
    return directory


@pytest.fixture(scope="module")
def scanned(project):
    """Return the identifiers of what a scan finds, by distribution."""
    report = json.loads(lading("scan", project, "-f", "json", "--db", BUNDLED).stdout)
    names = {finding["purl"].rpartition("/")[2].partition("@")[0] for finding in report["findings"]}
    return {
        name: {finding["id"] for finding in report["findings"] if f"/{name}@" in finding["purl"]}
        for name in names
    }


def run(*words, directory):
    """Run a program that gets nowhere but to this machine."""
    nowhere = "http://127.0.0.1:9"
    variables = {
        "PATH": os.environ["PATH"],
        "HOME": str(directory),
        "HTTPS_PROXY": nowhere,
        "NO_PROXY": "127.0.0.1",
    }
    done = subprocess.run(
        [PROGRAMS / words[0], *words[1:]],
        cwd=directory,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    return done.stdout


def test_pip_audit_finds_what_a_scan_finds(service, project, scanned):
    output = run(
        *("pip-audit", "--vulnerability-service", "osv"),
        *("--osv-url", f"http://{service.host}/v1/query", "--requirement", "requirements.txt"),
        *("--disable-pip", "--no-deps", "--format", "json", "--progress-spinner", "off"),
        directory=project,
    )

    found = {
        each["name"]: {vuln["id"] for vuln in each["vulns"]}
        for each in json.loads(output)["dependencies"]
        if each["vulns"]
    }
    assert 6 == len(scanned)
    assert scanned == found


def test_pysentry_finds_what_a_scan_finds(service, project, scanned, tmp_path):
    run(
        *("pysentry-rs", "--sources", "osv", "--service-url", f"http://{service.host}/v1"),
        *("--no-resolver", "--no-maintenance-check", "--no-cache", "--no-ci-detect"),
        *("--no-config", "--format", "json", "--output", tmp_path / "found.json", project),
        directory=tmp_path,
    )

    found: dict[str, set[str]] = {}
    for vulnerability in json.loads((tmp_path / "found.json").read_text())["vulnerabilities"]:
        found.setdefault(vulnerability["package_name"], set()).add(vulnerability["id"])
    assert scanned == found
