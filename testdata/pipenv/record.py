"""Locks the projects beside this file with pipenv, for the tests of ``Pipfile`` and its lockfile.

``python -m testdata.pipenv.record`` installs pipenv from PyPI, copies each project to a temporary
directory, and writes its ``Pipfile.lock`` back, and ``exports.json``: what ``pipenv requirements``
says of each category. It locks anew, and then other versions are in them.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import tomllib
import venv
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent
REMOTE: Final = "https://git.example.test/acme/tool.git"
"""Where Git finds the repository that a project asks for; it is made here."""
TOOL: Final = """[build-system]
requires = ["setuptools"]
build-backend = "setuptools.build_meta"

[project]
name = "tool"
version = "1.0"
dependencies = ["humanize"]
"""
NO_CATEGORIES: Final = ("source", "requires")


def main() -> None:
    """Lock all projects."""
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        variables = {
            **os.environ,
            "GIT_CONFIG_GLOBAL": str(directory / "gitconfig"),
            "GIT_AUTHOR_DATE": "2024-01-01T00:00:00Z",
            "GIT_COMMITTER_DATE": "2024-01-01T00:00:00Z",
            "PIPENV_IGNORE_VIRTUALENVS": "1",
            "PIPENV_VENV_IN_PROJECT": "1",
        }
        make_repository(directory, variables)
        venv.create(directory / "pipenv", with_pip=True)
        programs = directory / "pipenv/bin"
        subprocess.run((programs / "pip", "install", "-qU", "pipenv"), check=True)
        for pipfile in sorted(HERE.glob("*/Pipfile")):
            lock(programs / "pipenv", pipfile.parent, directory, variables)


def make_repository(directory: Path, variables: dict[str, str]) -> None:
    """Make the repository that a project asks for, and have Git find it at its URL."""
    repository = directory / "tool"
    (repository / "tool").mkdir(parents=True)
    (repository / "pyproject.toml").write_text(TOOL)
    (repository / "tool/__init__.py").touch()
    (directory / "gitconfig").write_text(
        f'[url "file://{repository}"]\ninsteadOf = {REMOTE}\n'
        "[user]\nname = nobody\nemail = nobody@example.org\n"
    )
    for arguments in ("init -q", "add .", "commit -qm first", "tag v1.0"):
        subprocess.run(("git", *arguments.split()), cwd=repository, env=variables, check=True)


def lock(pipenv: Path, project: Path, directory: Path, variables: dict[str, str]) -> None:
    """Lock one project, and write down what pipenv says of each category."""
    copy = shutil.copytree(project, directory / "projects" / project.name)
    (copy / "Pipfile.lock").unlink(missing_ok=True)

    def run(*arguments: str) -> str:
        command = (pipenv, *arguments)
        return subprocess.run(
            command, cwd=copy, env=variables, check=True, text=True, stdout=subprocess.PIPE
        ).stdout

    run("lock", "--quiet")
    tables = list(tomllib.loads((copy / "Pipfile").read_text()))
    exports = {
        table: [
            line
            for line in run("requirements", "--categories", table).splitlines()
            if line and not line.startswith("-i ")
        ]
        for table in tables
        if table not in NO_CATEGORIES
    }
    shutil.copy(copy / "Pipfile.lock", project)
    (project / "exports.json").write_text(json.dumps(exports, indent=2) + "\n")


if __name__ == "__main__":
    main()
