"""Distributions that are installed as a reference to their source.

The identifiers of the rows are those of the catalogue of inputs, ``discovery.md``.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from scanner.model.component import Evidence, State
from tests.support.images import inventory_of, tree_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scanner.model.component import Component
    from scanner.model.inventory import Inventory

VENV = "opt/venv"
SITE = f"{VENV}/lib/python3.8/site-packages"
METADATA = b"Metadata-Version: 2.1\nName: foo\nVersion: 1.0\n"
SOURCE = {"src/foo/setup.py": b"", "src/foo/foo.egg-info/PKG-INFO": METADATA}
LINK = {f"{SITE}/foo.egg-link": b"/src/foo\n."}
PTH = {f"{SITE}/easy-install.pth": b"import sys; sys.__plen = len(sys.path)\n/src/foo\n"}
DIRECT_URL = json.dumps({"url": "file:///src/foo", "dir_info": {"editable": True}}).encode()
DIST_INFO = {
    f"{SITE}/foo-1.0.dist-info/METADATA": METADATA,
    f"{SITE}/foo-1.0.dist-info/direct_url.json": DIRECT_URL,
    f"{SITE}/foo-1.0.dist-info/RECORD": b"__editable__.foo-1.0.pth,,\nfoo.pth,,\n",
}


def inventory(*layers: Mapping[str, bytes | str | None]) -> Inventory:
    return inventory_of(tree_of({f"{SITE}/README.txt": b""}, *layers))


def only(found: Inventory) -> Component:
    (component,) = found.components
    return component


def reasons(found: Inventory) -> list[tuple[str, str]]:
    return [(problem.path, problem.reason) for problem in found.problems]


LINKS = [
    pytest.param(SOURCE | LINK | PTH, f"{SITE}/foo.egg-link", None, id="C5-egg-link-and-pth"),
    pytest.param(SOURCE | LINK, f"{SITE}/foo.egg-link", None, id="C5-egg-link"),
    pytest.param(SOURCE | PTH, f"{SITE}/easy-install.pth", 2, id="C5-pth"),
    pytest.param(
        SOURCE | {f"{SITE}/conda.pth": b"/src/foo\n"}, f"{SITE}/conda.pth", 1, id="conda develop"
    ),
    pytest.param(
        SOURCE | {f"{SITE}/foo.egg-link": b"../../../../../src/foo"},
        f"{SITE}/foo.egg-link",
        None,
        id="relative",
    ),
    pytest.param(
        SOURCE | {f"{SITE}/foo.egg-link": b"/link"} | {"link": "/src/foo"},
        f"{SITE}/foo.egg-link",
        None,
        id="by a symbolic link",
    ),
    pytest.param(
        SOURCE | LINK | {"src/foo/PKG-INFO": METADATA}, f"{SITE}/foo.egg-link", None, id="sdist"
    ),
]


@pytest.mark.parametrize(("files", "path", "line"), LINKS)
def test_a_linked_source_is_one_editable_component_of_the_environment(files, path, line):
    foo = only(inventory(files))

    assert ("foo", "1.0", State.EDITABLE, VENV) == (
        foo.name,
        foo.version,
        foo.state,
        foo.environment,
    )
    assert ("file:///src/foo", True) == (foo.origin, foo.code_present)
    assert Evidence(path, 1, line=line) == foo.evidence


def test_two_environments_may_refer_to_one_source():
    other = "opt/other/lib/python3.8/site-packages"

    found = inventory(SOURCE | LINK | {f"{other}/foo.egg-link": b"/src/foo"}).components

    assert {(VENV, State.EDITABLE), ("opt/other", State.EDITABLE)} == {
        (component.environment, component.state) for component in found
    }
    assert 2 == len(found)


def test_a_link_to_a_source_that_is_not_there_has_a_name():
    """
    C7: the source is mounted when a container is run.
    """
    found = inventory(LINK | PTH)

    foo = only(found)

    assert ("foo", None, State.EDITABLE, "filename", False) == (
        foo.name,
        foo.version,
        foo.state,
        foo.evidence.technique,
        foo.code_present,
    )
    assert [(f"{SITE}/foo.egg-link", "its source is not there: /src/foo")] == reasons(found)


def test_a_line_may_lead_to_several_distributions():
    """
    Edges go from place to place: two at one place would have each other's.
    """
    needs = {"src/foo/foo.egg-info/requires.txt": b"bar\n"}
    bar = {"src/foo/bar.egg-info/PKG-INFO": b"Name: bar\nVersion: 2.0\n"}

    found = inventory(SOURCE | PTH | needs | bar)

    places = {each.name: each.place for each in found.components}
    assert {
        "foo": f"{SITE}/easy-install.pth:2:foo",
        "bar": f"{SITE}/easy-install.pth:2:bar",
    } == places
    assert [(places["foo"], places["bar"])] == [
        (each.dependent, each.dependency) for each in found.dependencies
    ]


@pytest.mark.parametrize(
    ("files", "present"),
    [
        pytest.param(SOURCE, True, id="C6-editable"),
        pytest.param({"src/foo/foo.py": b""}, True, id="C6-source-without-metadata"),
        pytest.param(
            SOURCE | {f"{SITE}/__editable__.foo-1.0.pth": b"/src/foo\n"}, True, id="C6-with-pth"
        ),
        pytest.param(SOURCE | {f"{SITE}/foo.pth": b"/src/foo\n"}, True, id="C6-poetry"),
        pytest.param(
            {"src/foo": "../opt/foo", "opt/foo/foo.egg-info/PKG-INFO": METADATA},
            True,
            id="C6-by-a-symbolic-link",
        ),
        pytest.param({}, False, id="C7-source-is-not-there"),
        pytest.param({"src/fool/x": b""}, False, id="C7-only-another-is"),
    ],
)
def test_an_editable_installation_is_one_component_with_its_project(files, present):
    found = inventory(files | DIST_INFO)

    foo = only(found)

    assert (State.EDITABLE, f"{SITE}/foo-1.0.dist-info") == (foo.state, foo.evidence.path)
    assert ("file:///src/foo", present) == (foo.origin, foo.code_present)
    assert ([] if present else ["its source is not there: /src/foo"]) == [
        reason for _, reason in reasons(found)
    ]


def test_a_source_that_a_later_layer_removes_is_not_there():
    foo = only(inventory(DIST_INFO | SOURCE, {"src/.wh.foo": b""}))

    assert (State.EDITABLE, False) == (foo.state, foo.code_present)


MARKED = [
    pytest.param({f"{SITE}/__editable__.foo-1.0.pth": b"/src/foo\n"}, id="C6-pth"),
    pytest.param(
        {
            f"{SITE}/__editable__.foo-1.0.pth": b"import __editable___foo_1_0_finder; x",
            f"{SITE}/__editable___foo_1_0_finder.py": b"MAPPING = {'foo': '/src/foo/foo'}\n",
        },
        id="C6-finder",
    ),
]


@pytest.mark.parametrize("files", MARKED)
def test_without_direct_url_the_files_of_setuptools_tell(files):
    lines = "".join(f"{path.removeprefix(f'{SITE}/')},,\n" for path in files)
    metadata = {
        f"{SITE}/foo-1.0.dist-info/METADATA": METADATA,
        f"{SITE}/foo-1.0.dist-info/RECORD": lines.encode(),
    }

    foo = only(inventory(SOURCE | metadata | files))

    assert (State.EDITABLE, "file:///src/foo", True) == (foo.state, foo.origin, foo.code_present)


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({f"{SITE}/x.pth": b"/usr/lib/python3/dist-packages\n"}, id="site directory"),
        pytest.param({f"{SITE}/easy-install.pth": b"./foo-1.0-py3.8.egg\n"}, id="egg"),
        pytest.param({"models/easy-install.pth": b"/src/foo\n"}, id="not in an environment"),
        pytest.param({f"{SITE}/x.pth": b"/src/foo\n\0"}, id="another directory"),
    ],
)
def test_what_is_installed_where_a_line_leads_stays_installed(files):
    installed = {
        "usr/lib/python3/dist-packages/foo.egg-info/PKG-INFO": METADATA,
        f"{SITE}/foo-1.0-py3.8.egg/EGG-INFO/PKG-INFO": METADATA,
        "src/foo/foo-1.0.egg-info/PKG-INFO": METADATA,
    }

    found = inventory(installed | files).components

    assert {State.INSTALLED} == {component.state for component in found}
    assert 3 == len(found)


def test_source_that_nothing_refers_to_is_source():
    assert State.SOURCE is only(inventory(SOURCE)).state


def test_a_link_that_cannot_be_followed_is_noted():
    found = inventory(
        {
            f"{SITE}/a.egg-link": b"",
            f"{SITE}/b.egg-link": "/nowhere",
            f"{SITE}/c.egg-link": b"/loop",
            "loop": "loop",
        }
    )

    assert ["c"] == [component.name for component in found.components]
    assert [
        (f"{SITE}/a.egg-link", "refers to nothing"),
        (f"{SITE}/b.egg-link", "a symbolic link to nowhere, which was not read"),
        (f"{SITE}/b.egg-link", "refers to nothing"),
        (f"{SITE}/c.egg-link", "its source is not there: /loop"),
    ] == reasons(found)


def test_a_directory_on_windows_is_one_that_is_not_there():
    foo = only(inventory({f"{SITE}/foo.egg-link": b"C:\\src\\foo\n."}))

    assert ("file:///C:/src/foo", False) == (foo.origin, foo.code_present)


def test_any_bytes_of_a_path_are_followed():
    directory = "src/f o\udce9%20#"
    files = {f"{directory}/foo.egg-info/PKG-INFO": METADATA, f"{directory}/setup.py": b""}

    foo = only(inventory(files | {f"{SITE}/foo.egg-link": b"/src/f o\xe9%20#\n."}))

    assert ("file:///src/f%20o%E9%2520%23", True) == (foo.origin, foo.code_present)


@pytest.mark.parametrize(
    "files",
    [
        pytest.param(
            {
                f"{SITE}/foo-1.0.dist-info/METADATA": METADATA,
                f"{SITE}/foo-1.0.dist-info/direct_url.json": DIRECT_URL.replace(
                    b"/src/foo", b"/home/ann/shop/src/foo"
                ),
                # Poetry writes absolute paths.
                f"{SITE}/foo-1.0.dist-info/RECORD": f"/home/ann/shop/{SITE}/foo.pth,,\n".encode(),
                f"{SITE}/foo.pth": b"/home/ann/shop/src/foo\n",
            },
            id="C6-poetry",
        ),
        pytest.param({f"{SITE}/foo.egg-link": b"/home/ann/shop/src/foo\n."}, id="C5-egg-link"),
    ],
)
def test_a_directory_of_this_machine_knows_itself_by_its_whole_path(files):
    """
    A project whose environment is in it refers to itself as it is on the machine.
    """
    tree = tree_of(SOURCE | files)
    tree.place = "home/ann/shop"

    found = inventory_of(tree)

    foo = only(found)
    assert (State.EDITABLE, "file:///home/ann/shop/src/foo") == (foo.state, foo.origin)
    assert foo.code_present
    assert [] == reasons(found)


def test_a_project_may_be_the_directory_itself():
    tree = tree_of({f"{SITE}/foo.egg-link": b"/home/ann/foo\n.", "foo.egg-info/PKG-INFO": METADATA})
    tree.place = "home/ann/foo"

    foo = only(inventory_of(tree))

    assert ("1.0", State.EDITABLE, "file:///home/ann/foo", True) == (
        foo.version,
        foo.state,
        foo.origin,
        foo.code_present,
    )
