"""Asks Hatch what the environments of the projects beside this file need.

``python -m testdata.hatch.record`` installs Hatch from PyPI, and writes ``exports.json``: what
``hatch env show`` tells of each environment, those of a matrix together, what ``hatch dep show``
tells of the project and its extras, and the version of Hatch. Nothing of it is installed.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import tomllib
import venv
from pathlib import Path
from typing import Any, Final

from testdata.locks.record import Bench

HERE: Final = Path(__file__).parent
INTERNAL: Final = "hatch-"
"""How environments begin that every project has."""


def main() -> None:
    """Ask about all projects."""
    with tempfile.TemporaryDirectory() as name:
        bench = Bench(Path(name))
        venv.create(bench.directory / "hatch", with_pip=True)
        bench.run(bench.directory, "hatch/pip", "install", "-qU", "hatch")
        for manifest in sorted(HERE.glob("*/pyproject.toml")):
            record(bench, manifest.parent)


def record(bench: Bench, project: Path) -> None:
    """Write down what Hatch says of one project."""
    copy = bench.directory / "projects" / project.name
    shutil.copytree(project, copy)
    document = tomllib.loads((project / "pyproject.toml").read_text())
    # What plugins are named, Hatch would install before it answers.
    _leave_out_plugins(copy / "pyproject.toml")
    hatch = (copy, "hatch/hatch")
    found = {"main": bench.run(*hatch, "dep", "show", "requirements", "-p").split("\n")}
    for extra in document["project"].get("optional-dependencies", {}):
        text = bench.run(*hatch, "dep", "show", "requirements", "-p", "-f", extra)
        found[f"extra {extra}"] = sorted(set(text.split("\n")) - set(found["main"]))
    environments: dict[str, dict[str, Any]] = json.loads(bench.run(*hatch, "env", "show", "--json"))
    for name, told in environments.items():
        if not name.startswith(INTERNAL):
            texts = [*told.get("dependencies", ()), *told.get("extra-dependencies", ())]
            found.setdefault(f"group {name.partition('.')[0]}", []).extend(texts)
            for part, key in (("includes", "dependency-groups"), ("features", "features")):
                taken = found.setdefault(f"{part} {name.partition('.')[0]}", [])
                taken.extend(told.get(key, ()))
    exports = {part: sorted({text for text in texts if text}) for part, texts in found.items()}
    version = bench.run(*hatch, "--version").split()[-1]
    text = json.dumps({"hatch": version, "exports": exports}, indent=1)
    (project / "exports.json").write_text(f"{text}\n")


def _leave_out_plugins(manifest: Path) -> None:
    text = manifest.read_text().replace('requires = ["hatch-pip-compile"]', "requires = []")
    manifest.write_text(text)


if __name__ == "__main__":
    main()
