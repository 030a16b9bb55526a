"""Prefixes of conda, as small as they can be."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from tests.support import images

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scanner.model.component import Component
    from scanner.model.inventory import Inventory

PREFIX = "opt/conda"
SITE = "lib/python3.11/site-packages"
SHA256 = "3a288101bacfb7897f9940860750fed172b41dd6a2afdcd50e5167386de6d99e"
MD5 = "242a8d9e6b3461a6788f602263b2c5f2"
FORGE = "https://conda.anaconda.org/conda-forge/linux-64"


def record(name: str, version: str, /, *files: str, **changes: object) -> bytes:
    """Return conda's record of a package, in the form that conda writes."""
    build = str(changes.get("build", "py311_0"))
    archive = f"{name}-{version}-{build}.conda"
    document = {
        "build": build,
        "channel": FORGE,
        "constrains": [],
        "depends": [],
        "files": list(files),
        "fn": archive,
        "license": "BSD-3-Clause",
        "license_family": "BSD",
        "md5": MD5,
        "name": name,
        "paths_data": {"paths": [{"_path": file} for file in files], "paths_version": 1},
        "requested_spec": "None",
        "sha256": SHA256,
        "size": 1,
        "subdir": "linux-64",
        "url": f"{FORGE}/{archive}",
        "version": version,
    }
    return json.dumps(document | changes, indent=2, sort_keys=True).encode()


def distribution(name: str, version: str, installer: str = "conda") -> dict[str, bytes]:
    """Return the files of a distribution, relative to the prefix that it is installed in."""
    directory = f"{SITE}/{name}-{version}.dist-info"
    return {
        f"{directory}/METADATA": f"Name: {name}\nVersion: {version}\n".encode(),
        f"{directory}/INSTALLER": f"{installer}\n".encode(),
    }


def inventory_of(*layers: Mapping[str, bytes | str | None]) -> Inventory:
    """Return what is found in layers, but for problems that are not about conda."""
    inventory = images.inventory_of(images.tree_of(*layers))
    problems = (each for each in inventory.problems if each.cataloger.startswith("conda"))
    return replace(inventory, problems=tuple(problems))


def package_of(component: Component) -> Component:
    """Return the conda package that a distribution came in."""
    assert component.conda is not None
    return component.conda


def below(prefix: str, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return files by their paths in an image."""
    return {f"{prefix}/{path}" if prefix else path: content for path, content in files.items()}
