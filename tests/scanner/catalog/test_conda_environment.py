"""environment.yml, whatever it is called: packages of conda, and what pip is to add."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.project import Found, files_in, lines_of

ENVIRONMENT = """\
name: shop
channels:
  - conda-forge
  - https://conda.anaconda.org/t/tk-0123-4567/private
dependencies:
  - python=3.11
  - numpy==1.26.4
  - conda-forge::pandas>=2,<3
  - scipy[version='1.*',build=x]
  - NO=1.10
  - libfoo  # [linux or osx]
  - pip
  - pip:
    - requests[socks]==2.31.0 ; python_version > "3"
    - -r more.txt
    - -e .
    - git+https://user:secret@git.test/a/b.git@v1#egg=b
    - --extra-index-url https://user:secret@pypi.test/simple
"""
PROJECT = {"environment.yml": ENVIRONMENT, "more.txt": "six", "setup.cfg": "[metadata]\nname=shop"}


def found(text: str, path: str = "environment.yml") -> Found:
    """Return what one file has."""
    return Found("conda-environment", {path: text})


def test_j16_packages_are_condas_and_those_below_pip_are_pypis():
    shop = Found("conda-environment", PROJECT)

    assert [
        "pkg:conda/python",
        "pkg:conda/numpy@1.26.4",
        "pkg:conda/pandas?channel=conda-forge",
        "pkg:conda/scipy?build=x",
        "pkg:conda/no",
        "pkg:conda/libfoo",
        "pkg:conda/pip",
        "pkg:pypi/requests@2.31.0",
        "pkg:pypi/shop",
        "pkg:pypi/b?vcs_url=git%2Bhttps://git.test/a/b.git%40v1",
    ] == shop.purls
    assert ["line 15: an include by a name that is not read: more.txt"] == shop.problems


def test_j16_each_is_on_its_lines():
    for each in Found("conda-environment", PROJECT).components:
        name = "-e ." if each.name == "shop" else each.name

        assert name in lines_of(each, ENVIRONMENT).lower()


@pytest.mark.parametrize(
    ("name", "specifier"),
    [
        ("python", "=3.11"),
        ("numpy", "==1.26.4"),
        ("pandas", ">=2,<3"),
        ("scipy", "1.*"),
        ("no", "=1.10"),
        ("libfoo", None),
        ("requests", "==2.31.0"),
    ],
)
def test_j16_each_has_its_specifier(name, specifier):
    declaration = Found("conda-environment", PROJECT).declaration(name)

    assert (specifier, False, True) == (
        declaration.specifier,
        declaration.is_locked,
        declaration.is_direct,
    )


def test_j16_a_selector_names_platforms():
    shop = Found("conda-environment", PROJECT)

    assert ("linux", "osx") == shop.declaration("libfoo").platforms
    assert () == shop.declaration("numpy").platforms


def test_channels_and_indexes_are_told_without_secrets():
    shop = Found("conda-environment", PROJECT)

    channels = ("conda-forge", "https://conda.anaconda.org/private")
    assert channels == shop.declaration("numpy").indexes
    assert ("https://pypi.test/simple",) == shop.declaration("requests").indexes
    assert "secret" not in repr(shop.components)
    assert "tk-0123" not in repr(shop.components)


def test_j16_an_anchor_is_read_where_it_is_written():
    text = "x: &common\n- numpy=1\n- pip: [six]\nchannels: [a]\ndependencies: *common\n"

    shop = found(text)

    assert ["pkg:conda/numpy", "pkg:pypi/six"] == shop.purls
    assert [2, 3] == [each.evidence.line for each in shop.components]


def test_j16_a_flow_sequence_is_one_line():
    shop = found("channels: [c]\ndependencies: [numpy=1.10, {pip: [six, -r x.txt]}]\n")

    assert ["pkg:conda/numpy", "pkg:pypi/six"] == shop.purls
    assert ["line 2: an include that is not there: x.txt"] == shop.problems


def test_a_category_is_a_group():
    shop = found("category: dev\nplatforms: [linux-64]\nchannels: [c]\ndependencies: [numpy]\n")

    assert (("dev",), ("linux-64",)) == (
        shop.declaration("numpy").groups,
        shop.declaration("numpy").platforms,
    )


@pytest.mark.parametrize(
    ("entry", "prefix", "version", "is_locked"),
    [
        ("numpy=1.26.4=py311_0", "", "1.26.4", True),
        ("numpy=1.26.4=py311_0", "prefix: /opt/x\n", "1.26.4", True),
        ("numpy=1.26.4", "prefix: /opt/x\n", "1.26.4", True),
        ("numpy=1.26.4", "", None, False),
        ("numpy", "prefix: /opt/x\n", None, False),
        ("numpy>=1", "prefix: /opt/x\n", None, False),
    ],
)
def test_an_exported_environment_is_what_there_was(entry, prefix, version, is_locked):
    """``conda env export`` knows no more what of it somebody asked for."""
    shop = found(f"channels: [c]\ndependencies:\n- {entry}\n{prefix}")

    declaration = shop.declaration("numpy")
    assert (version, is_locked) == (shop.component("numpy").version, declaration.is_locked)
    assert (None if is_locked else True) is declaration.is_direct


def test_what_conda_lock_renders_is_read():
    rendered = Found("conda-environment", files_in(Path("testdata/conda/conda-lock")))

    named = [each for each in rendered.components if each.evidence.path.endswith(".lock.yml")]
    assert ["numpy", "openssl", "python", "tzdata", "requests"] == [each.name for each in named]
    assert all(each.version and each.declaration and each.declaration.is_locked for each in named)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        pytest.param("ci/py311.yml", "channels: [c]\ndependencies: [numpy]\n", id="channels"),
        pytest.param("ci/py311.yaml", "dependencies: [python=3.11, numpy]\n", id="python"),
        pytest.param("x.yml", "dependencies: [numpy, {pip: [six]}]\n", id="pip"),
        pytest.param("environment-dev.yml", "name: x\ndependencies: [numpy]\n", id="name-of-file"),
        pytest.param("conda_env.yml", "dependencies: [numpy]\n", id="another-name-of-file"),
        pytest.param("x.yml", '{"channels": [], "dependencies": ["numpy"]}', id="json"),
    ],
)
def test_j16_an_environment_is_known_by_what_it_says(path, text):
    assert "pkg:conda/numpy" in found(text, path).purls


@pytest.mark.parametrize(
    ("path", "text"),
    [
        pytest.param(
            "Chart.yaml",
            "apiVersion: v2\nname: x\ndependencies:\n- name: redis\n  repository: https://h\n",
            id="helm",
        ),
        pytest.param("meta/main.yml", "galaxy_info: {}\ndependencies: [a.b]\n", id="ansible"),
        pytest.param("environment.yml", "galaxy_info: {}\ndependencies: [a.b]\n", id="by-its-keys"),
        pytest.param("galaxy.yml", "dependencies: {a.b: '>=1'}\n", id="collection"),
        pytest.param("pubspec.yaml", "name: x\ndependencies:\n  http: ^1\n", id="dart"),
        pytest.param("x.yml", "dependencies: [\n", id="malformed"),
        pytest.param("x.yml", "dependencies: []\n", id="nothing"),
        pytest.param("x.yml", "on: push\n", id="another"),
    ],
)
def test_what_is_no_environment_is_passed_over(path, text):
    other = found(text, path)

    assert ([], []) == (other.components, other.problems)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param("dependencies: [\n", "not YAML: line 2", id="K22-malformed"),
        pytest.param("{% set x %}\ndependencies: [a]\n", "not YAML: line 1", id="template"),
        pytest.param("dependencies: " + "[" * 99, "not YAML: line 1: nested", id="K22-deep"),
        pytest.param(
            "dependencies: [python]\ndependencies: [python]\n",
            "line 2: dependencies is there twice",
            id="K22-duplicate-keys",
        ),
        pytest.param("dependencies: [python, '!!']\n", "line 1: not a match", id="J16-no-spec"),
        pytest.param("dependencies: [python, {conda: x}]\n", "line 1: not a match", id="mapping"),
        pytest.param("dependencies: [{pip: [-e .]}]\n", "without a name: .", id="J16-no-name"),
        pytest.param("dependencies: [{pip: [a b]}]\n", "line 1: ", id="J16-no-requirement"),
        pytest.param(
            "dependencies:\n- python\n#" + "x" * (17 << 20), "larger than 16,777", id="K22-large"
        ),
    ],
)
def test_what_is_odd_about_an_environment_is_one_problem(text, problem):
    (reason,) = found(text).problems

    assert problem in reason


def test_k21_what_others_ship_is_no_declaration():
    shipped = found("dependencies: [python]", "lib/python3.11/site-packages/x/environment.yml")

    assert [] == shipped.components
