"""Projects of pipenv: what is asked for, and what is locked, as pipenv itself says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scanner.metadata.requirement import parse_requirement
from scanner.model.component import State
from scanner.model.names import normalized
from tests.support.project import PROJECT, Found, files_in, lines_of

PROJECTS = sorted(path.parent for path in Path("testdata/pipenv").glob("*/Pipfile"))
SOURCE = '[[source]]\nname = "inner"\nurl = "https://user:secret@pypi.test/simple"\n'


def lock(**categories: object) -> str:
    """Return a lockfile with categories."""
    source = {"name": "inner", "url": "https://user:secret@pypi.test/simple"}
    return json.dumps({"_meta": {"sources": [source]}, **categories}, indent=4)


@pytest.mark.parametrize("project", PROJECTS, ids=lambda path: path.name)
def test_k12_a_lockfile_has_what_pipenv_says(project):
    found = Found("pipfile-lock", files_in(project))
    exports = json.loads((project / "exports.json").read_text())

    assert [] == found.problems
    for category, lines in exports.items():
        groups = {"packages": (), "dev-packages": ("develop",)}.get(category, (category,))
        expected = {}
        for line in lines:
            requirement = parse_requirement(line.replace("-e ./lib", "lib"))
            assert requirement is not None
            is_fixed = requirement.specifier.startswith("==") and "*" not in requirement.specifier
            version = requirement.specifier.removeprefix("==") if is_fixed else None
            expected[requirement.name] = (version, requirement.marker_text, requirement.extras)
        declared = [
            (each, each.declaration)
            for each in found.components
            if each.declaration and each.declaration.groups == groups
        ]
        assert expected == {
            normalized(each.name): (each.version, declaration.marker, declaration.extras)
            for each, declaration in declared
        }


@pytest.mark.parametrize("project", PROJECTS, ids=lambda path: path.name)
@pytest.mark.parametrize(
    ("cataloger", "file"), [("pipfile", "Pipfile"), ("pipfile-lock", "Pipfile.lock")]
)
def test_k12_each_is_on_its_lines(cataloger, file, project):
    text = (project / file).read_text()

    components = Found(cataloger, files_in(project)).components

    assert components
    for each in components:
        lines = lines_of(each, text)
        assert each.name in lines.split("\n", maxsplit=1)[0]
        assert not each.version or each.version in lines
        assert all(digest.removeprefix("sha256:") in lines for digest in each.hashes)
        assert (State.DECLARED, PROJECT, cataloger) == (each.state, each.environment, each.kind)


def test_k12_one_name_in_two_categories_of_a_minified_lockfile_is_at_two_places():
    entry = {"a": {"version": "==1"}}
    text = json.dumps({"default": entry, "develop": entry})

    components = Found("pipfile-lock", {"Pipfile.lock": text}).components

    assert [
        ("srv/shop/Pipfile.lock:1:a", ()),
        ("srv/shop/Pipfile.lock:1:a:1", ("develop",)),
    ] == [(each.place, each.declaration.groups) for each in components if each.declaration]


def test_what_pipenv_did_not_solve_has_no_version():
    """
    What its own platform has no use for stays in the lockfile as ``==>=2``.
    """
    found = Found("pipfile-lock", files_in(Path("testdata/pipenv/markers")))

    assert (None, ">=2") == (found.component("tomli").version, found.declaration("tomli").specifier)


def test_k12_the_pipfile_tells_what_is_direct():
    found = Found("pipfile-lock", files_in(Path("testdata/pipenv/develop")))
    direct = {
        (each.name, each.declaration.groups): each.declaration.is_direct
        for each in found.components
        if each.declaration
    }

    assert direct["click", ()] is True
    assert direct["pytest", ("develop",)] is True
    assert direct["pluggy", ("develop",)] is False


def test_k12_without_a_pipfile_nothing_tells_what_is_direct():
    found = Found("pipfile-lock", {"Pipfile.lock": lock(default={"six": {"version": "==1.0"}})})

    assert found.declaration("six").is_direct is None


@pytest.mark.parametrize(
    ("entry", "purl", "origin"),
    [
        pytest.param(
            '{git = "https://user:secret@git.test/a/b.git", ref = "v1", editable = true}',
            "pkg:pypi/b?vcs_url=git%2Bhttps://git.test/a/b.git%40v1",
            "git+https://git.test/a/b.git@v1",
            id="K12-git-and-ref",
        ),
        pytest.param(
            '{git = "ssh://git@git.test/a/b.git", subdirectory = "x"}',
            "pkg:pypi/b?vcs_url=git%2Bssh://git%40git.test/a/b.git%23subdirectory%3Dx",
            "git+ssh://git@git.test/a/b.git#subdirectory=x",
            id="K12-ssh-and-subdirectory",
        ),
        pytest.param('{path = "./b"}', "pkg:pypi/b", "file:./b", id="K12-path"),
        pytest.param(
            '{file = "https://h.test/b-1.0.tar.gz"}',
            "pkg:pypi/b?download_url=https://h.test/b-1.0.tar.gz",
            "https://h.test/b-1.0.tar.gz",
            id="K12-file",
        ),
        pytest.param('"*"', "pkg:pypi/b", None, id="K12-any"),
        pytest.param('"==1.0"', "pkg:pypi/b@1.0", None, id="K12-pinned"),
        pytest.param('{version = "==1.0"}', "pkg:pypi/b@1.0", None, id="K12-version"),
        pytest.param('">=1.0"', "pkg:pypi/b", None, id="K12-range"),
    ],
)
def test_k12_a_package_is_from_where_its_entry_says(entry, purl, origin):
    component = Found("pipfile", {"Pipfile": f"[packages]\nb = {entry}\n"}).component("b")

    assert (purl, origin) == (component.purl, component.origin)
    assert "secret" not in repr(component)


def test_k12_an_entry_tells_marker_extras_index_and_category():
    pipfile = f"""{SOURCE}
[docs.b]
version = "~=1.0"
extras = ["x", "y"]
index = "inner"
os_name = "== 'nt'"
markers = "python_version < '4' or os_name == 'x'"
"""
    declaration = Found("pipfile", {"Pipfile": pipfile}).declaration("b")

    assert ("~=1.0", ("x", "y"), ("docs",), True) == (
        declaration.specifier,
        declaration.extras,
        declaration.groups,
        declaration.is_direct,
    )
    assert "(python_version < '4' or os_name == 'x') and os_name == 'nt'" == declaration.marker
    assert ("https://pypi.test/simple",) == declaration.indexes


def test_k12_a_minified_lockfile_is_read():
    text = json.dumps(json.loads(lock(default={"a": {"version": "==1", "index": "inner"}})))

    component = Found("pipfile-lock", {"Pipfile.lock": text}).component("a")

    assert ("1", 1) == (component.version, component.evidence.line)
    assert component.declaration is not None
    assert ("https://pypi.test/simple",) == component.declaration.indexes


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param('{"default": {', "not JSON", id="K22-malformed"),
        pytest.param("[]", "not JSON: not an object", id="K22-array"),
        pytest.param("[" * 100_000, "not JSON: nested too deeply", id="K22-deep"),
        pytest.param("{" + " " * (17 << 20) + "}", "larger than 16,777,216", id="K22-large"),
        pytest.param(
            '{"default": {"a": {"version": "==1"},\n"a": {"version": "==2"}}}',
            "line 2: a is there twice",
            id="K22-duplicate-keys",
        ),
        pytest.param(lock(default={"a b": {}}), "not a valid name: 'a b'", id="name"),
        pytest.param(
            lock(default={"a": {"version": "1"}}), "not a version specifier", id="version"
        ),
        pytest.param(lock(default={"a": {"markers": "x"}}), "not a marker", id="marker"),
    ],
)
def test_what_is_odd_about_a_lockfile_is_one_problem(text, problem):
    (reason,) = Found("pipfile-lock", {"Pipfile.lock": text}).problems

    assert problem in reason


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(lock(), id="no-category"),
        pytest.param(lock(default={"a": {"hashes": [1], "extras": {}, "markers": 3}}), id="entry"),
    ],
)
def test_values_of_other_types_are_as_good_as_none(text):
    found = Found("pipfile-lock", {"Pipfile.lock": text})

    assert [] == found.problems
    assert all(each.version is None for each in found.components)
