"""Little projects, and the tools that build and install them, without a network."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
from io import BytesIO
from typing import TYPE_CHECKING

from layers.overlay import overlay
from tests.support.images import inventory_of, snapshot_of

if TYPE_CHECKING:
    from pathlib import Path

    from scanner.model.inventory import Inventory

SETUP = """
from setuptools import setup

setup(
    name="shop.Front",
    version="1.2",
    package_dir={directories},
    packages=["shop_front"],
    install_requires=["idna>=2"],
    extras_require={{"x": ["six"], ":python_version<'3'": ["enum34"]}},
    zip_safe=False,
)
"""
POETRY = """
[project]
name = "shop.Front"
version = "1.2"
dependencies = ["idna>=2"]

[tool.poetry]
packages = [{ include = "shop_front" }]

[build-system]
requires = ["poetry-core"]
build-backend = "poetry.core.masonry.api"
"""
SITE = f"lib/python{sys.version_info[0]}.{sys.version_info[1]}/site-packages"
ORACLE = """
import json, site, sys
from importlib.metadata import distributions
before = set(sys.path)
site.addsitedir(sys.argv[1])
paths = [path for path in sys.path if path not in before]
found = {(each.metadata["Name"], each.version) for each in distributions(path=paths)}
print(json.dumps(sorted(found)))
"""


def project(directory: Path, *, backend: str = "setuptools", source: str = "") -> Path:
    """Write a project of one package, in ``source`` if that is a directory."""
    package = directory / source / "shop_front"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("")
    if backend == "poetry":
        (directory / "pyproject.toml").write_text(POETRY)
    else:
        text = SETUP.format(directories={"": source} if source else {})
        (directory / "setup.py").write_text(text)
    return directory


def run(*arguments: str | Path, directory: Path, site: Path | None = None) -> str:
    """Run a tool that neither sees a network nor what is set up for the user.

    It finds modules in ``site``, too: only then, setuptools writes ``easy-install.pth`` there.
    """
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(directory),
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_NO_INDEX": "1",
        "PIP_NO_CACHE_DIR": "1",
        "UV_OFFLINE": "1",
        "UV_NO_CONFIG": "1",
        "UV_CACHE_DIR": str(directory / "uv-cache"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": str(site or ""),
        "PYTHONWARNINGS": "ignore",
    }
    done = subprocess.run(
        arguments, cwd=directory, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def python_finds(prefix: Path) -> set[tuple[str, str]]:
    """Return what the interpreter finds in a site directory, and where that leads."""
    text = run(sys.executable, "-I", "-c", ORACLE, prefix / SITE, directory=prefix)
    return {(name, version) for name, version in json.loads(text)}


def found_below(root: Path) -> Inventory:
    """Return what is found in a directory, as if it was all that a machine has."""
    tar = BytesIO()
    with tarfile.open(fileobj=tar, mode="w") as archive:
        archive.add(root)
    return inventory_of(overlay([snapshot_of(tar.getvalue())]))
