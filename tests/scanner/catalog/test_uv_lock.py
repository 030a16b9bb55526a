"""``uv.lock``: workspaces, forks, conflicts and origins."""

from __future__ import annotations

import pytest

from scanner.model.component import PROJECT
from tests.support.locks import Finding, files_of, read

LOCK = "app/uv.lock"
HEAD = 'version = 1\nrequires-python = ">=3.9"\n'
REGISTRY = 'source = { registry = "https://pypi.org/simple" }'


def package(name: str, version: str = "1.0", more: str = "", source: str = REGISTRY) -> str:
    return f'[[package]]\nname = "{name}"\nversion = "{version}"\n{source}\n{more}\n'


def root(more: str = "") -> str:
    return package("app", more=more, source='source = { virtual = "." }')


def test_k15_the_root_and_the_members_of_a_workspace_are_projects():
    files = files_of("workspace")

    found, projects = Finding("uv-lock", files), Finding("pyproject", files)

    assert not any(each.kind == PROJECT for each in found.components)
    assert {"garden", "garden-api", "garden-core"} == {
        each.name for each in projects.components if each.kind == PROJECT
    }
    places = {each.place: each.name for each in projects.components + found.components}
    edges = {(places[each.dependent], places[each.dependency or ""]) for each in found.dependencies}
    assert {
        ("garden", "garden-api"),
        ("garden-api", "garden-core"),
        ("garden-core", "click"),
    } < edges


def test_k15_a_workspace_without_a_project_at_its_root_has_groups():
    files = files_of("virtual")

    found = Finding("uv-lock", files)

    (edge,) = (each for each in found.dependencies if each.name == "iniconfig")
    assert ("srv/virtual/pyproject.toml:1:virtual", "dev") == (edge.dependent, edge.group)


def test_k15_projects_without_their_manifests_are_known_from_the_lockfile():
    files = {path: text for path, text in files_of("workspace").items() if path.endswith(".lock")}

    found = Finding("uv-lock", files)

    projects = [each for each in found.components if each.kind == PROJECT]
    assert [("garden", "2.0.0"), ("garden-api", "0.2"), ("garden-core", None)] == [
        (each.name, each.version) for each in projects
    ]
    assert ("garden 2.0.0", "garden-api 0.2") in found.edges()
    assert not any(each.is_release for each in projects)


def test_k15_a_dependency_means_the_version_and_the_source_that_it_tells():
    git = 'source = { git = "https://h.test/n.git?rev=v2#abc" }'
    needs = f"""dependencies = [
    {{ name = "n", version = "1.0", {REGISTRY}, marker = "python_full_version < '3.12'" }},
    {{ name = "n", version = "2.0", {git}, marker = "python_full_version >= '3.12'" }},
]"""
    forks = package("n", more="resolution-markers = [\"python_full_version < '3.12'\"]")
    forks += package("n", "2.0") + package("n", "2.0", source=git)

    found = read("uv-lock", {LOCK: HEAD + root(needs) + forks})

    places = {each.place: each for each in found.components}
    assert [
        ("1.0", None, "python_full_version < '3.12'"),
        ("2.0", "git+https://h.test/n.git@abc", "python_full_version >= '3.12'"),
    ] == [
        (places[each.dependency or ""].version, places[each.dependency or ""].origin, each.marker)
        for each in found.dependencies
    ]
    first = next(each for each in found.components if each.name == "n")
    assert first.declaration is not None
    assert "python_full_version < '3.12'" == first.declaration.marker


def test_k15_extras_lead_to_what_is_needed_for_them_alone():
    text = HEAD + root(
        'dependencies = [{ name = "a", extra = ["fast"] }]\n'
        '[package.optional-dependencies]\nmore = [{ name = "c" }]\n'
        '[package.dev-dependencies]\ndev = [{ name = "d" }]\n'
    )
    text += package(
        "a",
        more='[package.optional-dependencies]\nfast = [{ name = "b" }]\nslow = [{ name = "d" }]\n',
    )
    text += package("b") + package("c") + package("d")

    found = read("uv-lock", {LOCK: text})

    needed = {
        each.name: (each.declaration.groups, each.declaration.for_extras)
        for each in found.components
        if each.declaration
    }
    assert {
        "a": ((), ()),
        "b": ((), ()),
        "c": ((), ("more",)),
        "d": (("dev",), ()),
    } == needed


def test_k15_extras_that_conflict_each_lead_to_their_own_version():
    found = Finding("uv-lock", files_of("conflicts"))

    needed = {
        f"{each.name} {each.version}": (each.declaration.groups, each.declaration.for_extras)
        for each in found.components
        if each.declaration and each.declaration.is_direct
    }
    assert {
        "anyio 4.16.0": ((), ()),
        "click 8.0.4": (("first",), ()),
        "click 8.1.7": (("second",), ()),
        "idna 3.6": ((), ("old",)),
        "idna 3.7": ((), ()),  # Needed wherever the other extra is not asked for.
    } == needed


def test_k15_overrides_and_constraints_are_no_distributions():
    manifest = '[manifest]\noverrides = [{ name = "o", specifier = "==1" }]\n'
    manifest += 'constraints = [{ name = "c", specifier = "<2" }]\n'

    found = read("uv-lock", {LOCK: HEAD + manifest + package("a")})

    assert ["a"] == [each.name for each in found.components]


@pytest.mark.parametrize(
    ("source", "origin", "indexes"),
    [
        pytest.param('editable = "src/a"', "file:src/a", (), id="K15-editable"),
        pytest.param('directory = "../a"', "file:../a", (), id="K15-directory"),
        pytest.param('path = "a-1.0.tar.gz"', "file:a-1.0.tar.gz", (), id="K15-path"),
        pytest.param('url = "https://h.test/a.whl"', "https://h.test/a.whl", (), id="K15-url"),
        pytest.param(
            'git = "https://u:p@h.test/a?subdirectory=b&tag=v1#abc"',
            "git+https://h.test/a@abc#subdirectory=b",
            (),
            id="K15-git",
        ),
        pytest.param('registry = "../wheels"', None, ("../wheels",), id="K15-directory-of-wheels"),
        pytest.param('registry = "https://pypi.org/simple"', None, (), id="K15-registry"),
    ],
)
def test_where_it_comes_from_is_told(source, origin, indexes):
    found = read("uv-lock", {LOCK: HEAD + package("a", source=f"source = {{ {source} }}")})

    assert found["a"].declaration is not None
    assert (origin, indexes) == (found["a"].origin, found["a"].declaration.indexes)


def test_k15_another_version_of_the_form_is_read_and_noted():
    found = read("uv-lock", {LOCK: 'version = 3\n[[package]]\nname = "a"\nversion = "1"\n'})

    assert ["an unknown version of the form: 3"] == found.problems
    assert "1" == found["a"].version


@pytest.mark.parametrize("name", ["package", "distribution"])
def test_k15_versions_1_and_2_and_what_was_before_them_are_read(name):
    text = f'version = {2 if name == "package" else 1}\n[[{name}]]\nname = "a"\nversion = "1"\n'

    found = read("uv-lock", {LOCK: text})

    assert [] == found.problems
    assert "1" == found["a"].version


def test_the_lockfile_of_a_script_has_what_the_script_asks_for():
    text = 'version = 1\n[manifest]\nrequirements = [{ name = "a", specifier = ">=1" }]\n'
    text += package("a", more='dependencies = [{ name = "b" }]') + package("b")

    found = read("uv-lock", {"bin/tool.py.lock": text, "bin/pyproject.toml": "[project]\nname='x'"})

    assert {"a": True, "b": False} == {
        each.name: each.declaration.is_direct for each in found.components if each.declaration
    }
    assert {("a 1.0", "b 1.0")} == found.edges()


def test_a_repository_by_ssh_is_no_path():
    source = 'source = { git = "git@h.test:a/b.git#abc" }'

    found = read("uv-lock", {LOCK: HEAD + package("a", source=source)})

    assert "git+git@h.test:a/b.git@abc" == found["a"].origin
    assert "vcs_url=" in found["a"].purl
    assert not found["a"].is_release
