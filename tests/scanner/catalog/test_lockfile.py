"""Lockfiles that real tools wrote: what we find is what these tools would install."""

from __future__ import annotations

import tomllib
from itertools import product

import pytest

from scanner.catalog.manifest import MAX_BYTES
from scanner.model.component import PROJECT
from scanner.model.names import normalized
from tests.support.locks import LOCKFILES, PROJECTS, ROOT, Finding, exports_of, files_of

CATALOGERS = {"uv": "uv-lock", "poetry": "poetry-lock", "pdm": "pdm-lock", "old": "poetry-lock"}
EXPORTS = [
    (project.name, tool)
    for project in sorted(PROJECTS.iterdir())
    if project.is_dir()
    for tool in exports_of(project.name)
]
FORM = ("an unknown version of the form: ", "not as PEP 751 has it: ")
"""What is odd about a document, and no reason not to read it."""
LOCKED = [
    (project.name, cataloger)
    for project, (cataloger, pattern) in product(sorted(PROJECTS.iterdir()), LOCKFILES.items())
    if list(project.glob(pattern))
]


def _exported(project: str, tool: str) -> dict[str, dict[str, set[str]]]:
    """Return what a tool exports, by the directory of the lockfile and by what it is for."""
    found: dict[str, dict[str, set[str]]] = {}
    for part, pins in exports_of(project)[tool].items():
        words = part.split()
        directory = f"{project}/{words.pop(0)}" if tool == "old" else project
        if words[-1] == "edges":
            continue
        purpose = "main" if words[-1] == "main" else " ".join(words[-2:])
        found.setdefault(directory, {}).setdefault(purpose, set()).update(pins)
    return found


@pytest.mark.parametrize(("project", "tool"), EXPORTS)
def test_what_is_needed_for_what_is_as_the_tool_exports_it(project, tool):
    for directory, exports in _exported(project, tool).items():
        pins = Finding(CATALOGERS[tool], files_of(directory)).pins()
        mains = {
            pin
            for pin, each in pins.items()
            if each.declaration and not each.declaration.groups + each.declaration.for_extras
        }

        assert exports["main"] == mains
        for purpose, exported in exports.items():
            kind, _, name = purpose.partition(" ")
            needed = {
                pin
                for pin, each in pins.items()
                if each.declaration
                and name
                in {"group": each.declaration.groups}.get(kind, each.declaration.for_extras)
            }
            if kind != "main":
                assert exported - exports["main"] == needed, purpose


@pytest.mark.parametrize("project", [project for project, tool in EXPORTS if tool == "uv"])
def test_what_needs_what_is_as_uv_tells_it(project):
    found = Finding("uv-lock", files_of(project))
    projects = Finding("pyproject", files_of(project))
    names = {each.place: normalized(each.name) for each in found.components + projects.components}
    pins = {each.place: pin for pin, each in found.pins().items()}
    told = {
        edge
        for part, edges in exports_of(project)["uv"].items()
        if part.endswith(" edges")
        for edge in edges
    }
    edges = {
        f"{names[each.dependent]} -> {pins[each.dependency]}"
        for each in found.dependencies
        if each.dependency in pins and each.group is None
    }

    assert told == edges


@pytest.mark.parametrize(("project", "cataloger"), LOCKED)
def test_each_entry_is_on_the_lines_that_it_says(project, cataloger):
    found = Finding(cataloger, files_of(project))

    locked = [each for each in found.components if each.kind != PROJECT]

    assert locked
    for component in locked:
        entry = tomllib.loads(found.entry(component))
        ((stated,),) = entry.values()
        assert (component.name, component.version) == (stated["name"], stated.get("version"))


@pytest.mark.parametrize(("project", "cataloger"), LOCKED)
def test_the_project_is_the_root(project, cataloger):
    found = Finding(cataloger, files_of(project))
    root = Finding("pyproject", files_of(project))
    projects = (each for each in root.components if each.kind == PROJECT)
    # One is only at a path, and no member of a workspace.
    own = {each.place for each in projects if each.name != "lib"}
    locked = {each.place for each in found.components}
    needed = {each.dependency for each in found.dependencies if each.dependent in own}
    direct = {
        each.place for each in found.components if each.declaration and each.declaration.is_direct
    }

    assert direct
    assert direct == needed & locked


@pytest.mark.parametrize(("project", "cataloger"), LOCKED)
def test_nothing_is_odd_about_what_tools_write(project, cataloger):
    found = Finding(cataloger, files_of(project))

    assert [] == found.problems
    assert all(each.dependency for each in found.dependencies)
    assert all(each.evidence.path.startswith(ROOT) for each in found.components)


@pytest.mark.parametrize("cataloger", ["pyproject", *LOCKFILES])
@pytest.mark.parametrize(
    ("content", "problem"),
    [
        pytest.param(b"", None, id="K22-empty"),
        pytest.param(b"\n# nothing\n", None, id="K22-a-comment"),
        pytest.param(b"[[package]", "not TOML: ", id="K22-malformed"),
        pytest.param(b"a = 1\na = 2\n", "not TOML: ", id="K22-duplicate-keys"),
        pytest.param(b"a = " + b"[" * 9999, "not TOML: nested too deeply", id="K22-deep"),
        pytest.param(b"{}", "not TOML: ", id="K22-another-format"),
        pytest.param(b"#" * (MAX_BYTES + 1), "larger than 16,777,216 bytes", id="K22-huge"),
    ],
)
def test_what_cannot_be_read_is_one_problem(cataloger, content, problem):
    name = LOCKFILES.get(cataloger, "pyproject.toml").replace("*", "")

    found = Finding(cataloger, {f"app/{name}": content})

    said = [each for each in found.problems if not each.startswith(FORM)]
    assert [] == found.components
    assert bool(problem) == len(said)
    assert all(each.startswith(problem) for each in said)


@pytest.mark.parametrize("cataloger", LOCKFILES)
def test_a_manifest_that_cannot_be_read_costs_only_itself(cataloger):
    name = LOCKFILES[cataloger].replace("*", "")
    lock = b'version = 1\n[[package]]\nname = "a"\nversion = "1"\n'
    lock = lock.replace(b"package", b"packages") if cataloger == "pylock" else lock

    found = Finding(cataloger, {f"app/{name}": lock, "app/pyproject.toml": b"["})

    assert ["a"] == [each.name for each in found.components]
    assert not any("TOML" in each for each in found.problems)
