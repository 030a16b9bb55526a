"""Unpacked source distributions."""

from __future__ import annotations

import pytest

from scanner.catalog.sdist import catalog
from scanner.model.component import Component, Problem, State
from tests.support.images import tree_of

PKG_INFO = b"Metadata-Version: 2.1\nName: foo\nVersion: 1.0\nRequires-Dist: bar\n"


@pytest.mark.parametrize(
    ("path", "state"),
    [
        pytest.param("src/foo-1.0/PKG-INFO", State.SOURCE, id="A28-source"),
        pytest.param("PKG-INFO", State.SOURCE, id="A28-the-root"),
        pytest.param("src/anything/PKG-INFO", State.SOURCE, id="A28-any-name"),
        pytest.param(
            "usr/lib/python3.11/site-packages/foo/PKG-INFO", State.SOURCE, id="A28-in-a-package"
        ),
        pytest.param("src/tests/data/foo/PKG-INFO", State.TEST_DATA, id="C16-test-data"),
        pytest.param("root/.cache/uv/sdists-v9/x/src/PKG-INFO", State.CACHE, id="C18-cache"),
    ],
)
def test_the_root_of_an_sdist_is_source(path, state):
    (foo,) = catalog(tree_of({path: PKG_INFO}))

    assert isinstance(foo, Component)
    assert ("foo", "1.0", ("bar",), "sdist") == (foo.name, foo.version, foo.requires, foo.kind)
    assert (state, path) == (foo.state, foo.evidence.path)


def test_the_metadata_of_what_is_built_or_installed_are_no_sdist():
    directories = ("foo-1.0.egg-info", "foo-1.0.dist-info", "foo-1.0.egg/EGG-INFO")

    assert [] == list(catalog(tree_of({f"opt/{name}/PKG-INFO": PKG_INFO for name in directories})))


def test_a_file_without_a_name_is_a_distribution_if_its_directory_has_one():
    tree = tree_of({"src/bar-2.0/PKG-INFO": b"", "opt/solaris/PKG-INFO": b"PKG=SUNWfoo\n"})

    problem, bar, *_ = catalog(tree)

    assert Problem("opt/solaris/PKG-INFO", "sdist", "no Name") == problem
    assert isinstance(bar, Component)
    assert ("bar", "2.0") == (bar.name, bar.version)
