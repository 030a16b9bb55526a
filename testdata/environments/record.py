"""Records what ``pip inspect`` and pipdeptree say of real environments.

``python -m testdata.environments.record`` installs each recipe from PyPI into a new virtual
environment, and writes one file for it beside this one: what its distributions declare, what their
interpreter makes markers mean, and which edges pipdeptree sees. So the tests compare graphs without
a network; ``make environments`` records them anew, and then other versions are in them.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import venv
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

HERE: Final = Path(__file__).parent
OF_THE_HOST: Final = ("platform_release", "platform_version")
"""Variables that tell of the kernel under an installation, and so not of a target."""
PROJECT: Final = """[project]
name = "shop"
version = "1.0"
dependencies = ["requests[socks]", "attrs; python_version < '3'"]
optional-dependencies = {cli = ["rich"], all = ["Shop[CLI]"]}
"""
"""What the editable installation is of: an extra that it asks for itself, in another spelling."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How an environment is made."""

    requirements: tuple[str, ...] = ()
    without_dependencies: tuple[str, ...] = ()
    """What is installed last, over what is there."""
    project: str = ""
    """The extras of an editable installation of :data:`PROJECT`, in brackets."""
    sees_base: bool = False


RECIPES: Final = {
    "black": Recipe(requirements=("black[d,jupyter]",)),
    "boto3": Recipe(requirements=("boto3[crt]", "moto[s3]")),
    "celery": Recipe(requirements=("celery[redis,msgpack]",)),
    "conflict": Recipe(
        requirements=("flask", "requests"),
        without_dependencies=("urllib3==1.21.1", "markupsafe==1.1.1", "sphinx"),
    ),
    "editable": Recipe(project="[all]"),
    "fastapi": Recipe(requirements=("fastapi[standard]",)),
    "flask": Recipe(requirements=("flask[async,dotenv]",)),
    "httpx": Recipe(requirements=("httpx[cli,http2,brotli]",)),
    "jupyter": Recipe(requirements=("jupyter-server",)),
    "old": Recipe(requirements=("requests[security]==2.25.1", "zope.interface", "moto==1.3.14")),
    "pandas": Recipe(requirements=("pandas[excel,performance]", "dask[array]")),
    "pytest": Recipe(requirements=("pytest", "pytest-cov", "pytest-xdist[psutil]", "hypothesis")),
    "sphinx": Recipe(requirements=("sphinx[docs]", "sphinx-rtd-theme", "myst-parser")),
    "system": Recipe(requirements=("requests[socks]",), sees_base=True),
}


def record(name: str, recipe: Recipe, directory: Path) -> None:
    """Make an environment, ask both, and write what they say."""
    venv.create(directory / "venv", with_pip=True, system_site_packages=recipe.sees_base)
    python = str(directory / "venv/bin/python")
    install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if recipe.requirements:
        subprocess.run([*install, *recipe.requirements], check=True)
    if recipe.project:
        (directory / "pyproject.toml").write_text(PROJECT)
        subprocess.run([*install, "--editable", f"{directory}{recipe.project}"], check=True)
    for requirement in recipe.without_dependencies:
        subprocess.run([*install, "--no-deps", requirement], check=True)
    inspected = _json(python, "-m", "pip", "inspect")
    seen = _json(sys.executable, "-m", "pipdeptree", "--python", python, "--output", "json")
    facts = {
        "environment": {
            variable: value
            for variable, value in inspected["environment"].items()
            if variable not in OF_THE_HOST
        },
        "distributions": [
            {
                "name": each["metadata"]["name"],
                "version": each["metadata"]["version"],
                "requested": each["requested"],
                "is_in_base": str(directory) not in each["metadata_location"],
                "is_editable": bool(each.get("direct_url", {}).get("dir_info", {}).get("editable")),
                "requires_dist": each["metadata"].get("requires_dist", []),
            }
            for each in inspected["installed"]
        ],
        "edges": [
            [each["package"]["key"], other["key"], other["installed_version"]]
            for each in seen
            for other in each["dependencies"]
        ],
    }
    (HERE / f"{name}.json").write_text(_text(facts), "utf-8")


def _json(*command: str) -> Any:  # noqa: ANN401 - as they have it
    result = subprocess.run(command, check=True, capture_output=True)
    return json.loads(result.stdout)


def _text(facts: dict[str, Any]) -> str:
    """Return a document with one line for each distribution, and all edges in one."""
    facts["distributions"].sort(key=lambda each: each["name"].lower())
    facts["edges"].sort()
    lines = ",\n".join(json.dumps(each) for each in facts["distributions"])
    environment, edges = json.dumps(facts["environment"]), json.dumps(facts["edges"])
    return f'{{"environment": {environment},\n"distributions": [\n{lines}\n],\n"edges": {edges}}}\n'


def main(names: list[str]) -> None:
    """Record the environments of these names, or all."""
    for name in names or RECIPES:
        with tempfile.TemporaryDirectory() as directory:
            record(name, RECIPES[name], Path(directory))


if __name__ == "__main__":
    main(sys.argv[1:])
