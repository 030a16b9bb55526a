"""What a resolver is asked, and what it is never told."""

from __future__ import annotations

import pytest

from scanner.resolve.input import inputs_of
from tests.support.resolvers import inventory_with

PROJECT = '[project]\nname = "shop"\nversion = "1"\ndependencies = ["idna>=3", "six"]\n'
UV_LOCK = """version = 1
requires-python = ">=3.11"

[[package]]
name = "idna"
version = "3.4"
source = { registry = "https://pypi.org/simple" }

[[package]]
name = "shop"
version = "1"
source = { %s }
dependencies = [{ name = "idna" }]
"""


def texts_in(**files):
    paths = {name.replace("__", "/").replace("_", "."): text for name, text in files.items()}
    return {each.path: each.text for each in inputs_of(inventory_with(paths))}


def test_what_a_manifest_asks_for_is_one_input_and_what_builds_it_another():
    text = PROJECT + '[dependency-groups]\ntest = ["pytest"]\n[build-system]\nrequires = ["flit"]\n'
    inventory = inventory_with({"pyproject.toml": text})

    assert ["flit\n", "idna>=3\npytest\nsix\n"] == sorted(
        each.text for each in inputs_of(inventory)
    )


@pytest.mark.parametrize(
    "line",
    [
        "-r /etc/passwd",
        "--index-url https://evil.test/simple",
        "idna===${HOME}",
        "idna===1\\2",
        "idna @ https://evil.test/idna-1-py3-none-any.whl",
        "git+https://evil.test/idna.git",
        "./idna",
        "idna; python_version > '${HOME}'",
        "idna===1#x",
    ],
)
def test_nothing_but_plain_requirements_is_passed_on(line):
    texts = texts_in(requirements_txt=f"six>=1\n{line}\n")

    assert {"requirements.txt": "six>=1\n"} == texts


def test_what_is_left_out_is_told():
    inventory = inventory_with({"requirements.txt": "idna @ https://a.test/idna-1.zip\nsix\n"})

    (found,) = inputs_of(inventory)

    assert (["six"], ["idna"]) == (
        [each.name for each in found.components],
        [each.name for each in found.left_out],
    )


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({"uv_lock": UV_LOCK % 'virtual = "."'}, set(), id="beside"),
        pytest.param(
            {"requirements_in": "six", "requirements_txt": "six==1.0  # via -r requirements.in"},
            set(),
            id="compiled",
        ),
        pytest.param({"sub__requirements_txt": "six"}, {"sub/requirements.txt"}, id="none"),
        pytest.param(
            {
                "uv_lock": UV_LOCK % 'editable = "member"',
                "member__pyproject_toml": PROJECT,
                "other__pyproject_toml": PROJECT.replace("shop", "other"),
            },
            {"other/pyproject.toml"},
            id="workspace",
        ),
        pytest.param(
            {"a_py": '# /// script\n# dependencies = ["six"]\n# ///\n'}, {"a.py"}, id="script"
        ),
        pytest.param(
            {
                "a_py": '# /// script\n# dependencies = ["idna"]\n# ///\n',
                "a_py_lock": UV_LOCK.partition('[[package]]\nname = "shop"')[0],
                "requirements_txt": "six",
            },
            {"requirements.txt"},
            id="script with a lockfile",
        ),
    ],
)
def test_what_a_lockfile_settles_is_not_resolved(files, expected):
    assert expected == set(texts_in(**files))


def test_manifests_that_ask_for_the_same_have_one_text():
    texts = texts_in(a__requirements_txt="six\nidna>=3\n", b__pyproject_toml=PROJECT)

    assert 1 == len(set(texts.values()))
