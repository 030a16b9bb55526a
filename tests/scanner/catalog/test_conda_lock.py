"""Lockfiles of conda-lock and of pixi, as these and rattler wrote and read them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scanner.model.dependency import Standing
from tests.support.project import Found, files_in, lines_of

DATA = Path("testdata/conda")
READ = json.loads((DATA / "rattler.json").read_text())["locks"]
FORGE = "https://conda.anaconda.org/conda-forge"
NUMPY = (
    "pkg:conda/numpy@1.26.4?build=py312heda63a1_0&channel=conda-forge&subdir=linux-64&type=conda"
)
PIXI = """\
version: 6
environments:
  default:
    packages:
      linux-64:
      - conda: https://conda.test/c/linux-64/a-1-0.conda
packages:
- conda: https://conda.test/c/linux-64/a-1-0.conda
"""


@pytest.mark.parametrize("version", READ)
def test_j17_environments_and_platforms_of_pixi_have_what_rattler_finds(version):
    found = Found("pixi-lock", files_in(DATA / version))

    assert [] == found.problems
    for place, packages in READ[version].items():
        environment, platform = place.split(" ")
        groups = () if environment == "default" else (environment,)
        # What a directory holds has no version that rattler would believe.
        dynamic = {name for name, version in packages if version == "<dynamic>"}
        expected = {(name, None if name in dynamic else version) for name, version in packages}
        declared = {
            (each.name, None if each.name in dynamic else each.version)
            for each in found.components
            if each.declaration
            and platform in each.declaration.platforms
            and each.declaration.groups == groups
        }
        if environment == "default":
            assert expected == declared
        else:
            # What the project itself needs, too, is in no group.
            assert declared <= expected


@pytest.mark.parametrize("version", READ)
def test_j17_each_package_of_pixi_is_on_its_lines(version):
    text = (DATA / version / "pixi.lock").read_text()

    for each in Found("pixi-lock", files_in(DATA / version)).components:
        lines = lines_of(each, text)
        assert lines.startswith("- ")
        assert 1 == lines.count("\n- ") + 1
        assert each.name in lines
        assert all(digest.partition(":")[2] in lines for digest in each.hashes)


def test_j17_a_lockfile_of_pixi_tells_all_of_a_package():
    found = Found("pixi-lock", files_in(DATA / "pixi-6"))

    assert [
        NUMPY,
        "pkg:pypi/lib@0.1.0",
        f"pkg:pypi/tool@1.0?vcs_url=git%2Bhttps://github.com/acme/tool.git%40{'0123456789' * 4}",
        "pkg:pypi/requests@2.31.0",
    ] == [found.component(name).purl for name in ("numpy", "lib", "tool", "requests")]
    numpy, requests = found.component("numpy"), found.component("requests")
    assert ("pkg:pypi/numpy@1.26.4",) == numpy.identities
    assert ("BSD-3-Clause", "BSD") == (numpy.license.text, numpy.license.family)
    assert (">=3.7", ("socks",)) == (
        requests.requires_python,
        found.declaration("requests").extras,
    )


def test_j17_edges_are_those_within_an_environment():
    found = Found("pixi-lock", files_in(DATA / "pixi-6"))

    within = [each for each in found.dependencies if "pixi.lock" in each.dependent]
    assert {
        ("numpy", "python"),
        ("python", "openssl"),
        ("lib", "tool"),
        ("requests", "pysocks"),
    } == {(each.dependent.split(":")[-1], each.name) for each in within}
    assert {Standing.MET} == {each.standing for each in within}


def test_the_workspace_is_the_root_of_its_lockfile():
    """
    The cataloger of workspaces finds it, at the place that edges of the lockfile begin at.
    """
    files = files_in(DATA / "pixi-6")
    shop = Found("pixi", files).component("shop")
    found = Found("pixi-lock", files)

    direct = {
        each.place for each in found.components if each.declaration and each.declaration.is_direct
    }
    assert direct == {
        each.dependency for each in found.dependencies if each.dependent == shop.place
    }


def test_an_extra_that_nobody_asked_for_is_possible():
    text = (DATA / "pixi-6/pixi.lock").read_text().replace("        - socks\n", "        - x\n")

    (edge,) = (each for each in Found("pixi-lock", {"pixi.lock": text}).dependencies if each.extra)

    assert (Standing.POSSIBLE, "socks", "pysocks") == (edge.standing, edge.extra, edge.name)


@pytest.mark.parametrize(
    ("name", "is_direct"),
    [("numpy", True), ("requests", True), ("tool", True), ("pysocks", False), ("tzdata", False)],
)
def test_the_workspace_tells_what_is_direct(name, is_direct):
    found = Found("pixi-lock", files_in(DATA / "pixi-6"))

    assert is_direct is found.declaration(name).is_direct


def test_without_a_workspace_nothing_tells_what_is_direct():
    found = Found("pixi-lock", {"pixi.lock": PIXI})

    assert found.declaration("a").is_direct is None


def test_j17_two_versions_of_a_name_are_told_apart_by_platform():
    text = """\
version: 6
environments:
  default:
    packages:
      linux-64: [{conda: https://h.test/linux-64/a-1-0.conda}, {conda: https://h.test/noarch/b-1-0.conda}]
      win-64: [{conda: https://h.test/win-64/a-2-0.conda}, {conda: https://h.test/noarch/b-1-0.conda}]
packages:
- conda: https://h.test/linux-64/a-1-0.conda
- conda: https://h.test/win-64/a-2-0.conda
  depends: [b >=1]
- conda: https://h.test/noarch/b-1-0.conda
  depends: [a]
"""
    found = Found("pixi-lock", {"pixi.lock": text})

    places = {component.place: component.version for component in found.components}
    assert ["1", "2"] == sorted(
        places[each.dependency] or ""
        for each in found.dependencies
        if each.name == "a" and each.dependency
    )


def test_j17_a_lockfile_of_conda_lock_has_what_it_wrote():
    found = Found("conda-lock", files_in(DATA / "conda-lock"))

    assert [] == found.problems
    assert [
        ("numpy", ("linux-64",), ("dev", "docs"), True),
        ("openssl", ("linux-64",), (), True),
        ("python", ("linux-64",), (), True),
        ("python", ("win-64",), (), True),
        ("tzdata", ("linux-64",), (), False),
        ("tzdata", ("win-64",), (), False),
        ("requests", ("linux-64",), (), True),
    ] == [
        (
            each.name,
            each.declaration.platforms,
            each.declaration.groups,
            each.declaration.is_direct,
        )
        for each in found.components
        if each.declaration
    ]
    assert NUMPY == found.component("numpy").purl


def test_j17_each_package_of_conda_lock_is_on_its_lines():
    text = (DATA / "conda-lock/conda-lock.yml").read_text()

    for each in Found("conda-lock", files_in(DATA / "conda-lock")).components:
        lines = lines_of(each, text)
        assert lines.startswith(f"- name: {each.name}\n  version: {each.version}\n")
        assert lines.split("\n")[-1].startswith("  optional: ")
        assert all(digest.partition(":")[2] in lines for digest in each.hashes)


def test_j17_edges_of_conda_lock_are_those_on_one_platform():
    found = Found("conda-lock", files_in(DATA / "conda-lock"))

    assert {
        ("numpy", "python"),
        ("python", "openssl"),
        ("python", "tzdata"),
        ("requests", "numpy"),
    } == found.edges
    assert 4 == len(found.dependencies)


@pytest.mark.parametrize(
    ("url", "purl", "origin"),
    [
        (
            "https://files.pythonhosted.org/p/a-1.0-py3-none-any.whl",
            "pkg:pypi/a@1.0",
            "https://files.pythonhosted.org/p/a-1.0-py3-none-any.whl",
        ),
        (
            "https://user:secret@h.test/a-1.0.tar.gz",
            "pkg:pypi/a@1.0?download_url=https://h.test/a-1.0.tar.gz",
            "https://h.test/a-1.0.tar.gz",
        ),
        (
            "git+https://user:secret@h.test/a.git@0123456#subdirectory=x",
            "pkg:pypi/a@1.0?vcs_url=git%2Bhttps://h.test/a.git%400123456%23subdirectory%3Dx",
            "git+https://h.test/a.git@0123456#subdirectory=x",
        ),
        (
            "git+ssh://git@h.test/a.git?branch=main&subdirectory=x#0123456",
            "pkg:pypi/a@1.0?vcs_url=git%2Bssh://git%40h.test/a.git%400123456%23subdirectory%3Dx",
            "git+ssh://git@h.test/a.git@0123456#subdirectory=x",
        ),
        ("./a", "pkg:pypi/a@1.0", "file:./a"),
    ],
    ids=["index", "elsewhere", "git", "git-of-pixi", "path"],
)
def test_a_distribution_is_from_where_its_place_says(url, purl, origin):
    text = f"version: 6\npackages:\n- pypi: {url}\n  name: a\n  version: '1.0'\n"

    component = Found("pixi-lock", {"pixi.lock": text}).component("a")

    assert (purl, origin) == (component.purl, component.origin)
    assert "secret" not in repr(component)


@pytest.mark.parametrize(
    ("cataloger", "path", "text", "problem"),
    [
        ("conda-lock", "conda-lock.yml", "package: [", "not YAML: line 1"),
        ("conda-lock", "conda-lock.yml", "version: 9\npackage: []\n", "of version 9"),
        ("conda-lock", "conda-lock.yml", "version: 1\npackage: [{}]\n", "without a name"),
        ("conda-lock", "conda-lock.yml", "version: 1\npackage: []\npackage: []\n", "there twice"),
        ("pixi-lock", "pixi.lock", "packages: []\n", "of version (none)"),
        ("pixi-lock", "pixi.lock", "version: [", "not YAML: line 1"),
        ("pixi-lock", "pixi.lock", "version: 6\nversion: 6\n", "line 2: version is there twice"),
        ("pixi-lock", "pixi.lock", "version: 6\npackages: [{pypi: x}]\n", "without a name: x"),
        ("pixi-lock", "pixi.lock", "version: 6\npackages: [3]\n", "without a name"),
        ("pixi-lock", "pixi.lock", "version: 6\n#" + "x" * (17 << 20), "larger than 16,777,216"),
    ],
    ids=[
        *("K22-malformed", "version", "name", "K22-twice", "no-version", "K22-malformed-pixi"),
        *("K22-twice-pixi", "name-pixi", "text", "K22-large"),
    ],
)
def test_what_is_odd_about_a_lockfile_is_one_problem(cataloger, path, text, problem):
    (reason,) = Found(cataloger, {path: text}).problems

    assert problem in reason


def test_k22_edges_are_bounded():
    """
    Many environments of one package that requires much would take hours, in a small file.
    """
    environments = "".join(
        f"  e{number}: {{packages: {{p: [{{conda: h/a-1-0.conda}}]}}}}\n" for number in range(3000)
    )
    depends = ", ".join(f"b{number}" for number in range(1000))
    packages = f"- conda: h/a-1-0.conda\n  depends: [{depends}]\n"
    text = f"version: 6\nenvironments:\n{environments}packages:\n{packages}"

    found = Found("pixi-lock", {"pixi.lock": text})

    assert (1, []) == (len(found.components), found.dependencies)
    assert ["more dependencies than any project has"] == found.problems
