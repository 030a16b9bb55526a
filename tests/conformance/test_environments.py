"""Virtual environments by the tools that make them, and interpreters that can be asked.

What is found is compared with what the interpreter says of itself when it is run.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scanner.pipeline import scan

if TYPE_CHECKING:
    from scanner.model.environment import Environment
    from scanner.model.interpreter import Interpreter

QUESTION = """
import json, platform, site, sys, sysconfig
print(json.dumps({
    "version": platform.python_version(),
    "implementation": platform.python_implementation(),
    "prefix": sys.prefix,
    "sites": site.getsitepackages(),
    "library": sysconfig.get_config_var("LDLIBRARY") or "",
    "libraries": sysconfig.get_config_var("LIBDIR") or "",
}))
"""
VERSION = ".".join(map(str, sys.version_info[:3]))
BRANCH = sysconfig.get_python_version()
BRANCHES = ("2.7", "3.6", "3.7", "3.8", "3.9", "3.10", "3.11", "3.12", "3.13", "3.14")
PYENV = Path.home() / ".pyenv" / "versions"


def run(*command: str | Path) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def root_with(program: Path, root: Path) -> dict[str, str]:
    """Copy an interpreter, and no more than that, to where it is below a root; return its word."""
    said = json.loads(run(program, "-E", "-c", QUESTION))
    shared = Path(said["libraries"]) / f"{said['library']}.1.0"
    for path in {program.resolve(), *([shared.resolve()] if shared.exists() else ())}:
        copy = root / path.relative_to("/")
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    programs = root / program.resolve().parent.relative_to("/")
    for name in ("python", "python3"):
        (programs / name).symlink_to(program.resolve().name)
    return dict(said)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a root file system that has the interpreter of the tests."""
    root_with(Path(sys.base_prefix) / "bin" / f"python{BRANCH}", tmp_path)
    return tmp_path


def made_by(tool: str, directory: Path, *options: str) -> None:
    if tool == "venv":
        run(sys.executable, "-m", "venv", *options, directory)
    elif tool == "virtualenv":
        pytest.importorskip("virtualenv")
        run(
            sys.executable,
            "-m",
            "virtualenv",
            "--no-download",
            "--no-periodic-update",
            *options,
            directory,
        )
    else:
        uv = shutil.which("uv", path=sysconfig.get_path("scripts")) or shutil.which("uv")
        if uv is None:
            pytest.skip("no uv")
        run(uv, "venv", "--offline", "--quiet", "--python", sys.executable, *options, directory)


def environment_at(root: Path, path: str) -> Environment:
    return {each.path: each for each in scan(str(root)).environments}[path]


@pytest.mark.parametrize(
    ("tool", "options", "sees_base"),
    [
        pytest.param("venv", ("--without-pip",), False, id="C22-venv"),
        pytest.param(
            "venv", ("--without-pip", "--system-site-packages"), True, id="C22-venv-system"
        ),
        pytest.param("venv", ("--without-pip", "--copies"), False, id="C22-venv-copies"),
        pytest.param("virtualenv", ("--no-seed",), False, id="C22-virtualenv"),
        pytest.param(
            "virtualenv",
            ("--no-seed", "--system-site-packages"),
            True,
            id="C22-virtualenv-system",
        ),
        pytest.param("uv", (), False, id="C22-uv"),
        pytest.param("uv", ("--system-site-packages",), True, id="C22-uv-system"),
    ],
)
def test_an_environment_is_what_its_tool_made(root, tool, options, sees_base):
    venv = root / "opt" / "venv"
    made_by(tool, venv, *options)
    said = json.loads(run(venv / "bin" / "python", "-I", "-c", QUESTION))

    found = environment_at(root, "opt/venv")

    (interpreter,) = found.interpreters
    assert found.creator is not None
    assert (tool, "virtual-environment", sees_base) == (
        found.creator.partition(" ")[0],
        found.kind,
        found.sees_base,
    )
    assert ("CPython", VERSION) == (interpreter.implementation, interpreter.version)
    assert str(Path(sys.base_prefix).resolve()) == f"/{found.base}"
    sites = [
        str(Path(site).relative_to(root)) for site in said["sites"] if site.startswith(str(root))
    ]
    assert set(found.site_directories) <= set(sites)
    assert found.site_directories


def test_an_environment_whose_interpreter_is_not_there_still_is_one(tmp_path):
    """
    C23: it was copied from another stage of the build.
    """
    made_by("venv", tmp_path / "opt" / "venv", "--without-pip")

    found = environment_at(tmp_path, "opt/venv")

    assert (None, VERSION) == (found.base, found.python_version)
    assert found.home


def told(interpreter: Interpreter) -> tuple[str | None, str | None, str | None]:
    path = interpreter.path and f"/{interpreter.path}"
    return path, interpreter.implementation, interpreter.version


def test_the_interpreter_of_debian_is_known_by_its_program_alone(tmp_path):
    """
    L8, C19: with the order in which it searches its directories.
    """
    program = Path("/usr/bin/python3")
    if not program.exists() or not Path("/etc/debian_version").exists():
        pytest.skip("not a Debian with an interpreter")
    said = root_with(program, tmp_path)
    for site in said["sites"]:
        (tmp_path / site.lstrip("/")).mkdir(parents=True)

    (found,) = environment_at(tmp_path, "usr").interpreters

    assert (str(program.resolve()), said["implementation"], said["version"]) == told(found)
    assert list(said["sites"]) == [f"/{site}" for site in found.site_directories]
    assert found.evidence is not None
    assert "binary-analysis" == found.evidence.technique


@pytest.mark.parametrize("branch", BRANCHES)
def test_an_interpreter_of_pyenv_is_known_by_its_program_and_library_alone(tmp_path, branch):
    """
    L8: the version is only the end of its compiled-in prefix.
    """
    program = next(iter(sorted(PYENV.glob(f"{branch}.*/bin/python{branch}"))), None)
    if program is None:
        pytest.skip(f"no Python {branch} of pyenv")
    said = root_with(program, tmp_path)
    prefix = str(program.resolve().parent.parent).lstrip("/")

    (found,) = environment_at(tmp_path, prefix).interpreters

    assert (str(program.resolve()), said["implementation"], said["version"]) == told(found)
    assert found.evidence is not None
    assert "binary-analysis" == found.evidence.technique


@pytest.mark.parametrize("branch", BRANCHES)
def test_an_interpreter_of_pyenv_is_known_with_all_that_belongs_to_it(branch):
    """
    L8
    """
    program = next(iter(sorted(PYENV.glob(f"{branch}.*/bin/python{branch}"))), None)
    if program is None:
        pytest.skip(f"no Python {branch} of pyenv")
    said = json.loads(run(program, "-c", QUESTION))

    (found,) = environment_at(program.parent.parent, "").interpreters

    assert ("CPython", said["version"]) == (found.implementation, found.version)
    sites = [site for site in said["sites"] if Path(site).exists()]
    assert [f"{said['prefix']}/{site}" for site in found.site_directories] == sites
    assert found.evidence is not None
    assert "manifest-analysis" == found.evidence.technique
