"""Dependencies of what is found in a tree."""

from __future__ import annotations

from typing import Any

import pytest

from scanner.model.component import Evidence, State
from scanner.model.declaration import Declaration
from scanner.model.dependency import Basis
from scanner.model.names import normalized
from tests.support.environments import distribution as distributed
from tests.support.environments import inventory_with, with_graph
from tests.support.images import inventory_in

ELF = b"\x7fELF\x02\0"
VENV = "opt/venv/lib/python3.11/site-packages"
SYSTEM = "usr/lib/python3/dist-packages"
LOCAL = "usr/local/lib/python3.11/dist-packages"
DEBIAN: dict[str, Any] = {
    "usr/bin/python3.11": ELF,
    "usr/include/python3.11/patchlevel.h": b'#define PY_VERSION "3.11.2"\n',
}
PYVENV: dict[str, Any] = {
    "opt/venv/bin/python": "/usr/bin/python3.11",
    "opt/venv/pyvenv.cfg": b"home = /usr/bin\ninclude-system-site-packages = false\n",
}
SEEING = PYVENV | {"opt/venv/pyvenv.cfg": b"home = /usr/bin\ninclude-system-site-packages = true\n"}


def distribution(
    site: str, name: str, *lines: str, version: str = "1.0", **files: bytes
) -> dict[str, Any]:
    path = f"{site}/{name}-{version}.dist-info"
    text = "".join(f"{line}\n" for line in (f"Name: {name}", f"Version: {version}", *lines))
    return {f"{path}/METADATA": text.encode()} | {
        f"{path}/{file}": content for file, content in files.items()
    }


def edges_in(files: dict[str, Any], **more: dict[str, str]) -> set[tuple[str, str, str, str]]:
    """Return what requires what: names, the standing, and the environment of what meets it."""
    inventory = inventory_in(files, **more)
    found = {each.place: each for each in inventory.components}
    return {
        (
            normalized(found[each.dependent].name),
            each.name,
            each.standing.value,
            found[each.dependency].environment if each.dependency else "",
        )
        for each in inventory.dependencies
    }


def test_g5_markers_are_about_the_interpreter_of_the_environment():
    files = (
        DEBIAN
        | PYVENV
        | distribution(
            VENV,
            "a",
            'Requires-Dist: b; python_full_version == "3.11.2"',
            'Requires-Dist: c; python_version < "3.11"',
        )
    )

    assert {("a", "b", "missing", "")} == edges_in(files)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(DEBIAN | PYVENV, "missing", id="G14-venv"),
        pytest.param(DEBIAN | SEEING, "met", id="G11-system-site-packages"),
    ],
)
def test_the_system_meets_what_a_virtual_environment_requires_if_that_sees_it(files, expected):
    files |= distribution(VENV, "a", "Requires-Dist: b") | distribution(SYSTEM, "b")

    assert {("a", "b", expected, "usr" if expected == "met" else "")} == edges_in(files)


def test_g11_what_python_path_has_meets_all_requirements():
    files = DEBIAN | PYVENV | distribution(VENV, "a", "Requires-Dist: b>=2")
    files |= distribution("srv/lib", "b", "Requires-Dist: c", version="2.0")
    files |= distribution(VENV, "b") | distribution(SYSTEM, "c")

    assert {("a", "b", "met", "srv/lib"), ("b", "c", "met", "usr")} == edges_in(
        files, variables={"PYTHONPATH": "/srv/lib:/nowhere:"}
    )


def test_one_environment_may_have_several_directories():
    files = DEBIAN | distribution(LOCAL, "a", "Requires-Dist: b") | distribution(SYSTEM, "b", "")
    files |= distribution(SYSTEM, "c", "Requires-Dist: a<1.0", "Requires-Dist: b")

    assert {("a", "b", "met", "usr"), ("c", "a", "violated", "usr"), ("c", "b", "met", "usr")} == (
        edges_in(files)
    )


def test_a_shadowed_distribution_meets_nothing():
    files = DEBIAN | distribution(LOCAL, "b") | distribution(SYSTEM, "b", version="2.0")
    files |= distribution(SYSTEM, "a", "Requires-Dist: b>=2")

    assert {("a", "b", "violated", "usr")} == edges_in(files)


def test_g12_an_egg_requires_what_its_sections_say():
    egg = f"{VENV}/a-1.0-py3.11.egg-info"
    files = (
        PYVENV
        | {
            f"{egg}/PKG-INFO": b"Name: a\nVersion: 1.0\n",
            f"{egg}/requires.txt": b'b>=1\n[x]\nc\n[:python_version<"3"]\nd\n'
            b'[y:python_version>"3"]\ne\n[z]\nf\n',
        }
        | distribution(VENV, "b", "Requires-Dist: a[x,y]")
    )

    assert {
        ("a", "b", "met", "opt/venv"),
        ("b", "a", "met", "opt/venv"),
        ("a", "c", "missing", ""),
        ("a", "e", "missing", ""),
    } == edges_in(files)


def test_g13_a_vendored_copy_meets_nothing_and_requires_nothing():
    files = PYVENV | distribution(VENV, "a", "Requires-Dist: b") | distribution(VENV, "b")
    files |= distribution(f"{VENV}/a/_vendor", "b", "Requires-Dist: c", version="9.0")
    inventory = inventory_in(files)

    assert [f"{VENV}/b-1.0.dist-info"] == [each.dependency for each in inventory.dependencies]


def test_g16_modules_and_things_outside_are_no_distributions():
    files = PYVENV | distribution(VENV, "a", "Requires: b (>1.0)", "Requires-External: libc")

    assert set() == edges_in(files)


def test_each_component_knows_how_it_came_to_be_there():
    files = (
        PYVENV
        | distribution(VENV, "a", "Requires-Dist: b", REQUESTED=b"", INSTALLER=b"pip\n")
        | distribution(VENV, "b", "Requires-Dist: c", INSTALLER=b"pip\n")
        | distribution(VENV, "c", INSTALLER=b"pip\n")
    )
    a, b, c = inventory_in(files).components

    assert a.directness is not None
    assert b.directness is not None
    assert c.directness is not None
    assert (True, 0, None) == (a.directness.is_direct, a.directness.depth, a.directness.via)
    assert (False, 1, a.place) == (b.directness.is_direct, b.directness.depth, b.directness.via)
    assert (False, 2, b.place) == (c.directness.is_direct, c.directness.depth, c.directness.via)


def test_several_editable_installations_of_one_file_are_told_apart():
    files = PYVENV | {
        f"{VENV}/easy-install.pth": b"/src/a\n/src/b\n",
        "src/a/a.egg-info/PKG-INFO": b"Name: a\nVersion: 1.0\n",
        "src/a/a.egg-info/requires.txt": b"b\n",
        "src/b/b.egg-info/PKG-INFO": b"Name: b\nVersion: 1.0\n",
    }
    (dependency,) = inventory_in(files).dependencies

    assert f"{VENV}/easy-install.pth:1:a" == dependency.dependent
    assert f"{VENV}/easy-install.pth:2:b" == dependency.dependency


def test_what_a_project_asks_for_is_direct_though_something_depends_on_it():
    declared = distributed(
        "b",
        state=State.DECLARED,
        evidence=Evidence("app/pyproject.toml", line=3),
        declaration=Declaration(requirement="b>=1", is_locked=False, is_direct=True),
    )
    inventory = with_graph(inventory_with(declared, distributed("a", "b"), distributed("b")))

    assert [Basis.DECLARED, Basis.DEPENDENTS, Basis.DECLARED] == [
        each.directness and each.directness.basis for each in inventory.components
    ]


def test_what_is_locked_is_there_through_what_the_project_asks_for():
    files = {
        "app/pyproject.toml": b'[project]\nname = "app"\ndependencies = ["a"]\n',
        "app/uv.lock": b"""version = 1
[[package]]
name = "app"
source = { virtual = "." }
dependencies = [{ name = "a" }]
[[package]]
name = "a"
version = "1"
dependencies = [{ name = "b" }]
[[package]]
name = "b"
version = "1"
""",
    }

    found = inventory_in(files).components

    assert {
        "app/pyproject.toml:1:app": (True, Basis.PROJECT, 0, None),
        "app/pyproject.toml:3:a": (True, Basis.DECLARED, 0, None),
        "app/uv.lock:6:a": (True, Basis.DECLARED, 0, None),
        "app/uv.lock:10:b": (False, Basis.DECLARED, 1, "app/uv.lock:6:a"),
    } == {
        each.place: (way.is_direct, way.basis, way.depth, way.via)
        for each in found
        if (way := each.directness)
    }
