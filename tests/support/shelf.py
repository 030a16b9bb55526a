"""A project with files that say different things, and what is installed for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

Files: TypeAlias = dict[str, bytes | str | None]

VENV = ".venv"
SITE = f"{VENV}/lib/python3.11/site-packages"
PYPROJECT = """\
[project]
name = "shelf"
version = "1.0"
dependencies = ["idna>=3", "colorama>=0.4; sys_platform == 'win32'"]

[project.optional-dependencies]
fast = ["orjson"]

[dependency-groups]
dev = ["pytest>=8"]

[build-system]
requires = ["hatchling==1.27.0"]
"""
LOCKED = (("idna", "3.4"), ("colorama", "0.4.6"), ("orjson", "3.9"), ("pytest", "8.0"))


def uv_lock(*locked: tuple[str, str]) -> str:
    """Return a lockfile of the project, with one digest for each version."""
    packages = (
        f'[[package]]\nname = "{name}"\nversion = "{version}"\n'
        'source = { registry = "https://pypi.org/simple" }\n'
        f'sdist = {{ url = "https://x.test/{name}.tar.gz", hash = "sha256:{version:0>64}" }}\n'
        for name, version in locked or LOCKED
    )
    return "\n".join(("version = 1", "", *packages, _OWN))


_OWN = """\
[[package]]
name = "shelf"
version = "1.0"
source = { editable = "." }
dependencies = [
    { name = "colorama", marker = "sys_platform == 'win32'" },
    { name = "idna" },
]

[package.optional-dependencies]
fast = [{ name = "orjson" }]

[package.dev-dependencies]
dev = [{ name = "pytest" }]

[package.metadata]
requires-dist = [
    { name = "colorama", marker = "sys_platform == 'win32'", specifier = ">=0.4" },
    { name = "idna", specifier = ">=3" },
    { name = "orjson", marker = "extra == 'fast'" },
]
"""
LOCKED_PROJECT: Files = {"pyproject.toml": PYPROJECT, "uv.lock": uv_lock()}


def installed(*distributions: tuple[str, str], root: str = VENV, requires: str = "") -> Files:
    """Return a virtual environment with distributions, the first of which requires others."""
    site = f"{root}/lib/python3.11/site-packages".lstrip("/")
    files: Files = {f"{root}/pyvenv.cfg".lstrip("/"): b"home = /usr/bin\nversion = 3.11.7\n"}
    for number, (name, version) in enumerate(distributions):
        header = f"Requires-Dist: {requires}\n" if requires and not number else ""
        metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{header}"
        files[f"{site}/{name}-{version}.dist-info/METADATA"] = metadata.encode()
    return files


def encoded(*files: Mapping[str, bytes | str | None]) -> Files:
    """Return files together, their texts as bytes."""
    return {
        path: content.encode() if isinstance(content, str) else content
        for each in files
        for path, content in each.items()
    }
