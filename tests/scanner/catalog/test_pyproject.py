"""``pyproject.toml``: what projects ask for, in the tables of the standards and of tools."""

from __future__ import annotations

import json
import tomllib

import pytest

from scanner.model.component import PROJECT, State
from scanner.model.names import normalized
from tests.support.locks import PROJECTS, Finding, files_of, read

PATH = "app/pyproject.toml"
HATCH = sorted(path.parent for path in (PROJECTS.parent / "hatch").glob("*/pyproject.toml"))


def declared(text: str) -> dict[str, tuple[str | None, tuple[str, ...], tuple[str, ...]]]:
    """Return the specifier, the groups and the extras of each requirement."""
    return {
        each.name: (
            each.declaration.specifier,
            each.declaration.groups,
            each.declaration.for_extras,
        )
        for each in read("pyproject", {PATH: text}).components
        if each.declaration
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            'dependencies = ["a>=1"]\noptional-dependencies.X_y = ["b"]',
            {"a": (">=1", (), ()), "b": (None, (), ("x-y",))},
            id="K14-project",
        ),
        pytest.param(
            '[dependency-groups]\nTest = ["a"]\ndev = [{ include-group = "test" }, "b"]',
            {"a": (None, ("test", "dev"), ()), "b": (None, ("dev",), ())},
            id="K14-groups",
        ),
        pytest.param(
            '[tool.pdm.dev-dependencies]\nlint = ["a==1", "-e file:///x#egg=b"]',
            {"a": ("==1", ("lint",), ()), "b": (None, ("lint",), ())},
            id="K14-pdm",
        ),
        pytest.param(
            '[tool.uv]\ndev-dependencies = ["a"]', {"a": (None, ("dev",), ())}, id="K14-uv"
        ),
        pytest.param(
            '[tool.hatch.envs.test]\ndependencies = ["a"]\nextra-dependencies = ["b"]',
            {"a": (None, ("test",), ()), "b": (None, ("test",), ())},
            id="K14-hatch",
        ),
        pytest.param(
            '[build-system]\nrequires = ["a"]', {"a": (None, ("build",), ())}, id="K14-build"
        ),
        pytest.param(
            '[tool.poetry.dependencies]\nz = "*"',
            {},
            id="K14-the-table-of-poetry-counts-only-without-the-other",
        ),
    ],
)
def test_what_is_asked_for_is_told_with_its_groups_and_extras(text, expected):
    project = '[project]\nname = "app"\n'
    if "poetry" in text:
        project += "dependencies = []\n"

    assert expected == declared(project + text)


def test_k14_poetry_tells_what_the_project_table_leaves_to_it():
    text = """[project]
name = "app"
dynamic = ["dependencies"]

[tool.poetry.dependencies]
python = ">=3.9"
a = "^1.2"
b = [{ version = "~1.2", python = "<3.10" }, { version = ">=2,<3", platform = "win32" }]
c = { version = "1.*", optional = true, extras = ["z"] }

[tool.poetry.extras]
more = ["c"]

[tool.poetry.dev-dependencies]
d = "1.0 || ^2"

[tool.poetry.group.docs.dependencies]
e = { git = "https://u:p@h.test/e.git", tag = "v1", subdirectory = "s" }
"""
    found = read("pyproject", {PATH: text})

    told = [
        (each.name, d.specifier, d.marker, d.groups, d.for_extras, each.version)
        for each in found.components
        if (d := each.declaration)
    ]
    assert [
        ("a", ">=1.2,<2.0", None, (), (), None),
        ("b", ">=1.2,<1.3", 'python_version < "3.10"', (), (), None),
        ("b", ">=2,<3", 'sys_platform == "win32"', (), (), None),
        ("c", "==1.*", None, (), ("more",), None),
        ("d", "==1.0 || >=2,<3.0", None, ("dev",), (), None),
        ("e", None, None, ("docs",), (), None),
    ] == told
    assert [] == found.problems
    assert "git+https://h.test/e.git@v1#subdirectory=s" == found["e"].origin
    assert "vcs_url=git%2B" in found["e"].purl


def test_k14_what_is_optional_for_no_extra_is_never_installed():
    text = """[tool.poetry]
name = "app"

[tool.poetry.dependencies]
a = { version = "1.0", optional = true }
b = [{ version = "*", optional = true }]
c = { version = "1.0", optional = true }

[tool.poetry.extras]
more = ["c"]
"""
    lock = '[[package]]\nname = "a"\nversion = "1.0"\noptional = true\ngroups = ["main"]\n'

    found = read("pyproject", {PATH: text})
    locked = read("poetry-lock", {PATH: text, PATH.replace("pyproject.toml", "poetry.lock"): lock})

    assert ["app", "c"] == [each.name for each in found.components]
    assert [
        "line 5: optional, and in no extra: a",
        "line 6: optional, and in no extra: b",
    ] == found.problems
    assert [False] == [
        each.declaration and each.declaration.is_direct for each in locked.components
    ]


def test_k14_plugins_of_tools_are_for_the_build():
    text = """[project]
name = "app"
dependencies = []

[tool.poetry.requires-plugins]
a = ">=1.0"

[tool.pdm]
plugins = ["b==2"]

[tool.hatch.env]
requires = ["c"]
"""
    build, told = ("build",), {"a": ">=1.0", "b": "==2", "c": None}

    assert {name: (told, build, ()) for name, told in told.items()} == declared(text)


@pytest.mark.parametrize("project", HATCH, ids=lambda path: path.name)
def test_k14_environments_of_hatch_need_what_hatch_says(project):
    files = {f"app/{path.name}": path.read_text() for path in project.glob("*.toml")}
    exports = json.loads((project / "exports.json").read_text())["exports"]
    declarations = [
        each.declaration
        for cataloger in ("pyproject", "hatch")
        for each in read(cataloger, files).components
        if each.declaration
    ]

    for part, exported in exports.items():
        kind, _, name = part.partition(" ")
        included = exports.get(f"includes {name}", ()) if kind == "group" else ()
        features = exports.get(f"features {name}", ()) if kind == "group" else ()
        needed = {
            "main": {d.requirement for d in declarations if not d.groups + d.for_extras},
            "extra": {d.requirement for d in declarations if name in d.for_extras},
            "group": {d.requirement for d in declarations if name in d.groups},
            "includes": set(exported),
            "features": set(exported),
        }[kind]
        taken = {
            d.requirement
            for d in declarations
            if not set(included).isdisjoint(d.groups)
            or not set(map(normalized, features)).isdisjoint(d.for_extras)
        }

        assert set(exported) | taken == needed, part


def test_k14_templates_of_hatch_that_lead_nowhere_end():
    text = """[tool.hatch.envs.a]
template = "b"
extra-dependencies = ["x"]
[tool.hatch.envs.b]
template = "a"
[tool.hatch.envs.c]
template = "nowhere"
dependencies = "y"
[tool.hatch.envs.d.overrides]
env.CI.set-dependencies = [{ value = "z" }, { if = [] }, 1]
"""
    assert {"x": (None, ("a", "b"), ()), "z": (None, ("d",), ())} == declared(text)


HATCH_TOML = """[env]
requires = ["plugin"]

[envs.default]
features = ["x"]
dependencies = ["a", "app[z]", 3]

[envs.apart]
detached = true
features = ["x"]
dependencies = ["b", "c==1==2", " "]

[envs.bare]
skip-install = true

[envs.more]
extra-dependencies = ["d"]
"""


def test_k14_a_file_of_hatch_outweighs_the_table():
    project = """[project]
name = "app"
[project.optional-dependencies]
x = ["e"]
z = ["f"]
[tool.hatch.env]
requires = ["never"]
[tool.hatch.envs.default]
dependencies = ["never"]
"""
    files = {PATH: project, "app/hatch.toml": HATCH_TOML}

    found, own = read("pyproject", files), read("hatch", files)

    assert {"e": ("default", "more"), "f": ()} == groups_in(found)
    assert {
        "a": ("bare", "default", "more"),
        "b": ("apart",),
        "c": ("apart",),
        "d": ("more",),
        "plugin": ("build",),
    } == groups_in(own)
    root = found["app"].place
    assert {root} == {each.dependent for each in own.dependencies}
    assert [("bare", ("z",)), ("default", ("z",)), ("more", ("z",))] == [
        (each.group, each.extras) for each in own.dependencies if each.dependency == root
    ]
    assert [
        "line 6: in dependencies is a number, which is not read",
        "line 11: not a version specifier: ==1==2",
        "line 11: not a requirement:  ",
    ] == own.problems


def groups_in(found: Finding) -> dict[str, tuple[str, ...]]:
    """Return the groups of each requirement."""
    return {each.name: each.declaration.groups for each in found.components if each.declaration}


def test_k14_a_file_of_hatch_without_a_project_is_read():
    found = read("hatch", {"app/hatch.toml": HATCH_TOML})

    assert {"a", "app", "b", "c", "d", "plugin"} == {each.name for each in found.components}
    assert [] == found.dependencies


def test_k14_poetry_tells_where_what_the_project_asks_for_comes_from():
    text = '[project]\nname = "app"\ndependencies = ["a>=1"]\n'
    text += '[tool.poetry.dependencies]\na = { git = "https://h.test/a.git" }\nb = "*"\n'

    found = read("pyproject", {PATH: text})

    assert "git+https://h.test/a.git" == found["a"].origin
    assert ["app", "a"] == [each.name for each in found.components]


def test_k14_sources_of_uv_tell_where_it_comes_from():
    text = """[project]
name = "app"
dependencies = ["a", "b", "c", "m", "i"]
[project.optional-dependencies]
x = ["d"]
[tool.uv.sources]
a = { git = "https://h.test/a", rev = "abc" }
b = { url = "https://h.test/b-1.0.tar.gz" }
c = { path = "../c", editable = true }
d = [{ url = "https://h.test/x.whl", extra = "x" }, { url = "https://h.test/y.whl", extra = "y" }]
m = { git = "https://h.test/m", marker = "os_name == 'nt'" }
i = { index = "corp" }
"""
    found = read("pyproject", {PATH: text})

    assert {
        "app": None,
        "a": "git+https://h.test/a@abc",
        "b": "https://h.test/b-1.0.tar.gz",
        "c": "file:../c",
        "d": "https://h.test/x.whl",
        "m": None,
        "i": None,
    } == {each.name: each.origin for each in found.components}


def test_k14_dynamic_dependencies_are_noted():
    found = read("pyproject", {PATH: '[project]\nname = "app"\ndynamic = ["dependencies"]\n'})

    assert ["dependencies are dynamic: only a build tells them"] == found.problems


def test_k14_groups_that_include_each_other_are_read_once_and_noted():
    text = '[dependency-groups]\na = ["x", { include-group = "b" }]\n'
    text += 'b = ["y", { include-group = "a" }]\nc = [{ include-group = "nowhere" }]\n'

    found = read("pyproject", {PATH: text})

    assert {"x": {"a", "b"}, "y": {"a", "b"}} == {
        each.name: set(each.declaration.groups) for each in found.components if each.declaration
    }
    assert [
        "line 4: a group that is not there is included: nowhere",
        "groups include themselves: a, b",
    ] == found.problems


def test_constraints_of_uv_narrow_and_overrides_replace_what_is_asked_for():
    text = '[project]\nname = "app"\ndependencies = ["a>=1", "b>=1", "c>=1"]\n'
    text += '[tool.uv]\nconstraint-dependencies = ["a<2"]\noverride-dependencies = ["b==0.5"]\n'

    found = declared(text)

    assert [">=1,<2", "==0.5", ">=1"] == [specifier for specifier, _, _ in found.values()]


def test_what_is_pinned_has_that_version():
    found = read("pyproject", {PATH: '[project]\nname="app"\ndependencies = ["a==1.0", "b>=1"]'})

    assert ("1.0", None) == (found["a"].version, found["b"].version)


def test_a_project_is_the_root_of_what_it_asks_for():
    found = read("pyproject", {PATH: '[project]\nname="App"\nversion="2"\ndependencies=["a", "b"]'})

    app = found["App"]
    assert (PROJECT, State.DECLARED, "pkg:pypi/app@2", "app") == (
        app.kind,
        app.state,
        app.purl,
        app.environment,
    )
    assert not app.is_release
    assert {(app.place, found["a"].place), (app.place, found["b"].place)} == {
        (each.dependent, each.dependency) for each in found.dependencies
    }


@pytest.mark.parametrize(
    ("path", "name"), [("app/pyproject.toml", "app"), ("pyproject.toml", "project")]
)
def test_a_project_without_a_name_is_called_as_its_directory(path, name):
    found = read("pyproject", {path: '[dependency-groups]\ndev = ["a"]'})

    assert ("filename", [name, "a"]) == (
        found[name].evidence.technique,
        [each.name for each in found.components],
    )


@pytest.mark.parametrize("text", ["", '[tool.ruff]\nline-length = 100\nselect = ["ALL"]'])
def test_a_file_with_settings_of_tools_alone_is_no_project(text):
    assert [] == read("pyproject", {PATH: text}).found


def test_projects_of_one_tree_need_each_other_and_not_what_an_index_has():
    found = Finding("pyproject", files_of("workspace"))

    names = {each.place: each.name for each in found.components}
    edges = {(names[each.dependent], names[each.dependency or ""]) for each in found.dependencies}
    assert {("garden", "garden-api"), ("garden-api", "garden-core")} < edges
    assert not {"garden-api", "garden-core"} & {
        each.name for each in found.components if each.declaration
    }


def test_an_extra_that_asks_for_others_of_the_project_leads_to_it():
    found = Finding("pyproject", files_of("service"))

    (edge,) = (each for each in found.dependencies if each.dependency == each.dependent)
    assert ("all", ("cli", "speed")) == (edge.extra, edge.extras)


@pytest.mark.parametrize(
    "project", sorted(path.name for path in PROJECTS.glob("*") if path.is_dir())
)
def test_each_requirement_is_on_the_lines_that_it_says(project):
    found = Finding("pyproject", files_of(project))

    for component in found.components:
        if declaration := component.declaration:
            constraint = declaration.requirement.partition("(")[2].partition(")")[0]
            entry = found.entry(component).lower()
            # In an array of Poetry's, the name stands above.
            assert component.name.lower() in entry or f'"{constraint}"' in entry


def test_a_requirement_over_several_lines_ends_where_it_does():
    text = '[tool.poetry]\nname = "app"\n[tool.poetry.dependencies.a]\nversion = "*"\nextras = [\n'
    text += '    "x",\n]\n\n# a comment\n[tool.poetry.group.dev.dependencies]\nb = "*"\n'

    found = read("pyproject", {PATH: text})

    assert tomllib.loads(found.entry(found["a"]))
    assert found["a"].declaration is not None
    assert (3, 7) == (found["a"].evidence.line, found["a"].declaration.last_line)


@pytest.mark.parametrize(
    ("requirement", "problem"),
    [
        ("two words", "line 3: not a requirement: two words"),
        ("===", "line 3: not a requirement: ==="),
        ("./lib", "line 3: a requirement without a name: ./lib"),
        ("a>=2.*", "line 3: not a version specifier: >=2.*"),
    ],
)
def test_what_cannot_be_read_costs_only_itself(requirement, problem):
    text = f'[project]\nname = "app"\ndependencies = ["{requirement}", "b"]\n'

    found = read("pyproject", {PATH: text})

    assert [problem] == found.problems
    assert "b" in {each.name for each in found.components}
