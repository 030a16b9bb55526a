"""Distributions by their egg-info.

The identifiers of the rows are those of the catalogue of inputs, ``discovery.md``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from layers import Claims
from scanner.catalog.egg_info import EGG_INFOS, catalog
from scanner.model.component import Component, Problem, State
from tests.support.images import tree_of

if TYPE_CHECKING:
    from layers import Tree

SITE = "usr/lib/python3/dist-packages"
PKG_INFO = b"Metadata-Version: 1.1\nName: foo\nVersion: 1.0\n"


def components_in(tree: Tree) -> list[Component]:
    return [item for item in catalog(tree) if isinstance(item, Component)]


def problems_in(tree: Tree) -> list[tuple[str, str]]:
    return [(item.path, item.reason) for item in catalog(tree) if isinstance(item, Problem)]


FORMS = [
    pytest.param({f"{SITE}/foo.egg-info": PKG_INFO}, f"{SITE}/foo.egg-info", id="C1-file"),
    pytest.param(
        {f"{SITE}/foo-1.0.egg-info": PKG_INFO},
        f"{SITE}/foo-1.0.egg-info",
        id="C1-file-with-version",
    ),
    pytest.param(
        {f"{SITE}/foo-1.0.egg-info/PKG-INFO": PKG_INFO},
        f"{SITE}/foo-1.0.egg-info",
        id="C1-directory",
    ),
    pytest.param(
        {f"{SITE}/foo-1.0-py3.11.egg-info/PKG-INFO": PKG_INFO},
        f"{SITE}/foo-1.0-py3.11.egg-info",
        id="C1-tag-of-the-interpreter",
    ),
    pytest.param(
        {f"{SITE}/foo-1.0-py3.11-linux-x86_64.egg-info": PKG_INFO},
        f"{SITE}/foo-1.0-py3.11-linux-x86_64.egg-info",
        id="C1-tag-of-the-platform",
    ),
    pytest.param(
        {f"{SITE}/foo-1.0.egg-info/METADATA": PKG_INFO},
        f"{SITE}/foo-1.0.egg-info",
        id="C2-METADATA",
    ),
    pytest.param(
        {f"{SITE}/foo-1.0-py3.8.egg/EGG-INFO/PKG-INFO": PKG_INFO},
        f"{SITE}/foo-1.0-py3.8.egg/EGG-INFO",
        id="C3-unpacked-egg",
    ),
    pytest.param(
        {f"{SITE}/foo-1.0-py3.8.egg!/EGG-INFO/PKG-INFO": PKG_INFO},
        f"{SITE}/foo-1.0-py3.8.egg!/EGG-INFO",
        id="C4-zipped-egg",
    ),
    pytest.param(
        {f"{SITE}/foo-1.0.egg-info": "/opt/foo.egg-info", "opt/foo.egg-info/PKG-INFO": PKG_INFO},
        "opt/foo.egg-info",
        id="C27-link",
    ),
]


@pytest.mark.parametrize(("files", "path"), FORMS)
def test_every_form_is_one_component(files, path):
    (foo,) = catalog(tree_of(files))

    assert isinstance(foo, Component)
    assert ("foo", "1.0", "pkg:pypi/foo@1.0") == (foo.name, foo.version, foo.purl)
    assert (State.INSTALLED, path, 0) == (foo.state, foo.evidence.path, foo.evidence.layer)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param("foo-1.0.egg-info", ("foo", "1.0"), id="A18-file"),
        pytest.param("foo-1.0-py3.11.egg-info/PKG-INFO", ("foo", "1.0"), id="C1-tag"),
        pytest.param("foo-1.0-py3.8-linux-x86_64.egg-info", ("foo", "1.0"), id="C1-platform"),
        pytest.param("foo-1.0-py3.8.egg/EGG-INFO/PKG-INFO", ("foo", "1.0"), id="C3-unpacked-egg"),
        pytest.param("foo-1.0-py3.8.egg!/EGG-INFO/PKG-INFO", ("foo", "1.0"), id="C4-zipped-egg"),
        pytest.param("no_version-py3.8.egg-info", ("no_version", None), id="A18-no-version"),
        pytest.param("foo.egg-info/PKG-INFO", ("foo", None), id="no version"),
        pytest.param("py-1.11.0.egg-info", ("py", "1.11.0"), id="a name like a tag"),
        pytest.param("foo-py-2.0-py2.7.egg-info", ("foo-py", "2.0"), id="a name with a dash"),
    ],
)
def test_without_metadata_the_file_name_is_what_is_left(path, expected):
    """
    A17, A18 and A20, for egg-info.
    """
    (component,) = components_in(tree_of({f"{SITE}/{path}": b""}))

    assert (*expected, "filename") == (
        component.name,
        component.version,
        component.evidence.technique,
    )


def test_what_is_odd_is_noted_where_it_stands():
    tree = tree_of(
        {
            f"{SITE}/a-1.0.egg-info": b"Name: a\nVersion: 2.0\n",
            f"{SITE}/b-1.0.egg-info/PKG-INFO": b"Name: b\n",
            f"{SITE}/c-1.0.egg-info": None,
            f"{SITE}/d.egg-info": "/nowhere",
        }
    )

    assert problems_in(tree) == [
        (f"{SITE}/a-1.0.egg-info", "the version in the file name is not that of the metadata: 2.0"),
        (f"{SITE}/b-1.0.egg-info/PKG-INFO", "no Version; 1.0 by the file name"),
        (f"{SITE}/c-1.0.egg-info/PKG-INFO", "not there"),
        (f"{SITE}/d.egg-info/PKG-INFO", "a symbolic link to nowhere/PKG-INFO, which was not read"),
    ]


@pytest.mark.parametrize("version", ["0.0.0", "unknown", "Unknown", "0+unknown"])
def test_a_placeholder_is_no_version(version):
    """
    A26: Debian's own packages have no release, and no advisory is about them.
    """
    path = f"{SITE}/foo-{version}.egg-info"
    tree = tree_of({path: f"Name: foo\nVersion: {version}\n".encode()})

    (foo,) = components_in(tree)

    assert ("foo", None, "pkg:pypi/foo") == (foo.name, foo.version, foo.purl)
    assert (path, f"a placeholder for a version: {version}") in problems_in(tree)


def test_the_requirements_of_an_egg_are_in_a_file_of_their_own():
    """
    C3 and G12
    """
    egg = f"{SITE}/foo-1.0-py3.8.egg/EGG-INFO"
    requires = b"bar>=1\n\n[x]\nbaz\n\n[:python_version<'3']\nold\n"
    tree = tree_of({f"{egg}/PKG-INFO": PKG_INFO, f"{egg}/requires.txt": requires})

    (foo,) = components_in(tree)

    assert ("bar>=1", 'baz; extra == "x"', "old; (python_version<'3')") == foo.requires


def test_requirements_in_the_metadata_count_first():
    """
    Newer versions of setuptools write both.
    """
    egg_info = f"{SITE}/foo-1.0.egg-info"
    metadata = PKG_INFO + b"Requires-Dist: bar>=1\n"
    tree = tree_of({f"{egg_info}/PKG-INFO": metadata, f"{egg_info}/requires.txt": b"bar\n"})

    (foo,) = components_in(tree)

    assert ("bar>=1",) == foo.requires


def test_no_secret_is_in_a_requirement():
    egg_info = f"{SITE}/foo-1.0.egg-info"
    requires = b"bar @ https://me:hunter2@host/bar.whl\ntoken==1.0\n"
    tree = tree_of({f"{egg_info}/PKG-INFO": PKG_INFO, f"{egg_info}/requires.txt": requires})

    (foo,) = components_in(tree)

    assert ("bar @ https://host/bar.whl", "token==1.0") == foo.requires
    assert [(f"{egg_info}/PKG-INFO", "credentials in a requirement")] == problems_in(tree)


def test_the_interpreter_is_no_distribution():
    """
    A24: Python 2.7 leaves metadata of itself; nothing on PyPI is what it says.
    """
    python = b"Name: Python\nVersion: 2.7.18\n"
    tree = tree_of(
        {
            "usr/lib/python2.7/lib-dynload/Python-2.7.egg-info": python,
            f"{SITE}/python-2.7.egg-info": python,
        }
    )

    assert [f"{SITE}/python-2.7.egg-info"] == [
        component.evidence.path for component in components_in(tree)
    ]


SOURCES = [
    pytest.param({"src/foo/setup.py": b""}, "src/foo/foo.egg-info", State.SOURCE, id="C17-flat"),
    pytest.param({"src/foo/setup.cfg": b""}, "src/foo/foo.egg-info", State.SOURCE, id="C17-cfg"),
    pytest.param(
        {"src/foo/pyproject.toml": b""},
        "src/foo/src/foo.egg-info",
        State.SOURCE,
        id="C17-source-in-a-directory-of-its-own",
    ),
    pytest.param({"setup.py": b""}, "foo.egg-info", State.SOURCE, id="C17-in-the-root"),
    pytest.param({}, "app/foo.egg-info", State.INSTALLED, id="no source"),
    pytest.param(
        {"var/task/pyproject.toml": b""},
        "var/task/foo-1.0-py3.9.egg-info",
        State.INSTALLED,
        id="installed into a project",
    ),
    pytest.param(
        {f"{SITE}/setup.py": b""}, f"{SITE}/foo.egg-info", State.INSTALLED, id="site directory"
    ),
    pytest.param(
        {"src/foo/setup.py": b""},
        "src/foo/build/lib.linux-x86_64-cpython-311/foo.egg-info",
        State.SOURCE,
        id="C17-build",
    ),
    pytest.param(
        {f"{SITE}/foo/setup.py": b""},
        f"{SITE}/foo/tests/x.egg-info",
        State.TEST_DATA,
        id="C16-tests",
    ),
]


@pytest.mark.parametrize(("files", "egg_info", "state"), SOURCES)
def test_what_a_build_left_beside_the_source_is_not_installed(files, egg_info, state):
    tree = tree_of({**files, f"{egg_info}/PKG-INFO": PKG_INFO})

    (foo,) = components_in(tree)

    assert state is foo.state


def test_an_egg_info_among_the_licences_of_another_is_nothing():
    tree = tree_of(
        {
            f"{SITE}/foo-1.0.egg-info/PKG-INFO": PKG_INFO,
            f"{SITE}/foo-1.0.egg-info/x/bar.egg-info": b"Name: bar\n",
            f"{SITE}/foo-1.0.dist-info/licenses/bar.egg-info": b"Name: bar\n",
        }
    )

    assert ["foo"] == [component.name for component in components_in(tree)]


def test_all_that_it_reads_is_claimed():
    tree = tree_of(
        {
            f"{SITE}/a-1.0.egg-info": b"Name: a\nVersion: 1.0\n",
            f"{SITE}/b.egg-info/METADATA": b"Name: b\nVersion: 1.0\n",
            f"{SITE}/c.egg/EGG-INFO/PKG-INFO": b"Name: c\nVersion: 1.0\n",
            f"{SITE}/c.egg/EGG-INFO/requires.txt": b"d\n",
        },
        claims=Claims(EGG_INFOS.claims),
    )

    found = components_in(tree)

    assert [("a", ()), ("b", ()), ("c", ("d",))] == [(each.name, each.requires) for each in found]
    assert {"manifest-analysis"} == {component.evidence.technique for component in found}
