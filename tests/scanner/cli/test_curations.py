"""Curations on the command line."""

from __future__ import annotations

import pytest

from scanner.match.policy import CLEAN
from tests.support.command import lading

USAGE = 2
DECISION = "curations: [{distribution: idna, concluded: %s, reason: r, who: Ada, when: 2026-11-21}]"


@pytest.fixture
def target(tmp_path):
    """Return a directory with one distribution."""
    directory = tmp_path / "site-packages" / "idna-3.4.dist-info"
    directory.mkdir(parents=True)
    (directory / "METADATA").write_text("Metadata-Version: 2.1\nName: idna\nVersion: 3.4\n")
    return tmp_path


@pytest.mark.parametrize("command", ["scan", "sbom"])
def test_what_cannot_be_followed_is_wrong_usage(command, target, tmp_path):
    file = tmp_path / "curations.yaml"
    file.write_text(DECISION % "NO")

    result = lading(command, f"dir:{target}", "--curations", str(file))

    text = " ".join(result.stderr.replace("│", " ").split())
    assert result.code == USAGE
    assert 'concluded: YAML takes NO for a bool; write "NO"' in text


def test_a_decision_that_nothing_fits_is_a_problem_and_no_more(target, tmp_path):
    file = tmp_path / "curations.yaml"
    file.write_text((DECISION % "MIT").replace("idna", "attrs"))

    result = lading(
        "sbom", f"dir:{target}", "-f", "json", variables={"LADING_CURATIONS": str(file)}
    )

    assert result.code == CLEAN
    assert b"unused curations (1): nothing here is called attrs" in result.stdout
