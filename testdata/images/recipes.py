"""What the sample images are made of, and why each of them exists.

A recipe is a list of steps; each step changes the root file system, and becomes a layer. The wheels
come from PyPI, pinned by their hashes in ``pins.txt``, and are installed by pip and by uv.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PINS = Path(__file__).with_name("pins.txt")
PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet")
UV = (sys.executable, "-m", "uv", "--quiet")


@dataclass(frozen=True)
class Step:
    """A change of the root file system that becomes a layer."""

    does: str
    change: Callable[[Path], None]
    opaque: tuple[str, ...] = ()
    """Directories that the step made anew, so that nothing of lower layers is in them."""


@dataclass(frozen=True)
class Recipe:
    """An image."""

    name: str
    why: str
    steps: Sequence[Step]


def base(root: Path) -> None:
    """Lay out a merged ``/usr``, as all of today's distributions have it."""
    for name in ("bin", "lib"):
        (root / "usr" / name).mkdir(parents=True)
        (root / name).symlink_to(f"usr/{name}")
    (root / "etc").mkdir()
    (root / "etc/os-release").write_text('ID=lading-test\nVERSION_ID="1"\n')


def make_venv(path: str) -> Callable[[Path], None]:
    """Return a step that makes an empty virtual environment with the standard library."""
    return lambda root: venv.create(root / path, symlinks=True, with_pip=False)


def pip(path: str, *names: str) -> Callable[[Path], None]:
    """Return a step that installs pinned wheels into a virtual environment, with pip."""
    return lambda root: run(
        *PIP, "--python", str(root / path / "bin/python"), "install", *wheels(names)
    )


def uninstall(path: str, *names: str) -> Callable[[Path], None]:
    """Return a step that uninstalls with pip."""
    return lambda root: run(
        *PIP, "--python", str(root / path / "bin/python"), "uninstall", "--yes", *names
    )


def pip_target(path: str, *names: str) -> Callable[[Path], None]:
    """Return a step that installs pinned wheels into a directory of its own, made anew."""

    def change(root: Path) -> None:
        shutil.rmtree(root / path, ignore_errors=True)
        run(*PIP, "install", "--target", str(root / path), *wheels(names))

    return change


def uv(path: str, *names: str) -> Callable[[Path], None]:
    """Return a step that makes a virtual environment and installs pinned wheels, with uv."""

    def change(root: Path) -> None:
        python = root / path / "bin/python"
        if not python.exists():
            run(*UV, "venv", "--python", sys.executable, str(root / path))
        run(*UV, "pip", "install", "--python", str(python), *wheels(names))

    return change


def remove(path: str) -> Callable[[Path], None]:
    """Return a step that removes a directory."""
    return lambda root: shutil.rmtree(root / path)


def files(contents: dict[str, bytes | str]) -> Callable[[Path], None]:
    """Return a step that writes files, or links where the content is a text."""

    def change(root: Path) -> None:
        for path, content in contents.items():
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, bytes):
                target.write_bytes(content)
            else:
                target.symlink_to(content)

    return change


def without_version(path: str) -> Callable[[Path], None]:
    """Return a step that takes the version out of a metadata file."""

    def change(root: Path) -> None:
        metadata = root / path
        lines = metadata.read_text().splitlines(keepends=True)
        metadata.write_text("".join(line for line in lines if not line.startswith("Version:")))

    return change


def hardlink(path: str, target: str) -> Callable[[Path], None]:
    """Return a step that gives a file a second name."""

    def change(root: Path) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        os.link(root / target, root / path)

    return change


def wheels(names: Sequence[str]) -> list[str]:
    """Return the arguments by which pip and uv install exactly these pinned wheels."""
    pinned = dict(line.split(" ", 1) for line in PINS.read_text().splitlines() if line[:1] != "#")
    requirements = Path(os.environ["LADING_REQUIREMENTS"])
    requirements.write_text("".join(f"{name} --hash={pinned[name]}\n" for name in names))
    return ["--no-deps", "--only-binary", ":all:", "--require-hashes", "-r", str(requirements)]


def run(*command: str) -> None:
    """Run a tool; its output is shown only if it fails."""
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode:
        sys.exit(f"{' '.join(command)}:\n{result.stdout}{result.stderr}")


SITE = f"lib/python3.{sys.version_info.minor}/site-packages"
WEB = ("requests==2.28.2", "urllib3==1.26.15", "certifi==2022.12.7", "idna==3.4")

RECIPES = (
    Recipe(
        "upgrade",
        "an upgrade in a later layer, whose old dist-info is a whiteout; findings before and after",
        (
            Step("base", base),
            Step("venv", make_venv("opt/venv")),
            Step("pip install", pip("opt/venv", *WEB, "jinja2==3.1.2", "setuptools==75.1.0")),
            Step("pip install -U", pip("opt/venv", "urllib3==2.2.1", "certifi==2024.7.4")),
        ),
    ),
    Recipe(
        "deletion",
        "distributions uninstalled and an environment removed in later layers must not show",
        (
            Step("base", base),
            Step("venv", make_venv("opt/venv")),
            Step("pip install", pip("opt/venv", *WEB)),
            Step("uv", uv("opt/legacy", "six==1.16.0", "idna==3.4")),
            Step("pip uninstall", uninstall("opt/venv", "requests", "urllib3")),
            Step("rm", remove("opt/legacy")),
        ),
    ),
    Recipe(
        "opaque",
        "a directory removed and made anew in one layer, which hides all that was in it before",
        (
            Step("base", base),
            Step("target", pip_target("opt/extra", "click==8.1.7", "six==1.16.0")),
            Step("again", pip_target("opt/extra", "click==8.1.7", "idna==3.4"), ("opt/extra",)),
        ),
    ),
    Recipe(
        "two-environments",
        "the same distribution in two environments, by pip and by uv, and an editable install",
        (
            Step("base", base),
            Step("venv", make_venv("opt/pip")),
            Step("pip", pip("opt/pip", "idna==3.4", "click==8.1.7")),
            Step("uv", uv("opt/uv", "idna==3.4", "urllib3==2.2.1")),
            Step(
                "editable",
                files(
                    {
                        "app/shop/__init__.py": b"",
                        f"opt/uv/{SITE}/__editable__.shop-3.2.1.pth": b"/app\n",
                        f"opt/uv/{SITE}/shop-3.2.1.dist-info/METADATA": b"Metadata-Version: 2.4\n"
                        b"Name: shop\nVersion: 3.2.1\nRequires-Dist: urllib3\n"
                        b"Author-email: Shop <shop@example.org>\n",
                        f"opt/uv/{SITE}/shop-3.2.1.dist-info/INSTALLER": b"uv\n",
                        f"opt/uv/{SITE}/shop-3.2.1.dist-info/direct_url.json": b'{"url": '
                        b'"file:///app", "dir_info": {"editable": true}}',
                    }
                ),
            ),
        ),
    ),
    Recipe(
        "odd-metadata",
        "metadata without a version, unreadable, or not there: a problem each, and nothing is lost",
        (
            Step("base", base),
            Step("venv", make_venv("opt/venv")),
            Step("pip", pip("opt/venv", "idna==3.4", "six==1.16.0", "click==8.1.7")),
            Step("version", without_version(f"opt/venv/{SITE}/six-1.16.0.dist-info/METADATA")),
            Step(
                "odd",
                files(
                    {
                        f"opt/venv/{SITE}/no_version.dist-info/METADATA": b"Name: no-version\n",
                        f"opt/venv/{SITE}/latin-1.0.dist-info/METADATA": b"Name: latin\nVersion: "
                        b"1.0\nAuthor: Ren\xe9\n",
                        f"opt/venv/{SITE}/dangling-1.0.dist-info/METADATA": "/nowhere/METADATA",
                        f"opt/venv/{SITE}/empty-1.0.dist-info/METADATA": b"",
                        f"opt/venv/{SITE}/~ix-1.15.0.dist-info/METADATA": b"Name: six\nVersion: "
                        b"1.15.0\n",
                    }
                ),
            ),
        ),
    ),
    Recipe(
        "links",
        "hard links to metadata, and files that a layer puts below a symbolic link of a lower one",
        (
            Step("base", base),
            Step("target", pip_target(f"usr/{SITE}", "six==1.16.0")),
            Step(
                "hard link",
                hardlink(
                    "opt/copy/site-packages/six-1.16.0.dist-info/METADATA",
                    f"usr/{SITE}/six-1.16.0.dist-info/METADATA",
                ),
            ),
            Step("link", files({"opt/linked": f"../usr/{SITE}"})),
        ),
    ),
)
