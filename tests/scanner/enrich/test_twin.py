"""What is listed once.

The identifiers of the rows are those of the catalogue of inputs, ``discovery.md``.
"""

from __future__ import annotations

import pytest

from scanner.model.component import Problem, State
from tests.support.images import inventory_of, tree_of

SITE = "usr/lib/python3/dist-packages"
PKG_INFO = b"Metadata-Version: 2.1\nName: foo\nVersion: 1.0\n"

TWINS = [
    pytest.param(
        {
            f"{SITE}/My.Pkg-1.0.dist-info/METADATA": b"Name: My.Pkg\nVersion: 1.0\n",
            f"{SITE}/my_pkg-1.0.dist-info/METADATA": b"Name: my_pkg\nVersion: 1.0\n",
        },
        "My.Pkg-1.0.dist-info",
        "my_pkg-1.0.dist-info",
        id="B7-two-spellings",
    ),
    pytest.param(
        {
            f"{SITE}/Foo-1.0.dist-info/METADATA": PKG_INFO,
            f"{SITE}/foo-1.0.dist-info/METADATA": PKG_INFO,
        },
        "Foo-1.0.dist-info",
        "foo-1.0.dist-info",
        id="B8-two-cases",
    ),
    pytest.param(
        {
            f"{SITE}/foo-1.0.egg-info": PKG_INFO,
            f"{SITE}/foo-1.0.dist-info/METADATA": PKG_INFO,
        },
        "foo-1.0.dist-info",
        "foo-1.0.egg-info",
        id="two-installers",
    ),
    pytest.param(
        {
            f"{SITE}/Foo-1.0.dist-info": None,
            f"{SITE}/foo-1.0.dist-info/METADATA": PKG_INFO,
        },
        "foo-1.0.dist-info",
        "Foo-1.0.dist-info",
        id="one-without-metadata",
    ),
]


@pytest.mark.parametrize(("files", "kept", "left_out"), TWINS)
def test_one_version_in_one_site_directory_is_one_component(files, kept, left_out):
    """
    On Debian, cryptography has both a dist-info and an egg-info.
    """
    found = inventory_of(tree_of(files))

    assert [f"{SITE}/{kept}"] == [component.evidence.path for component in found.components]
    reason = f"says the same as /{SITE}/{kept}"
    assert Problem(f"{SITE}/{left_out}", "twin", reason) in found.problems


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(f"{SITE}/foo-2.0.dist-info", id="B7-another-version"),
        pytest.param(f"{SITE}/bar-1.0.dist-info", id="another name"),
        pytest.param("usr/local/lib/python3/dist-packages/foo-1.0.dist-info", id="another place"),
        pytest.param(f"{SITE}/~oo-1.0.dist-info", id="another state"),
    ],
)
def test_two_that_differ_are_two(other):
    name, _, version = other.rpartition("/")[2].removesuffix(".dist-info").partition("-")
    metadata = f"Name: {name.replace('~', 'f')}\nVersion: {version}\n".encode()

    found = inventory_of(
        tree_of({f"{SITE}/foo-1.0.dist-info/METADATA": PKG_INFO, f"{other}/METADATA": metadata})
    )

    assert 2 == len(found.components)
    assert "twin" not in {problem.cataloger for problem in found.problems}


@pytest.mark.parametrize("egg_info", ["foo.egg-info", "src/foo.egg-info"])
def test_an_sdist_and_the_egg_info_in_it_are_one_source(egg_info):
    """
    A28
    """
    files = {"src/foo-1.0/PKG-INFO": PKG_INFO, f"src/foo-1.0/{egg_info}/PKG-INFO": PKG_INFO}

    found = inventory_of(tree_of(files))

    (foo,) = found.components
    assert (State.SOURCE, "1.0", ()) == (foo.state, foo.version, found.problems)
