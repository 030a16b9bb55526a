"""Every entry of a manifest or a lockfile is on its lines, as an editor counts: they are read."""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path

import pytest

from scanner.catalog import CATALOGERS
from scanner.cataloging import claims
from scanner.model.component import PROJECT, Component, State
from tests.support.images import tree_of

RECORDED = {
    str(path.relative_to("testdata")): path.read_bytes()
    for directory in ("conda", "hatch", "locks", "pipenv", "requirements")
    for path in sorted(Path("testdata", directory).rglob("*"))
    if path.suffix in {".in", ".lock", ".toml", ".txt", ".yml"} or path.name == "Pipfile"
}
SETUP_PY = """from setuptools import setup

MORE = [
    "beta>=2",
]
setup(
    name="app",
    install_requires=["alpha==1.0", *MORE],
    extras_require={
        "x": [
            "gamma",
        ],
    },
)
"""
SETUP_CFG = """[metadata]
name = app

[options]
install_requires =
    alpha==1.0
    # a comment
    beta>=2; python_version < "4"

[options.extras_require]
x = gamma
"""
SCRIPT = """#!/usr/bin/env python3
# A comment.
#
# /// script
# requires-python = ">=3.11"
# dependencies = [
#   "alpha==1.0",
#   "beta>=2",
# ]
# ///
"""
EXPLICIT = """# platform: linux-64

@EXPLICIT
https://conda.anaconda.org/conda-forge/linux-64/alpha-1.0-h1_0.conda#0123456789abcdef0123456789abcdef
https://conda.anaconda.org/conda-forge/noarch/beta-2.0-py_0.tar.bz2
"""
PIXI = """[workspace]
name = "app"
channels = ["conda-forge"]
platforms = ["linux-64"]

[dependencies]
alpha = "==1.0"

[feature.test.pypi-dependencies]
beta = { version = ">=2" }
"""
WRITTEN = {
    "setup-py/setup.py": SETUP_PY,
    "setup-cfg/setup.cfg": SETUP_CFG,
    "script/run.py": SCRIPT,
    "list/conda-linux-64.lock": EXPLICIT,
    "pixi/pixi.toml": PIXI,
    "environment/environment.yml": "dependencies:\n- python\n- alpha=1.0\n- pip:\n  - beta>=2\n",
    "form-feed/requirements.txt": "alpha==1.0\n# \x0c\n\nbeta>=2\\\n,<3\n",
    "windows/requirements.txt": "# \x85\r\nalpha==1.0\r\n\r\nbeta>=2\r\n",
    "table/pyproject.toml": '[project]\nname = "x"\ndependencies = [\n "alpha==1.0",\n\n "beta"]\n',
}
FILES = {**RECORDED, **{path: text.encode() for path, text in WRITTEN.items()}}
TREE = tree_of(FILES, claims=claims(directory=True))
DECLARED = [
    each
    for each in chain.from_iterable(cataloger.catalog(TREE) for cataloger in CATALOGERS.values())
    if isinstance(each, Component) and each.state is State.DECLARED and each.kind != PROJECT
]
KINDS = sorted({each.kind for each in DECLARED})


def plain(text: str) -> str:
    return re.sub(r"[-_.]+", "-", text).lower()


def entry_of(component: Component) -> str:
    """Return the lines that a component says it is on, as an editor counts them."""
    assert component.evidence.line is not None
    assert component.declaration is not None
    lines = re.split(r"\r\n|\r|\n", FILES[component.evidence.path].decode("utf-8"))
    first, last = component.evidence.line, component.declaration.last_line or 0

    assert first <= last <= len(lines)
    return "\n".join(lines[first - 1 : last])


@pytest.mark.parametrize("kind", KINDS)
def test_each_entry_is_on_the_lines_that_it_says(kind):
    components = [each for each in DECLARED if each.kind == kind]

    for component in components:
        entry, name = plain(entry_of(component)), plain(component.name)
        # Of several under one name, Poetry has an array, and each is an element of it.
        is_element = entry.lstrip().startswith("{ version")
        assert is_element or name in entry, component.place


def test_an_entry_has_only_its_own_lines():
    """
    In what somebody wrote here, no entry takes more lines than it has.
    """
    written = {each for each in DECLARED if each.evidence.path in WRITTEN}

    for component in written:
        others = {"alpha", "beta", "gamma"} - {component.name}
        entry = entry_of(component).replace("*MORE", "")
        is_together = component.evidence.path == "setup-py/setup.py"
        assert is_together or not any(other in entry for other in others), component.place


def test_every_kind_of_a_declaration_is_read_back():
    declaring = {
        "conda-environment",
        "conda-list",
        "conda-lock",
        "hatch",
        "pdm-lock",
        "pipfile",
        "pipfile-lock",
        "pixi",
        "pixi-lock",
        "poetry-lock",
        "pylock",
        "pyproject",
        "requirements",
        "script",
        "setup-cfg",
        "setup-py",
        "uv-lock",
    }

    assert declaring == set(KINDS)
    assert declaring <= set(CATALOGERS)
