"""What a resolver is asked, and what it is never told."""

from __future__ import annotations

import pytest

from scanner.resolve.closure import MAX_FILES
from scanner.resolve.input import inputs_of
from scanner.resolve.resolver import Question
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
    return {each.path: each.question.requirements for each in inputs_of(inventory_with(paths))}


def test_what_a_manifest_asks_for_is_one_input_and_what_builds_it_another():
    text = PROJECT + '[dependency-groups]\ntest = ["pytest"]\n[build-system]\nrequires = ["flit"]\n'
    inventory = inventory_with({"pyproject.toml": text})

    assert ["flit\n", "idna>=3\npytest\nsix\n"] == sorted(
        each.question.requirements for each in inputs_of(inventory)
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
        [*found.left_out],
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


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(
            {"requirements.in": "-r base.in\nsix\n", "base.in": "idna>=3\n"},
            {"requirements.in": ("idna>=3\nsix\n", "")},
            id="one",
        ),
        pytest.param(
            {"requirements.in": "-r a/base.in\n", "a/base.in": "-r more.in\n", "a/more.in": "six"},
            {"requirements.in": ("six\n", "")},
            id="by several steps, and nothing else",
        ),
        pytest.param(
            {"app.in": "-r base.in\nsix\n", "dev.in": "-r base.in\n", "base.in": "idna\n"},
            {"app.in": ("idna\nsix\n", ""), "dev.in": ("idna\n", "")},
            id="shared",
        ),
        pytest.param(
            {"app.in": "-r dev.in\nsix\n", "dev.in": "-r app.in\nidna\n"},
            {"app.in": ("idna\nsix\n", "")},
            id="in a circle",
        ),
        pytest.param(
            {
                "requirements.in": "-r base.in\nsix\n",
                "base.in": "-c constraints.txt\nidna\n",
                "constraints.txt": "-r more.in\nwheel<1; python_version > '3'\n",
                "more.in": "urllib3[socks]==2\n",
            },
            {
                "requirements.in": (
                    "idna\nsix\n",
                    "urllib3==2\nwheel<1 ; python_version > '3'\n",
                ),
            },
            id="constraints of what is taken in",
        ),
        pytest.param(
            {
                "a/dev.in": "-r ../requirements.txt\nsix\n",
                "requirements.txt": "idna==3.4 # via a\n",
            },
            {"a/dev.in": ("idna==3.4\nsix\n", "")},
            id="what is locked has to fit",
        ),
        pytest.param(
            {
                "environment.yml": "dependencies: [numpy, {pip: [six, -r requirements.txt]}]\n",
                "requirements.txt": "idna\n",
            },
            {"environment.yml": ("idna\nsix\n", "")},
            id="what pip is to add to an environment of conda",
        ),
    ],
)
def test_a_manifest_is_resolved_with_what_it_takes_in(files, expected):
    found = {each.path: each.question for each in inputs_of(inventory_with(files))}

    assert {path: Question(*texts) for path, texts in expected.items()} == found


def test_what_a_lockfile_has_is_not_settled_anew():
    files = {"a/dev.in": "-r ../requirements.txt\nsix\n", "requirements.txt": "idna==3.4 # via a\n"}

    (found,) = inputs_of(inventory_with(files))

    assert (["six"], ["idna"]) == (
        [each.name for each in found.components],
        [each.name for each in found.settled],
    )


def test_constraints_that_are_no_plain_requirements_are_left_out():
    constraints = "idna @ https://evil.test/idna.zip\nwheel===${HOME}\nflit===1\\2\nsix<2\n"
    files = {"requirements.txt": "-c constraints.txt\nsix\n", "constraints.txt": constraints}

    (found,) = inputs_of(inventory_with(files))

    assert ("six<2\n", ("idna @ https://evil.test/idna.zip", "flit===1\\2")) == (
        found.question.constraints,
        found.left_out,
    )


def test_the_indexes_of_a_manifest_that_only_takes_in_others_are_told():
    files = {
        "requirements.txt": "--index-url https://a.test/simple\n-r base.in\n",
        "base.in": "six\n",
    }

    (found,) = inputs_of(inventory_with(files))

    assert ("https://a.test/simple",) == found.indexes


def test_more_files_than_anybody_has_are_not_resolved():
    files = {f"{number}.in": f"-r {number + 1}.in\nsix\n" for number in range(MAX_FILES + 1)}
    files[f"{MAX_FILES + 1}.in"] = "six\n"

    first, *_ = inputs_of(inventory_with(files))

    assert ("0.in", True, ()) == (first.path, first.is_too_large, first.components)


def test_manifests_that_ask_for_the_same_have_one_text():
    texts = texts_in(a__requirements_txt="six\nidna>=3\n", b__pyproject_toml=PROJECT)

    assert 1 == len(set(texts.values()))
