"""``poetry.lock``, in the forms of all its versions."""

from __future__ import annotations

import pytest

from tests.support.locks import read

LOCK = "app/poetry.lock"
PYPROJECT = "app/pyproject.toml"
MANIFEST = """[tool.poetry]
name = "app"
version = "1.0"

[tool.poetry.dependencies]
python = "^3.9"
a = "^1.0"
x = {version = "*", optional = true}

[tool.poetry.extras]
more = ["x"]

[tool.poetry.group.dev.dependencies]
d = "*"
"""


def package(name: str, version: str = "1.0", more: str = "") -> str:
    return f'[[package]]\nname = "{name}"\nversion = "{version}"\noptional = false\n{more}\n'


@pytest.mark.parametrize(
    "more",
    [
        pytest.param({"d": 'category = "dev"'}, id="K13-category"),
        pytest.param({}, id="K13-neither"),
        pytest.param({"a": 'groups = ["main"]', "d": 'groups = ["dev"]'}, id="K13-groups"),
    ],
)
def test_groups_are_those_of_the_project_in_all_forms(more):
    text = "".join(package(name, more=more.get(name, "")) for name in ("a", "b", "d", "x"))
    text += '[extras]\nmore = ["x"]\n[metadata]\nlock-version = "2.0"\n'

    found = read("poetry-lock", {LOCK: text, PYPROJECT: MANIFEST})

    declared = {each.name: each.declaration for each in found.components if each.declaration}
    assert {"a": (), "b": (), "d": ("dev",), "x": ()} == {n: d.groups for n, d in declared.items()}
    assert ("more",) == declared["x"].for_extras
    assert {"a": True, "b": False, "d": True, "x": True} == {
        name: each.is_direct for name, each in declared.items()
    }


def test_k13_category_alone_tells_the_group_without_the_project():
    found = read("poetry-lock", {LOCK: package("d", more='category = "dev"')})

    assert found["d"].declaration is not None
    assert (("dev",), None) == (found["d"].declaration.groups, found["d"].declaration.is_direct)


def test_k13_hashes_are_where_each_form_has_them():
    new = package("a", more='files = [{file = "a-1.0.tar.gz", hash = "sha256:01"}]')
    old = package("b") + package("b", "2.0") + package("c")
    old += '[metadata.files]\nb = [{file = "b-1.0.tar.gz", hash = "sha256:02"},\n'
    old += '{file = "b-2.0.tar.gz", hash = "sha256:03"}]\n[metadata.hashes]\nc = ["04"]\n'

    found = read("poetry-lock", {LOCK: new + old})

    assert [("sha256:01",), ("sha256:02",), ("sha256:03",), ("sha256:04",)] == [
        each.hashes for each in found.components
    ]


@pytest.mark.parametrize(
    ("source", "origin", "purl", "is_release"),
    [
        pytest.param(
            'type = "git"\nurl = "https://user:secret@h.test/a.git"\nreference = "v1"\n'
            'resolved_reference = "abc"\nsubdirectory = "sub"',
            "git+https://h.test/a.git@abc#subdirectory=sub",
            "pkg:pypi/a@1.0?vcs_url=git%2Bhttps://h.test/a.git%40abc%23subdirectory%3Dsub",
            False,
            id="K13-git",
        ),
        pytest.param(
            'type = "url"\nurl = "https://h.test/a-1.0.tar.gz"',
            "https://h.test/a-1.0.tar.gz",
            "pkg:pypi/a@1.0?checksum=sha256:01&download_url=https://h.test/a-1.0.tar.gz",
            True,
            id="K13-url",
        ),
        pytest.param(
            'type = "directory"\nurl = "../a"', "file:../a", "pkg:pypi/a@1.0", False, id="K13-path"
        ),
        pytest.param(
            'type = "legacy"\nurl = "https://u:p@h.test/simple"\nreference = "corp"',
            None,
            "pkg:pypi/a@1.0",
            True,
            id="K13-legacy",
        ),
    ],
)
def test_where_it_comes_from_is_told(source, origin, purl, is_release):
    files = "" if "git" in source else 'files = [{file = "a", hash = "sha256:01"}]'

    found = read("poetry-lock", {LOCK: package("a", more=f"{files}\n[package.source]\n{source}\n")})

    assert (origin, purl, is_release) == (found["a"].origin, found["a"].purl, found["a"].is_release)
    assert "secret" not in repr(found["a"])
    assert found["a"].declaration is not None
    assert (("https://h.test/simple",) if origin is None else ()) == found["a"].declaration.indexes


def test_k13_each_of_two_versions_is_needed_by_those_it_is_for():
    text = package("n", "1.9", 'markers = "python_version < \\"3.12\\""')
    text += package("n", "2.1", 'markers = "python_version >= \\"3.12\\""')
    text += package("old", more='[package.dependencies]\nn = "<2"\n')
    text += package(
        "both",
        more="[package.dependencies]\nn = [\n"
        '    {version = "^1", markers = "python_version < \\"3.10\\""},\n'
        '    {version = "*", markers = "python_version >= \\"3.12\\""},\n]\n',
    )
    text += package(
        "new",
        more='markers = "python_version >= \\"3.13\\""\n[package.dependencies]\nn = ">=1"\n',
    )

    found = read("poetry-lock", {LOCK: text})

    assert {
        ("old 1.0", "n 1.9"),
        ("both 1.0", "n 1.9"),
        ("both 1.0", "n 2.1"),
        ("new 1.0", "n 2.1"),
    } == found.edges()


def test_k13_markers_may_be_told_for_each_group():
    markers = (
        'groups = ["main", "dev"]\nmarkers = {main = "os_name == \'nt\'", dev = "extra == \'x\'"}'
    )

    found = read("poetry-lock", {LOCK: package("a", more=markers)})

    assert found["a"].declaration is not None
    assert "(os_name == 'nt') or (extra == 'x')" == found["a"].declaration.marker


def test_k13_an_extra_that_asks_for_others_of_its_own_leads_to_these():
    text = package(
        "a",
        more='[package.dependencies]\nb = {version = "*", optional = true}\n'
        '[package.extras]\nall = ["a[some]"]\nsome = ["b (>=1)"]\n',
    )
    manifest = MANIFEST.replace('a = "^1.0"', 'a = {version = "^1.0", extras = ["all"]}')

    found = read("poetry-lock", {LOCK: text + package("b"), PYPROJECT: manifest})

    edges = {(each.name, each.extra, each.extras) for each in found.dependencies}
    assert {("a", None, ("all",)), ("a", "all", ("some",)), ("b", "some", ())} <= edges
    assert found["b"].declaration is not None
    assert ((), ()) == (found["b"].declaration.groups, found["b"].declaration.for_extras)


def test_the_extras_of_the_lockfile_tell_what_is_optional_without_the_project():
    text = package("a") + package("x") + '[extras]\nMore = ["x"]\n'

    found = read("poetry-lock", {LOCK: text})

    assert found["x"].declaration is not None
    assert (("more",), None) == (
        found["x"].declaration.for_extras,
        found["x"].declaration.is_direct,
    )
    assert [] == found.dependencies
