"""Licence policies on the command line."""

from __future__ import annotations

import json

import pytest

from scanner.match.policy import CLEAN, FINDINGS
from tests.support.command import lading

USAGE = 2
POLICY = """\
unknown: {}
rules:
- {{name: copyleft, outcome: deny, category: copyleft, context: shipped}}
- {{name: limited, outcome: flag, category: copyleft-limited}}
{}
"""
EXPIRED = "exceptions: [{distribution: gpl, reason: r, owner: o, expires: 2000-01-01}]"
FOR_EVER = EXPIRED.replace("2000-01-01", "9999-12-31")


@pytest.fixture
def target(tmp_path):
    """Return a directory with distributions under a licence each."""
    for name, expression in {"gpl": "GPL-3.0-only OR AGPL-3.0-only", "mpl": "MPL-2.0"}.items():
        directory = tmp_path / "target/site-packages" / f"{name}-1.0.dist-info"
        directory.mkdir(parents=True)
        text = f"Metadata-Version: 2.4\nName: {name}\nVersion: 1.0\nLicense-Expression: "
        (directory / "METADATA").write_text(text + expression + "\n")
    return f"dir:{tmp_path / 'target'}"


@pytest.fixture
def run(target, tmp_path):
    """Return a function that runs the command with a policy."""

    def run_with(*arguments, unknown="deny", more=""):
        path = tmp_path / "policy.yaml"
        path.write_text(POLICY.format(unknown, more))
        return lading("licenses", target, "--license-policy", str(path), *arguments)

    return run_with


RUNS = {
    "denied": ((), "", FINDINGS),
    "denied, and nobody minds": (("--fail-on", "never"), "", CLEAN),
    "only flagged in another context": (("--context", "internal"), "", CLEAN),
    "flagged, and somebody minds": (
        ("--context", "internal", "--fail-on", "flag"),
        "",
        FINDINGS,
    ),
    "excepted": ((), FOR_EVER, CLEAN),
    "no longer excepted": ((), EXPIRED, FINDINGS),
}


@pytest.mark.parametrize(("arguments", "more", "expected"), RUNS.values(), ids=RUNS)
def test_the_policy_decides_the_exit_code(run, arguments, more, expected):
    assert expected == run(*arguments, more=more).code


def test_an_exception_that_has_expired_is_reported(run):
    (problem,) = json.loads(run("-f", "json", more=EXPIRED).stdout)["policy_problems"]

    assert problem["reason"].endswith("the exception for gpl expired on 2000-01-01")


def test_the_day_is_that_of_a_reproducible_build(target, tmp_path):
    path = tmp_path / "policy.yaml"
    path.write_text(POLICY.format("deny", EXPIRED))

    result = lading(
        "licenses", target, variables={"SOURCE_DATE_EPOCH": "0", "LADING_LICENSE_POLICY": str(path)}
    )

    assert result.code == CLEAN


def test_the_verdict_and_the_choice_are_in_the_report(run):
    components = json.loads(run("-f", "json").stdout)["components"]

    gpl = next(component for component in components if component["name"] == "gpl")
    (verdict,) = gpl["verdicts"]
    assert ("deny", "copyleft", "GPL-3.0-only") == (
        verdict["outcome"],
        verdict["rule"],
        verdict["choice"],
    )


def test_a_policy_that_cannot_be_followed_is_wrong_usage(run):
    result = run(unknown="no")

    assert result.code == USAGE
    assert "unknown: YAML takes no for a" in " ".join(result.stderr.split())


@pytest.fixture
def curations(tmp_path):
    path = tmp_path / "curations.yaml"
    path.write_text(
        "curations: [{distribution: gpl, concluded: MIT, reason: r, who: Ada, when: 2026-11-21}]"
    )
    return str(path)


def test_a_curation_changes_the_verdict(run, curations):
    assert run("--curations", curations).code == CLEAN


def test_a_curation_is_told_by_the_file_that_the_user_named(run, curations):
    words = run("--curations", curations, "--why", "gpl").stdout.decode().split()

    assert f"{curations}," in words
