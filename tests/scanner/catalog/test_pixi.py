"""Workspaces of pixi: what they ask for, and for which environments and platforms."""

from __future__ import annotations

from pathlib import Path

import pytest

from scanner.model.component import PROJECT
from tests.support.project import Found, files_in, lines_of

DATA = Path("testdata/conda/pixi-6")


def test_j17_a_workspace_asks_for_packages_of_conda_and_of_pypi():
    found = Found("pixi", files_in(DATA))

    assert [] == found.problems
    assert [
        ("pkg:conda/python", (), ()),
        ("pkg:conda/numpy?channel=conda-forge", (), ()),
        ("pkg:pypi/requests@2.31.0", (), ()),
        ("pkg:conda/openssl", ("linux-64",), ()),
        ("pkg:pypi/tool?vcs_url=git%2Bhttps://github.com/acme/tool.git%40v1", (), ("test",)),
        ("pkg:pypi/lib", (), ("test",)),
    ] == [
        (each.purl, each.declaration.platforms, each.declaration.groups)
        for each in found.components
        if each.declaration
    ]
    shop = found.component("shop")
    assert (PROJECT, "pkg:generic/shop@0.1.0") == (shop.kind, shop.purl)
    assert {("shop", each.name) for each in found.components if each is not shop} == found.edges


def test_each_is_on_its_line():
    text = (DATA / "pixi.toml").read_text()

    for each in Found("pixi", files_in(DATA)).components[1:]:
        assert lines_of(each, text).startswith(f"{each.name} = ")


def test_a_pyproject_has_it_in_a_table_of_its_own():
    text = '[project]\nname = "x"\n\n[tool.pixi.dependencies]\nnumpy = "==1.26.4"\n'

    found = Found("pixi", {"pyproject.toml": text})

    assert ["pkg:conda/numpy@1.26.4"] == found.purls
    assert 5 == found.component("numpy").evidence.line


@pytest.mark.parametrize(
    ("entry", "purl", "specifier"),
    [
        ('"*"', "pkg:conda/a", None),
        ('">=1,<2"', "pkg:conda/a", ">=1,<2"),
        ('"1.2.*"', "pkg:conda/a", "1.2.*"),
        ('"==1.2"', "pkg:conda/a@1.2", "==1.2"),
        ('{version = "1.2", build = "h0_0"}', "pkg:conda/a@1.2?build=h0_0", "==1.2"),
        (
            '{channel = "c", subdir = "linux-64"}',
            "pkg:conda/a?channel=c&subdir=linux-64",
            None,
        ),
        ("3", "pkg:conda/a", None),
    ],
)
def test_j16_a_table_has_the_parts_of_a_match_specification(entry, purl, specifier):
    found = Found("pixi", {"pixi.toml": f"[dependencies]\na = {entry}\n"})

    assert (purl, specifier) == (found.component("a").purl, found.declaration("a").specifier)


def test_a_package_that_is_built_from_source_tells_from_where():
    text = '[dependencies]\na = {git = "https://user:secret@h.test/a.git", rev = "0123"}\n'

    assert (
        "git+https://h.test/a.git@0123" == Found("pixi", {"pixi.toml": text}).component("a").origin
    )


@pytest.mark.parametrize(
    ("environments", "groups"),
    [
        pytest.param("", ("f",), id="in-none"),
        pytest.param('x = ["f"]\ny = ["f", "g"]', ("x", "y"), id="in-two"),
        pytest.param('x = {features = ["f"], no-default-feature = true}', ("x",), id="in-a-table"),
        pytest.param('default = ["f"]', (), id="in-that-of-the-project"),
    ],
)
def test_groups_are_the_environments_that_a_feature_is_in(environments, groups):
    text = f'[feature.f.dependencies]\na = "*"\n\n[environments]\n{environments}\n'

    assert groups == Found("pixi", {"pixi.toml": text}).declaration("a").groups


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param("[", "not TOML", id="K22-malformed"),
        pytest.param("[a]\n[a]\n", "not TOML", id="K22-twice"),
        pytest.param('[pypi-dependencies]\na = "1"\n', "line 2: not a version", id="specifier"),
        pytest.param('[pypi-dependencies]\n"a b" = "*"\n', "line 2: not a valid name", id="name"),
        pytest.param('[dependencies]\n"a b" = "*"\n', "line 2: not a valid name", id="spec"),
    ],
)
def test_what_is_odd_about_a_workspace_is_one_problem(text, problem):
    (reason,) = Found("pixi", {"pixi.toml": text}).problems

    assert problem in reason


@pytest.mark.parametrize("text", ["", "[", '[project]\nname = "x"\n'], ids=["empty", "bad", "none"])
def test_a_pyproject_without_pixi_is_passed_over(text):
    found = Found("pixi", {"pyproject.toml": text})

    assert ([], []) == (found.components, found.problems)
