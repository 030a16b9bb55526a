"""A small image, the same on every machine: layers, an environment, findings and problems."""

from __future__ import annotations

from typing import TYPE_CHECKING

from testdata.images.writer import (
    Image,
    Layer,
    docker_files,
    layout_blobs,
    tar_of,
    write_archive,
    write_directory,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

VENV = "opt/venv"
SITE = f"{VENV}/lib/python3.11/site-packages"
APP = "app/site-packages"
SYSTEM = "usr/lib/python3/dist-packages"


def distribution(
    name: str, version: str, *headers: str, site: str = SITE, **files: bytes
) -> dict[str, bytes]:
    """Return what an installer leaves of a distribution."""
    directory = f"{site}/{name}-{version}.dist-info"
    lines = ("Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}", *headers)
    return {
        f"{directory}/METADATA": "\n".join((*lines, "", "")).encode(),
        **{f"{directory}/{path}": content for path, content in files.items()},
    }


def image_of(*layers: Mapping[str, bytes | str | None], name: str = "lading.test/shop:1") -> Image:
    """Return an image of layers that hold these files, the lowest first."""
    return Image([Layer(tar_of(files), f"RUN step {n}") for n, files in enumerate(layers)], name)


CLEAN = image_of(distribution("lading-test-clean", "1.0"))
"""With one distribution that no advisory speaks of."""
AFFECTED = image_of(distribution("idna", "3.4"))
"""With one distribution whose worst finding is high."""
SHOP = image_of(
    {
        "etc/os-release": b"ID=lading-test\n",
        f"{VENV}/pyvenv.cfg": b"home = /usr/bin\nimplementation = CPython\nversion = 3.11.7\n",
        **distribution("idna", "3.4", "License: BSD-3-Clause", INSTALLER=b"pip\n"),
        **distribution("urllib3", "1.26.15", INSTALLER=b"pip\n"),
        **distribution("Zope.Interface", "5.0", "License: ZPL 2.1", "Home-page: https://zope.test"),
        f"{SITE}/gone-1.0.dist-info/METADATA": b"Name: gone\nVersion: 1.0\n",
        **distribution("idna", "3.3", site=SYSTEM),
        "var/lib/dpkg/status": b"Package: python3-idna\nVersion: 3.3-1\nArchitecture: all\n",
        "var/lib/dpkg/info/python3-idna.list": f"/{SYSTEM}/idna-3.3.dist-info/METADATA\n".encode(),
    },
    {
        **distribution(
            "requests",
            "2.28.2",
            "Summary: Python HTTP for Humans.",
            "License-Expression: Apache-2.0",
            "Requires-Dist: idna<4,>=2.5",
            "Requires-Dist: urllib3<1.27,>=1.21.1",
            "Requires-Python: >=3.7",
            "Project-URL: Source, https://github.com/psf/requests",
            INSTALLER=b"pip\n",
            REQUESTED=b"",
        ),
        f"{SITE}/.wh.gone-1.0.dist-info": b"",
    },
    {
        **distribution("idna", "3.4", site=APP),
        **distribution("six", "1.16.0", site=f"{APP}/requests/_vendor"),
        **distribution("fixture", "1.0", site=f"{APP}/requests/tests/data"),
        f"{APP}/shop-3.2.1.dist-info/METADATA": b"Name: shop\nVersion: 3.2.1\n",
        f"{APP}/shop-3.2.1.dist-info/direct_url.json": b'{"url": "file:///src", '
        b'"dir_info": {"editable": true}}',
        f"{APP}/unversioned.dist-info/METADATA": b"Name: unversioned\n",
        f"{APP}/empty-1.0.dist-info/METADATA": b"",
        f"{APP}/escape-1.0.dist-info/METADATA": b"Name: escape\nVersion: 1.0\n"
        b"Summary: \x1b[2J[red]caf\xe9\n",
        f"{APP}/caf\udce9-1.0.dist-info/METADATA": b"Name: cafe\nVersion: 1.0\n",
    },
)
"""With something of everything that a report tells."""


def layout(image: Image, directory: Path, compression: str = "gzip") -> Path:
    """Write an image as an OCI layout, and return where."""
    write_directory(directory, layout_blobs([(image, "latest")], compression))
    return directory


def docker_archive(image: Image, path: Path, compression: str = "none") -> Path:
    """Write an image as ``docker save`` does, and return where."""
    write_archive(path, docker_files([image]), compression)
    return path


def blobs_by_size(directory: Path) -> list[Path]:
    """Return the blobs of an OCI layout, the largest first."""
    return sorted((directory / "blobs/sha256").iterdir(), key=lambda path: -path.stat().st_size)
