"""What nobody's tools write in the place of a requirement is told, in every format.

A file is read with an entry that is odd among others that are not: there is a component for it, or
a problem with its line. It is never nothing, for half of what is declared looks like all of it.
"""

from __future__ import annotations

import json
import re

import pytest

from tests.support.project import Found

TOML = ("3", "1.5", "true", "''", "[]", "[['a']]", "{}", "{x = 1}", "2020-01-01", "'???'")
ROWS = ("{}", "{name = ''}", "{name = 3}", "3", "''", "true", "[]", "{name = '???'}")
YAML = ("3", "''", "null", "~", "[]", "{}", "{x: 1}", "[[a]]", "true", "'???'")
NOT_A_LIST = ("3", "''", "'a'", "{a = 1}", "true")
FORMATS = {
    "pyproject-dependencies": ("pyproject.toml", "[project]\nname='p'\ndependencies=[@]\n", TOML),
    "pyproject-extra": (
        "pyproject.toml",
        "[project]\nname='p'\n[project.optional-dependencies]\nx=[@]\n",
        TOML,
    ),
    "pyproject-group": ("pyproject.toml", "[dependency-groups]\nx=['idna', @]\n", TOML),
    "pyproject-build": ("pyproject.toml", "[build-system]\nrequires=['idna', @]\n", TOML),
    "pyproject-uv": ("pyproject.toml", "[tool.uv]\ndev-dependencies=['idna', @]\n", TOML),
    "pyproject-pdm": ("pyproject.toml", "[tool.pdm.dev-dependencies]\nx=['idna', @]\n", TOML),
    "pyproject-hatch": (
        "pyproject.toml",
        "[project]\nname='p'\n[tool.hatch.envs.x]\ndependencies=[@]\n",
        TOML,
    ),
    "pyproject-poetry": ("pyproject.toml", "[tool.poetry.dependencies]\na=@\n", TOML),
    "pyproject-poetry-several": ("pyproject.toml", "[tool.poetry.dependencies]\na=[@]\n", TOML),
    "pyproject-poetry-group": (
        "pyproject.toml",
        "[tool.poetry]\nname='p'\n[tool.poetry.group.x.dependencies]\na=@\n",
        TOML,
    ),
    "pyproject-no-list": ("pyproject.toml", "[project]\nname='p'\ndependencies=@\n", NOT_A_LIST),
    "pyproject-no-extras": (
        "pyproject.toml",
        "[project]\nname='p'\noptional-dependencies=@\n",
        ("3", "''", "['a']"),
    ),
    "pyproject-no-extra": (
        "pyproject.toml",
        "[project]\nname='p'\n[project.optional-dependencies]\nx=@\n",
        NOT_A_LIST,
    ),
    "uv-lock": ("uv.lock", "version=1\npackage=[@]\n", ROWS),
    "uv-lock-no-list": ("uv.lock", "version=1\npackage=@\n", ("3", "''", "true")),
    "poetry-lock": ("poetry.lock", "package=[@]\n", ROWS),
    "pdm-lock": ("pdm.lock", "package=[@]\n", ROWS),
    "pylock": ("pylock.toml", "lock-version='1.0'\ncreated-by='x'\npackages=[@]\n", ROWS),
    "pipfile": ("Pipfile", "[packages]\na=@\n", TOML),
    "pipfile-name": ("Pipfile", "[packages]\n'???'=@\n", ("'*'",)),
    "pipfile-no-table": ("Pipfile", "packages=@\n", ("3", "['a']", "''", "true")),
    "pipfile-lock": (
        "Pipfile.lock",
        '{"default": {\n"a": @}}',
        ("3", "1.5", "true", "null", '""', "[]", "{}", '{"version": 3}'),
    ),
    "pipfile-lock-no-table": ("Pipfile.lock", '{\n"default": @}', ("3", "null", "[]", '""')),
    "pixi-conda": ("pixi.toml", "[workspace]\nname='p'\n[dependencies]\na=@\n", TOML),
    "pixi-pypi": ("pixi.toml", "[workspace]\nname='p'\n[pypi-dependencies]\na=@\n", TOML),
    "pixi-feature": ("pixi.toml", "[workspace]\nname='p'\n[feature.x.dependencies]\na=@\n", TOML),
    "pixi-no-feature": ("pixi.toml", "[workspace]\nname='p'\n[feature]\nx=@\n", ("3", "''", "[]")),
    "pixi-no-table": ("pixi.toml", "dependencies=@\n[workspace]\nname='p'\n", ("3", "['a']", "''")),
    "conda-environment": ("environment.yml", "channels: [c]\ndependencies:\n- idna\n- @\n", YAML),
    "conda-environment-pip": (
        "environment.yml",
        "dependencies:\n- python\n- pip:\n  - idna\n  - @\n",
        YAML,
    ),
    "conda-environment-no-list": (
        "environment.yml",
        "channels: [c]\ndependencies: @\n",
        ("3", "numpy", "{a: 1}"),
    ),
    "conda-lock": (
        "conda-lock.yml",
        "version: 1\nmetadata: {}\npackage:\n- @\n",
        (*YAML, "{name: ''}", "{name: [a]}", "{manager: pip, name: '???'}"),
    ),
    "conda-lock-no-list": ("conda-lock.yml", "version: 1\npackage: @\n", ("3", "{a: 1}", "''")),
    "pixi-lock": (
        "pixi.lock",
        "version: 6\nenvironments: {}\npackages:\n- @\n",
        (*YAML, "{conda: ''}", "{pypi: x, name: ''}", "{conda: [a]}"),
    ),
    "pixi-lock-no-list": ("pixi.lock", "version: 6\npackages: @\n", ("3", "{a: 1}", "''")),
    "conda-list": ("explicit.txt", "@EXPLICIT\n@\n", ("numpy", "https://x.test/", "???", "3")),
    "requirements": (
        "requirements.txt",
        "idna\n@\n",
        ("???", "==1", "{{ x }}", "--what", "a==", "[]"),
    ),
    "setup-cfg": (
        "setup.cfg",
        "[metadata]\nname=p\n[options]\ninstall_requires =\n  idna\n  @\n",
        ("???", "==1", "file: x.txt", "[]", "a b c"),
    ),
    "setup-cfg-extra": (
        "setup.cfg",
        "[metadata]\nname=p\n[options.extras_require]\n@\n",
        ("x", "???", "x = ???"),
    ),
    "setup-py": (
        "setup.py",
        "from setuptools import setup\nsetup(name='p', install_requires=['idna', @])\n",
        ("3", "None", "'???'", "['a']", "('a',)", "{'a': 1}", "a()", "b'a'", "True"),
    ),
    "setup-py-extras": (
        "setup.py",
        "from setuptools import setup\nsetup(name='p', extras_require=@)\n",
        ("3", "'a'", "['a']", "{3: ['a']}", "{'x': 3}", "{'x': None}", "{'x': {'a': 1}}"),
    ),
    "script": (
        "a.py",
        "# /// script\n# dependencies = [@]\n# ///\n",
        (*TOML, "'a', 3"),
    ),
    "script-no-list": ("a.py", "# /// script\n# dependencies = @\n# ///\n", NOT_A_LIST),
}


ODD = [
    pytest.param(name, path, template, entry, id=f"{name}-{entry}")
    for name, (path, template, entries) in FORMATS.items()
    for entry in entries
]
UNREADABLE = re.compile(r"not (?:JSON|TOML|YAML|Python)")
"""All of a file, which is told once."""


def cataloger_of(name: str) -> str:
    known = ("pyproject", "uv-lock", "poetry-lock", "pdm-lock", "pylock", "pipfile-lock", "pipfile")
    conda = ("pixi-lock", "pixi", "conda-environment", "conda-lock", "conda-list")
    others = ("requirements", "setup-cfg", "setup-py", "script")
    return next(each for each in (*known, *conda, *others) if name.startswith(each))


@pytest.mark.parametrize(("name", "path", "template", "entry"), ODD)
def test_an_odd_entry_is_a_component_or_a_problem(name, path, template, entry):
    text = template.replace("@EXPLICIT", "\0").replace("@", entry).replace("\0", "@EXPLICIT")
    line = 1 + template.replace("@EXPLICIT", "").partition("@")[0].count("\n")

    found = Found(cataloger_of(name), {path: text})

    here = [
        each for each in found.components if each.evidence.line == line and each.kind != "project"
    ]
    told = re.compile(rf"line {line}\b|not as PEP 751 has it")
    reasons = [each for each in found.problems if told.search(each) or UNREADABLE.match(each)]
    usual = template.partition("@")[0].rpartition("\n")[2].count("idna")
    assert len(here) > usual or reasons


def test_the_odd_are_many_and_so_the_rest_of_them_is_counted():
    text = json.dumps({"default": dict.fromkeys(map(str, range(300)))}, indent=1)

    problems = Found("pipfile-lock", {"Pipfile.lock": text}).problems

    assert "more than 100 problems; no others are told" == problems[-1]
