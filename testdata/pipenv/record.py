"""Locks the projects beside this file with pipenv, for the tests of ``Pipfile`` and its lockfile.

``python -m testdata.pipenv.record`` installs pipenv from PyPI, copies each project to a temporary
directory, and writes its ``Pipfile.lock`` back, and ``exports.json``: what ``pipenv requirements``
says of each category. It locks anew, and then other versions are in them.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import tomllib
import venv
from pathlib import Path
from typing import Final

from testdata.locks.record import Bench

HERE: Final = Path(__file__).parent
NO_CATEGORIES: Final = ("source", "requires")


def main() -> None:
    """Lock all projects."""
    with tempfile.TemporaryDirectory() as name:
        bench = Bench(Path(name))
        bench.variables |= {"PIPENV_IGNORE_VIRTUALENVS": "1", "PIPENV_VENV_IN_PROJECT": "1"}
        venv.create(bench.directory / "pipenv", with_pip=True)
        bench.run(bench.directory, "pipenv/pip", "install", "-qU", "pipenv")
        for pipfile in sorted(HERE.glob("*/Pipfile")):
            lock(bench, pipfile.parent)


def lock(bench: Bench, project: Path) -> None:
    """Lock one project, and write down what pipenv says of each category."""
    copy = shutil.copytree(project, bench.directory / "projects" / project.name)
    (copy / "Pipfile.lock").unlink(missing_ok=True)
    bench.run(copy, "pipenv/pipenv", "lock", "--quiet")
    exports = {}
    for table in tomllib.loads((copy / "Pipfile").read_text()):
        if table not in NO_CATEGORIES:
            text = bench.run(copy, "pipenv/pipenv", "requirements", "--categories", table)
            lines = text.splitlines()
            exports[table] = [line for line in lines if line and not line.startswith("-i ")]
    shutil.copy(copy / "Pipfile.lock", project)
    (project / "exports.json").write_text(json.dumps(exports, indent=2) + "\n")


if __name__ == "__main__":
    main()
