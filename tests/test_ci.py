"""What the definitions for CI systems run."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest
import yaml

from tests.support.command import environment
from tests.support.official import gitlab_errors, junit_errors, sarif_errors

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
VULNERABLE = "idna==3.4\n"
CLEAN = "lading-test-clean==1.0\n"
OFFLINE = {
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    "PIP_NO_BUILD_ISOLATION": "0",
    "PIP_NO_DEPS": "1",
    "PIP_NO_INDEX": "1",
    "PYTHONPATH": sysconfig.get_path("purelib"),
}
"""What is needed to build Lading and to run it is taken from here; Lading itself is installed."""
EXPRESSION = re.compile(r"\$\{\{ inputs\.([\w-]+) \}\}")


def read(path):
    return yaml.safe_load((ROOT / path).read_text("utf-8"))


@pytest.fixture
def project(tmp_path):
    """Return a directory with a requirements file, and tools beside it."""
    directory = tmp_path / "project"
    directory.mkdir()
    (directory / "requirements.txt").write_text(VULNERABLE)
    (tmp_path / "lading").symlink_to(BIN.parent)
    return directory


def bash(script, directory, programs=BIN, **variables):
    path = f"{programs}:/usr/bin:/bin"
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=directory,
        env=environment({"PATH": path, "RUNNER_TEMP": str(directory.parent), **variables}),
        capture_output=True,
        text=True,
        check=False,
    )


def act(directory, more=(), **inputs):
    """Run the step of the action that scans, as a runner does."""
    action = read("action.yml")
    values = {name: each["default"] for name, each in action["inputs"].items()} | inputs
    scan = action["runs"]["steps"][-1]
    variables = {
        name: EXPRESSION.sub(lambda match: values[match[1]], value)
        for name, value in scan["env"].items()
    }
    return bash(scan["run"], directory, **variables, **dict(more))


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """Return the programs of an environment, in which the job of GitLab has installed Lading."""
    directory = tmp_path_factory.mktemp("job")
    venv.create(directory / "venv", with_pip=True)
    variables = {"LADING": str(ROOT), **OFFLINE}
    for line in read("docs/ci/gitlab-ci.yml")["lading"]["before_script"]:
        result = bash(line, directory, directory / "venv/bin", **variables)
        assert 0 == result.returncode, result.stderr
    return directory / "venv/bin"


def test_the_action_installs_what_it_scans_with(project):
    install, *_ = read("action.yml")["runs"]["steps"]
    (project.parent / "lading").unlink()

    done = bash(install["run"], project, GITHUB_ACTION_PATH=str(ROOT), **OFFLINE)

    assert (0, "") == (done.returncode, done.stderr)
    assert not (project.parent / "lading").is_symlink()
    assert 1 == act(project, OFFLINE).returncode


def test_the_action_has_the_outputs_that_it_takes_for_inputs():
    action = read("action.yml")

    assert {name: f"${{{{ inputs.{name} }}}}" for name in ("sbom", "sarif")} == {
        name: each["value"] for name, each in action["outputs"].items()
    }
    assert "composite" == action["runs"]["using"]
    assert all({"description", "default"} == set(each) for each in action["inputs"].values())


@pytest.mark.parametrize(
    ("requirements", "inputs", "code"),
    [
        pytest.param(VULNERABLE, {}, 1, id="vulnerable"),
        pytest.param(CLEAN, {}, 0, id="clean"),
        pytest.param(VULNERABLE, {"fail-on": "critical"}, 0, id="below the threshold"),
        pytest.param(VULNERABLE, {"target": "nowhere/at/all"}, 4, id="nothing there"),
        pytest.param(VULNERABLE, {"arguments": "--no-such-option"}, 2, id="wrong usage"),
    ],
)
def test_the_action_fails_as_a_scan_does(requirements, inputs, code, project):
    (project / "requirements.txt").write_text(requirements)

    assert code == act(project, **inputs).returncode


def test_the_action_writes_an_sbom(project):
    act(project, sbom="a file.json", arguments="--quiet --fail-on never")

    components = json.loads((project / "a file.json").read_text())["components"]
    assert ["idna"] == [each["name"] for each in components]


def test_the_action_writes_findings_for_code_scanning_and_the_summary(project):
    summary = project / "summary.md"
    summary.touch()
    variables = {"GITHUB_STEP_SUMMARY": str(summary)}

    act(project, variables, sarif="lading.sarif", arguments="--quiet --fail-on never")

    assert [] == sarif_errors((project / "lading.sarif").read_text("utf-8"))
    assert summary.read_text("utf-8").startswith("## Lading: .")


@pytest.mark.parametrize("name", ["target", "sbom", "sarif", "arguments", "fail-on"])
def test_nothing_that_is_put_into_the_action_is_run(name, project):
    act(project, **{name: "$(touch ran); `touch ran`; touch ran"})

    assert not (project / "ran").exists()


def test_no_script_of_the_action_has_an_expression_in_it():
    scripts = [step["run"] for step in read("action.yml")["runs"]["steps"]]

    assert 2 == len(scripts)
    assert not any("${{" in script for script in scripts)


@pytest.mark.parametrize(("requirements", "code"), [(VULNERABLE, 1), (CLEAN, 0)])
def test_the_hook_of_pre_commit_fails_as_a_scan_does(requirements, code, project, installed):
    (hook,) = read(".pre-commit-hooks.yaml")
    (project / "requirements.txt").write_text(requirements)
    command = shlex.join([*shlex.split(hook["entry"]), *hook["args"]])

    assert code == bash(command, project, installed, **OFFLINE).returncode
    assert ("python", False) == (hook["language"], hook["pass_filenames"])


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("requirements.txt", True),
        ("service/requirements-dev.txt", True),
        ("requirements/test.in", True),
        ("pyproject.toml", True),
        ("libs/a/uv.lock", True),
        ("tool.py.lock", True),
        ("pylock.dev.toml", True),
        ("Pipfile", True),
        ("environment.yml", True),
        ("requirements.lock", True),
        ("dev.in", True),
        ("deps/base.txt", True),
        ("pixi.toml", True),
        ("conda-linux-64.lock", True),
        ("docs/license.txt", False),
        ("README.md", False),
        ("scanner/pipeline.py", False),
        ("Cargo.lock", False),
    ],
)
def test_the_hook_of_pre_commit_is_run_for_what_declares_something(path, expected):
    (hook,) = read(".pre-commit-hooks.yaml")

    assert expected is (re.search(hook["files"], path) is not None)


def test_the_job_of_gitlab_writes_what_it_says(project, installed):
    job = read("docs/ci/gitlab-ci.yml")["lading"]
    results = [
        bash(line, project, installed, **job["variables"], **OFFLINE) for line in job["script"]
    ]

    artifacts = job["artifacts"]
    texts = {name: (project / path).read_text() for name, path in artifacts["reports"].items()}
    assert [1] == [result.returncode for result in results]
    assert all(json.loads((project / path).read_text()) for path in artifacts["paths"])
    assert {"cyclonedx", "dependency_scanning", "junit"} == set(texts)
    assert "CycloneDX" == json.loads(texts["cyclonedx"])["bomFormat"]
    assert [] == gitlab_errors(texts["dependency_scanning"])
    assert [] == junit_errors(texts["junit"])
