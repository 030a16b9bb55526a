"""What real tools put into archives; rows are those of ``discovery.md``."""

from __future__ import annotations

import hashlib
import shutil
import sys
import zipapp
from typing import TYPE_CHECKING

import pytest

from tests.support.installers import found_below, project, run

if TYPE_CHECKING:
    from pathlib import Path

NAME, VERSION = "shop.Front", "1.2"
SPECIFICATION = f"""
from PyInstaller.utils.hooks import copy_metadata
a = Analysis(["app.py"], datas=copy_metadata("{NAME}"))
modules = PYZ(a.pure)
EXE(modules, a.scripts, a.binaries, a.datas, name="one")
program = EXE(modules, a.scripts, exclude_binaries=True, name="many")
COLLECT(program, a.binaries, a.datas, name="many")
"""
PYTHON = (sys.executable, "-m")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a wheel that pip has built."""
    root = tmp_path_factory.mktemp("wheel")
    source = project(root / "src")
    command = ("pip", "wheel", "--no-deps", "--no-build-isolation", "-w", root / "dist", source)
    run(*PYTHON, *command, directory=root)
    (found,) = (root / "dist").iterdir()
    return found


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, wheel: Path) -> Path:
    """Return a directory that the wheel is installed in."""
    directory = tmp_path_factory.mktemp("installed")
    command = ("pip", "install", "--no-deps", "--target", directory / "site", wheel)
    run(*PYTHON, *command, directory=directory)
    return directory / "site"


def only(path: Path) -> tuple[str, str | None, str, str, str]:
    """Return the one component in the directory of a file, and the name of its environment."""
    (component,) = found_below(path.parent).components
    return (
        component.name,
        component.version,
        component.kind,
        component.state.value,
        component.environment.rpartition("/")[2],
    )


def test_l1_a_wheel_of_pip(wheel):
    (component,) = found_below(wheel.parent).components

    assert (NAME, VERSION, "wheel", "archive", wheel.name) == only(wheel)
    assert (f"sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}",) == component.hashes


def test_l2_a_source_distribution_of_setuptools(tmp_path):
    source = project(tmp_path / "src")
    command = (sys.executable, "setup.py", "-q", "sdist", "-d", tmp_path / "dist")
    run(*command, directory=source)
    (found,) = (tmp_path / "dist").iterdir()

    assert (NAME, VERSION, "sdist", "archive", found.name) == only(found)


def test_c4_an_egg_of_setuptools(tmp_path):
    source = project(tmp_path / "src")
    command = (sys.executable, "setup.py", "-q", "bdist_egg", "-d", tmp_path / "dist")
    run(*command, directory=source)
    (found,) = (tmp_path / "dist").iterdir()

    assert (NAME, VERSION, "egg", "archive", found.name) == only(found)


@pytest.mark.parametrize("name", ["app.pyz", "app"])
def test_l3_an_application_of_zipapp(tmp_path, site, name):
    (tmp_path / "bin").mkdir()
    target = tmp_path / "bin" / name
    zipapp.create_archive(site, target, "/usr/bin/env python3", "shop_front:main")

    assert (NAME, VERSION, "dist-info", "archive", name) == only(target)


def test_l3_an_application_of_pex_by_whatever_name(tmp_path, wheel):
    target = tmp_path / "pex/app.pex"
    command = ("pex", wheel, "--no-index", "--intransitive", "-o", target)
    run(*PYTHON, *command, "--pex-root", tmp_path / "root", directory=tmp_path)

    (tmp_path / "bin").mkdir()
    shutil.copy2(target, tmp_path / "bin/app")

    assert (NAME, VERSION, "dist-info", "archive", "app.pex") == only(target)
    assert (NAME, VERSION, "dist-info", "archive", "app") == only(tmp_path / "bin/app")


def test_l3_an_application_of_shiv(tmp_path, wheel):
    target = tmp_path / "bin/app"
    target.parent.mkdir()
    command = ("shiv", "--no-deps", "-e", "shop_front:main", "-o", target, wheel)
    run(*PYTHON, *command, directory=tmp_path)

    assert (NAME, VERSION, "dist-info", "archive", "app") == only(target)


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory, site: Path) -> Path:
    """Return the directory with an application that PyInstaller froze, in both of its forms."""
    if not shutil.which("objdump"):
        pytest.skip("PyInstaller needs objdump")
    root = tmp_path_factory.mktemp("frozen")
    (root / "app.py").write_text("import shop_front\n")
    (root / "app.spec").write_text(SPECIFICATION)
    command = ("PyInstaller", "--log-level=ERROR", "app.spec")
    run(*PYTHON, *command, directory=root, site=site)
    return root / "dist"


def test_l4_one_file_of_pyinstaller(frozen, tmp_path):
    shutil.copy2(frozen / "one", tmp_path)

    inventory = found_below(tmp_path)

    assert (NAME, VERSION, "dist-info", "archive", "one") == only(tmp_path / "one")
    version = ".".join(map(str, sys.version_info[:3]))
    assert [version] == [
        environment.python_version
        for environment in inventory.environments
        if environment.kind == "archive"
    ]


def test_l4_one_directory_of_pyinstaller(frozen):
    assert (NAME, VERSION, "dist-info", "installed", "_internal") == only(frozen / "many/many")
