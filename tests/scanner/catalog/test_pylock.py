"""``pylock.toml`` and ``pylock.*.toml`` (PEP 751)."""

from __future__ import annotations

import tomllib

import pytest
from packaging.pylock import Pylock

from scanner.model.component import PROJECT
from tests.support.locks import PROJECTS, ROOT, Finding, files_of, read

LOCK = "app/pylock.toml"
HEAD = 'lock-version = "1.0"\ncreated-by = "test"\n'
WHEEL = (
    'wheels = [{ url = "https://h.test/%s-1.0-py3-none-any.whl", hashes = { sha256 = "0a" } }]\n'
)


def package(name: str, more: str = "", version: str | None = "1.0") -> str:
    text = f'[[packages]]\nname = "{name}"\n'
    text += f'version = "{version}"\n{WHEEL % name}' if version else ""
    return f"{text}{more}\n"


@pytest.mark.parametrize(
    "path", sorted(PROJECTS.glob("*/pylock*.toml")), ids=lambda p: p.parent.name
)
def test_what_is_found_is_what_packaging_reads(path):
    name = f"{ROOT}/{path.relative_to(PROJECTS)}"
    lock = Pylock.from_dict(tomllib.loads(path.read_text()))

    found = Finding("pylock", {name: path.read_bytes()})

    assert [(each.name, str(each.version) if each.version else None) for each in lock.packages] == [
        (each.name, each.version) for each in found.components
    ]


@pytest.mark.parametrize(
    ("name", "is_read"),
    [("pylock.toml", True), ("pylock.dev.toml", True), ("pylock.lock", False)],
)
def test_k18_a_lockfile_may_have_a_name(name, is_read):
    found = read("pylock", {f"app/{name}": HEAD + package("a")})

    assert is_read is bool(found.components)


def test_k18_groups_and_extras_are_in_markers():
    text = HEAD + 'extras = ["x"]\ndependency-groups = ["dev"]\ndefault-groups = ["main"]\n'
    text += package("a", "marker = \"'main' in dependency_groups or 'dev' in dependency_groups\"")
    text += package("d", "marker = \"'dev' in dependency_groups\"")
    text += package("x", "marker = \"os_name == 'nt' and 'x' in extras\"") + package("y")

    found = read("pylock", {LOCK: text})

    assert [] == found.problems
    assert {
        "a": ((), ()),
        "d": (("dev",), ()),
        "x": ((), ("x",)),
        "y": ((), ()),
    } == {
        each.name: (each.declaration.groups, each.declaration.for_extras)
        for each in found.components
        if each.declaration
    }


def test_k18_what_has_no_version_is_from_elsewhere():
    text = HEAD + package("app", 'directory = { path = "." }', version=None)
    text += package("lib", 'directory = { path = "lib", editable = true }', version=None)
    text += package(
        "tool",
        'vcs = { type = "git", url = "https://u:p@h.test/t.git", commit-id = "abc" }',
        version=None,
    )
    text += package(
        "file",
        'archive = { url = "https://h.test/f.tar.gz", hashes = { sha256 = "0b" } }',
        version=None,
    )

    found = read("pylock", {LOCK: text})

    assert [] == found.problems
    assert PROJECT == found["app"].kind
    assert ["file:lib", "git+https://h.test/t.git@abc", "https://h.test/f.tar.gz"] == [
        each.origin for each in found.components[1:]
    ]
    assert ("sha256:0b",) == found["file"].hashes


def test_k18_a_dependency_is_told_by_as_little_as_is_unambiguous():
    text = HEAD + package("a", 'dependencies = [{ name = "b" }, { name = "n", version = "2.0" }]')
    text += package("b", 'marker = "os_name == \'nt\'"\ndependencies = [{ name = "n" }]')
    text += package("n", "marker = \"os_name == 'nt'\"")
    text += package("n", "marker = \"os_name != 'nt'\"", version="2.0").replace("n-1.0", "n-2.0")

    found = read("pylock", {LOCK: text})

    assert [] == found.problems
    assert {("a 1.0", "b 1.0"), ("a 1.0", "n 2.0"), ("b 1.0", "n 1.0")} == found.edges()


def test_k18_a_dependency_that_may_be_several_is_noted():
    text = HEAD + package("a", 'dependencies = [{ name = "n" }]')
    text += package("n") + package("n", version="2.0").replace("n-1.0", "n-2.0")

    found = read("pylock", {LOCK: text})

    assert set() == found.edges()
    assert ["line 7: a dependency that may be several"] == found.problems


def test_k18_an_array_in_one_line_is_read_and_each_entry_has_a_place():
    sdist = 'sdist = { path = "x-1.0.tar.gz", hashes = { md5 = "0" } }'
    entries = (f'{{ name = "{name}", version = "1.0", {sdist} }}' for name in ("a", "b"))
    text = f"{HEAD}packages = [{', '.join(entries)}]\n"

    found = read("pylock", {LOCK: text})

    assert [("a", 3), ("b", 3)] == [(each.name, each.evidence.line) for each in found.components]
    assert 2 == len({each.place for each in found.components})


def test_k18_who_attested_and_who_created_is_no_hindrance():
    more = 'attestation-identities = [{ kind = "GitHub", repository = "a/b" }]\n'

    found = read("pylock", {LOCK: HEAD + package("a", more)})

    assert [] == found.problems


def test_k18_what_does_not_follow_the_specification_is_noted_and_the_rest_is_read():
    found = read("pylock", {LOCK: HEAD + package("A_b") + "[[packages]]\nname = 1\n"})

    assert [
        "not as PEP 751 has it: Name 'A_b' is not normalized in 'packages[0].name'",
        "line 8: an entry without a name",
    ] == found.problems
    assert ["A_b"] == [each.name for each in found.components]


def test_the_project_beside_it_is_what_needs_what_it_asks_for():
    found = Finding("pylock", files_of("sources"))

    assert {"tool", "six", "lib", "iniconfig"} == {
        each.name for each in found.components if each.declaration and each.declaration.is_direct
    }
