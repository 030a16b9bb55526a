"""``pdm.lock``: entries for extras and for targets are one distribution."""

from __future__ import annotations

import pytest

from tests.support.locks import Finding, files_of, read

LOCK = "app/pdm.lock"
PYPROJECT = "app/pyproject.toml"
MANIFEST = """[project]
name = "app"
version = "1"
dependencies = ["a[fast]>=1"]
optional-dependencies = {more = ["c"]}

[tool.pdm.dev-dependencies]
test = ["d"]
"""


def package(name: str, more: str = "", version: str = "1.0") -> str:
    return f'[[package]]\nname = "{name}"\nversion = "{version}"\n{more}\n'


@pytest.mark.parametrize("has_groups", [True, False], ids=["K17-groups", "K17-no-groups"])
def test_entries_of_extras_are_one_distribution(has_groups):
    groups = {"a": "default", "b": "default", "c": "more", "d": "test"}
    more = {name: f'groups = ["{group}"]\n' * has_groups for name, group in groups.items()}
    text = package("a", more["a"] + 'extras = ["fast"]\ndependencies = ["a==1.0", "b>=1"]')
    text += package("a", more["a"]) + package("b", more["b"])
    text += package("c", more["c"]) + package("d", more["d"])

    found = read("pdm-lock", {LOCK: text, PYPROJECT: MANIFEST})

    declared = {each.name: each.declaration for each in found.components if each.declaration}
    assert ["a", "b", "c", "d"] == sorted(each.name for each in found.components)
    assert ("fast",) == declared["a"].extras
    assert {"a": (), "b": (), "c": (), "d": ("test",)} == {n: d.groups for n, d in declared.items()}
    assert {"a": (), "b": (), "c": ("more",), "d": ()} == {
        name: each.for_extras for name, each in declared.items()
    }
    (edge,) = (each for each in found.dependencies if each.name == "b")
    assert ("fast", found["a"].place) == (edge.extra, edge.dependent)


def test_k17_entries_of_targets_are_one_distribution_with_all_markers():
    found = Finding("pdm-lock", files_of("sources"))

    assert found["tool"].declaration is not None
    assert '(python_version == "3.11") or (python_version >= "3.12")' == (
        found["tool"].declaration.marker
    )


def test_k17_versions_of_targets_are_two_and_each_is_needed_where_it_is():
    found = Finding("pdm-lock", files_of("forks"))

    assert {
        ("rich 13.9.4", "markdown-it-py 2.2.0"),
        ("rich 13.9.4", "markdown-it-py 4.3.0"),
    } <= found.edges()
    plugins = {edge for edge in found.edges() if edge[0].startswith("mdit-py-plugins")}
    assert {
        ("mdit-py-plugins 0.6.1", "markdown-it-py 2.2.0"),
        ("mdit-py-plugins 0.7.0", "markdown-it-py 4.3.0"),
    } == plugins


@pytest.mark.parametrize(
    ("more", "origin"),
    [
        pytest.param(
            'git = "https://u:p@h.test/a.git"\nref = "v1"\nrevision = "abc"\nsubdirectory = "s"',
            "git+https://h.test/a.git@abc#subdirectory=s",
            id="K17-revision",
        ),
        pytest.param('path = "./lib"', "file:./lib", id="K17-path"),
        pytest.param('path = "./lib"\neditable = true', "file:./lib", id="K17-editable"),
        pytest.param('url = "https://h.test/a.whl"', "https://h.test/a.whl", id="K17-url"),
    ],
)
def test_where_it_comes_from_is_told(more, origin):
    found = read("pdm-lock", {LOCK: package("a", more)})

    assert origin == found["a"].origin


def test_k17_hashes_are_of_the_entry_or_in_the_table_of_older_forms():
    text = package("a", 'files = [{file = "a.whl", hash = "sha256:01"}]') + package("b")
    text += '[metadata.files]\n"b 1.0" = [{url = "https://h.test/b.whl", hash = "sha256:02"}]\n'

    found = read("pdm-lock", {LOCK: text})

    assert (("sha256:01",), ("sha256:02",)) == (found["a"].hashes, found["b"].hashes)
