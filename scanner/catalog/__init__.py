"""Traces that installers leave, one module each; what they find becomes the inventory."""

from __future__ import annotations

from typing import Final

from layers.extensions import Extensions
from scanner.catalog.cataloger import Cataloger

CATALOGERS: Final = Extensions[Cataloger](
    {
        "apk": "scanner.catalog.apk:APK",
        "archive": "scanner.catalog.archive:ARCHIVE",
        "conda-environment": "scanner.catalog.conda_environment:CONDA_ENVIRONMENT",
        "conda-list": "scanner.catalog.conda_list:CONDA_LIST",
        "conda-lock": "scanner.catalog.conda_lock:CONDA_LOCK",
        "conda-meta": "scanner.catalog.conda_meta:CONDA_META",
        "dist-info": "scanner.catalog.dist_info:DIST_INFO",
        "dpkg": "scanner.catalog.dpkg:DPKG",
        "egg-info": "scanner.catalog.egg_info:EGG_INFOS",
        "environment": "scanner.catalog.environment:ENVIRONMENT",
        "frozen": "scanner.catalog.frozen:FROZEN",
        "hatch": "scanner.catalog.hatch:HATCH",
        "pacman": "scanner.catalog.pacman:PACMAN",
        "pdm-lock": "scanner.catalog.pdm_lock:PDM_LOCK",
        "pipfile": "scanner.catalog.pipfile:PIPFILE",
        "pipfile-lock": "scanner.catalog.pipfile:PIPFILE_LOCK",
        "pixi": "scanner.catalog.pixi:PIXI",
        "pixi-lock": "scanner.catalog.conda_lock:PIXI_LOCK",
        "poetry-lock": "scanner.catalog.poetry_lock:POETRY_LOCK",
        "portage": "scanner.catalog.portage:PORTAGE",
        "pylock": "scanner.catalog.pylock:PYLOCK",
        "pyproject": "scanner.catalog.pyproject:PYPROJECT",
        "requirements": "scanner.catalog.requirements:REQUIREMENTS",
        "rpm": "scanner.catalog.rpm:RPM",
        "script": "scanner.catalog.script:SCRIPT",
        "sdist": "scanner.catalog.sdist:SDIST",
        "setup-cfg": "scanner.catalog.setup_cfg:SETUP_CFG",
        "setup-py": "scanner.catalog.setup_py:SETUP_PY",
        "uv-lock": "scanner.catalog.uv_lock:UV_LOCK",
    }
)
