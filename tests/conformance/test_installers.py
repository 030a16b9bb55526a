"""What real tools leave behind; the truth is what ``importlib.metadata`` finds there."""

from __future__ import annotations

import os
import sys
from functools import partial
from typing import TYPE_CHECKING

import pytest

from scanner.model.component import State
from tests.support.installers import SITE, found_below, project, python_finds, run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from scanner.model.component import Component

PIP = (sys.executable, "-m", "pip", "install", "--no-deps", "--no-build-isolation")
UV = (sys.executable, "-m", "uv", *PIP[2:], "--python", sys.executable)
SETUP = (sys.executable, "setup.py", "-q")
IN_USE = (State.INSTALLED, State.EDITABLE)
REQUIRES = {"idna>=2", 'six; extra == "x"', 'enum34; python_version < "3"'}


def with_tool(
    root: Path, tool: tuple[str, ...], *, editable: bool = False, backend: str = "", below: str = ""
) -> None:
    """Install a project as pip and uv do, by a wheel."""
    source = project(root / "src", backend=backend, source=below)
    run(*tool, "--prefix", root / "env", *(["-e"] if editable else []), source, directory=root)


def with_setup_py(root: Path, *, command: tuple[str, ...], below: str = "") -> None:
    """Install a project as setuptools used to do it itself."""
    site = root / "env" / SITE
    site.mkdir(parents=True)
    source = project(root / "src", source=below)
    name, *arguments = command
    run(*SETUP, name, "--prefix", root / "env", *arguments, directory=source, site=site)


pip = partial(with_tool, tool=PIP)
uv = partial(with_tool, tool=UV)
develop = partial(with_setup_py, command=("develop", "--no-deps"))
install = ("install", "--single-version-externally-managed", "--record", os.devnull)
easy_install = ("easy_install", "--no-deps", ".")

INSTALLERS = [
    pytest.param(pip, "dist-info", State.INSTALLED, id="pip"),
    pytest.param(partial(pip, backend="poetry"), "dist-info", State.INSTALLED, id="poetry-core"),
    pytest.param(partial(pip, editable=True), "dist-info", State.EDITABLE, id="C6-finder"),
    pytest.param(
        partial(pip, editable=True, below="lib"), "dist-info", State.EDITABLE, id="C6-pth"
    ),
    pytest.param(
        partial(pip, editable=True, backend="poetry"),
        "dist-info",
        State.EDITABLE,
        id="C6-poetry-core",
    ),
    pytest.param(uv, "dist-info", State.INSTALLED, id="uv"),
    pytest.param(partial(uv, editable=True), "dist-info", State.EDITABLE, id="C6-uv"),
    pytest.param(develop, "egg-info", State.EDITABLE, id="C5-develop"),
    pytest.param(partial(develop, below="lib"), "egg-info", State.EDITABLE, id="C5-develop-below"),
    pytest.param(
        partial(with_setup_py, command=install), "egg-info", State.INSTALLED, id="C1-install"
    ),
    pytest.param(
        partial(with_setup_py, command=easy_install),
        "egg-info",
        State.INSTALLED,
        id="C3-easy_install",
    ),
]


@pytest.mark.parametrize(("installed_by", "kind", "state"), INSTALLERS)
def test_what_is_installed_is_what_python_finds(
    tmp_path: Path, installed_by: Callable[[Path], None], kind: str, state: State
) -> None:
    installed_by(tmp_path)

    found = found_below(tmp_path)

    (shop,) = in_use(found.components)
    assert {(shop.name, shop.version)} == python_finds(tmp_path / "env")
    assert (kind, state, str(tmp_path / "env").lstrip("/")) == (
        shop.kind,
        shop.state,
        shop.environment,
    )
    assert {True} == {shop.code_present} or state is State.INSTALLED
    assert REQUIRES == set(shop.requires) or ("idna (>=2)",) == shop.requires
    assert [] == [problem for problem in found.problems if problem.cataloger != "record"]


def in_use(components: tuple[Component, ...]) -> list[Component]:
    return [component for component in components if component.state in IN_USE]


def test_the_source_of_an_editable_installation_may_be_somewhere_else(tmp_path: Path) -> None:
    """
    C7: a volume that is not there until a container is run.
    """
    for number, installed_by in enumerate((develop, partial(pip, editable=True))):
        root = tmp_path / str(number)
        root.mkdir()
        installed_by(root)
        (root / "src").rename(tmp_path / f"gone{number}")

        found = found_below(root)

        (shop,) = in_use(found.components)
        assert (State.EDITABLE, False) == (shop.state, shop.code_present)
        assert (f"file://{root}/src",) == (shop.origin,)
        assert (f"its source is not there: {root}/src",) == tuple(
            problem.reason for problem in found.problems
        )


def test_uv_tells_what_it_built_and_keeps_it_in_its_cache(tmp_path: Path) -> None:
    """
    E9 and C18
    """
    uv(tmp_path)

    found = found_below(tmp_path).components

    (shop,) = in_use(found)
    assert ("uv", True, True) == (shop.installer, shop.requested, shop.from_source)
    states = {each.state for each in found if each is not shop}
    assert {State.SOURCE, State.CACHE, State.DECLARED} == states
