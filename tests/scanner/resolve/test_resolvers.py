"""The real uv and the real pip-tools, with a package index on this machine."""

from __future__ import annotations

import io
import sys
import tarfile
from pathlib import Path

import pytest

from layers.store import NoStore
from scanner.resolve import RESOLVERS
from scanner.resolve.execution import program_called
from scanner.resolve.resolution import resolved
from scanner.resolve.resolver import Resolving
from tests.support.resolvers import index_of, inventory_with, wheel

BIN = Path(sys.executable).parent
WHEELS = dict(
    (
        wheel("shop", "1.0", "basket", "till; extra == 'pay'", "old; python_version < '3.10'"),
        wheel("shop", "2.0", "basket>=2"),
        wheel("basket", "1.0"),
        wheel("basket", "2.0"),
        wheel("till", "1.5", "windows-only; sys_platform == 'win32'"),
        wheel("old", "0.1"),
        wheel("windows_only", "3.0"),
    )
)
RAN = "a setup.py was run"


def sdist(name, version, witness):
    """Return a source distribution whose ``setup.py`` leaves a file."""
    setup = f"open({str(witness)!r}, 'w').close()\nraise SystemExit({RAN!r})\n"
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as archive:
        for path, text in (
            ("setup.py", setup),
            ("PKG-INFO", f"Name: {name}\nVersion: {version}\n"),
        ):
            member = tarfile.TarInfo(f"{name}-{version}/{path}")
            member.size = len(text)
            archive.addfile(member, io.BytesIO(text.encode()))
    return {f"{name}-{version}.tar.gz": stream.getvalue()}


@pytest.fixture(params=list(RESOLVERS))
def resolver(request, monkeypatch):
    """Return the name of a resolver that is installed beside us."""
    monkeypatch.setenv("PATH", f"{BIN}:/usr/bin:/bin")
    if program_called(RESOLVERS[request.param].program, {"PATH": str(BIN)}) is None:
        pytest.skip(f"{request.param} is not installed")
    return request.param


def resolve(text, resolver, files=WHEELS, **wanted):
    return asked(text, resolver, files, **wanted)[0]


def resolved_in(files, resolver):
    """Return what becomes of several files, none of which is a problem."""
    with index_of(WHEELS) as web:
        resolving = Resolving(resolver=resolver, index=f"http://{web.host}/simple")
        inventory = resolved(inventory_with(files), resolving, NoStore())
    assert () == inventory.problems
    return inventory


def asked(text, resolver, files=WHEELS, **wanted):
    """Return what becomes of a requirements file, and what the index was asked for."""
    with index_of(files) as web:
        resolving = Resolving(resolver=resolver, index=f"http://{web.host}/simple", **wanted)
        inventory = resolved(inventory_with({"requirements.txt": text}), resolving, NoStore())
    return inventory, {line.rstrip("/").rpartition("/")[2] for line in web.lines}


def versions_in(inventory):
    assert () == inventory.problems
    return {each.name: each.version for each in inventory.components}


def test_what_is_asked_for_comes_with_what_it_needs(resolver):
    assert {"shop": "2.0", "basket": "2.0"} == versions_in(resolve("shop>=1\n", resolver))


def test_constraints_and_extras_count(resolver):
    found = versions_in(resolve("shop[pay]<2\nbasket!=2.0\n", resolver))

    assert {"shop": "1.0", "basket": "1.0", "till": "1.5"} == found


def test_edges_are_told(resolver):
    dependencies = resolve("shop[pay]<2\n", resolver).dependencies

    assert {
        ("requirements.txt:1:shop", "requirements.txt:1:basket"),
        ("requirements.txt:1:shop", "requirements.txt:1:till"),
    } == {(each.dependent, each.dependency) for each in dependencies}


def test_what_cannot_be_had_is_a_problem(resolver):
    (problem,) = resolve("shop<2\nbasket>2\n", resolver).problems

    assert problem.reason.startswith(f"{resolver} ")
    assert "basket" in problem.reason


def test_a_manifest_is_resolved_with_what_it_takes_in(resolver):
    """
    By itself ``base.in`` would come to shop 2.0, and nobody asks for a basket.
    """
    files = {
        "requirements.in": "-r base.in\n-c constraints.txt\ntill\n",
        "base.in": "shop\n",
        "constraints.txt": "basket<2\n",
    }

    found = resolved_in(files, resolver)

    assert {
        ("base.in:1:basket", "1.0"),
        ("base.in:1:shop", "1.0"),
        ("requirements.in:3:till", "1.5"),
    } == {(each.place, each.version) for each in found.components}
    assert {("base.in:1:shop", "base.in:1:basket")} == {
        (each.dependent, each.dependency) for each in found.dependencies
    }


def test_manifests_that_come_to_two_versions_of_what_they_share_have_both(resolver):
    files = {"app.in": "-r base.in\nbasket<2\n", "dev.in": "-r base.in\n", "base.in": "shop\n"}

    found = resolved_in(files, resolver)

    assert {
        ("app.in:2:basket", "1.0"),
        ("base.in:1:basket", "2.0"),
        ("base.in:1:shop", "1.0"),
        ("base.in:1:shop:1", "2.0"),
    } == {(each.place, each.version) for each in found.components}
    assert {
        ("base.in:1:shop", "app.in:2:basket"),
        ("base.in:1:shop:1", "base.in:1:basket"),
    } == {(each.dependent, each.dependency) for each in found.dependencies}


@pytest.mark.parametrize("may_build", [False, True], ids=["by default", "if builds are allowed"])
def test_nothing_is_built_unless_that_is_allowed(may_build, resolver, tmp_path):
    """
    To build something, what that needs is fetched first; here the index has none of it.
    """
    files = sdist("evil", "1.0", tmp_path / "witness")

    inventory, names = asked("evil\n", resolver, files, may_build=may_build)

    (problem,) = inventory.problems
    assert "evil" in problem.reason
    assert may_build is ("setuptools" in names)
    assert not (tmp_path / "witness").exists()


@pytest.mark.parametrize(
    ("python", "platform", "expected"),
    [
        ("3.9", "linux/amd64", {"old"}),
        ("3.12", "windows/amd64", {"windows-only"}),
        ("3.12", "darwin/arm64", set()),
    ],
)
def test_uv_resolves_for_any_python_and_platform(python, platform, expected, monkeypatch):
    monkeypatch.setenv("PATH", str(BIN))
    found = resolve("shop[pay]<2\n", "uv", python=python, platform=platform)

    assert {"shop", "basket", "till", *expected} == set(versions_in(found))
