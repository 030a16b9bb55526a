"""Stores of engines on a disk, as Docker and podman lay them out."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import stat
from typing import TYPE_CHECKING

import pytest

from testdata.images.writer import Image, Layer, digest, encoded, tar_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    Files = Mapping[str, bytes | str | None]

WHITEOUT, OPAQUE = ".wh.", ".wh..wh..opq"


def image_of(*layers: Files, name: str = "x.io/a:1") -> Image:
    """Return an image of layers that hold these files."""
    return Image([Layer(tar_of(files), f"step {n}") for n, files in enumerate(layers)], name=name)


def unpack(directory: Path, files: Files) -> None:
    """Write a layer as an engine does for overlayfs; its markers become those of that."""
    directory.mkdir(parents=True)
    for path, content in files.items():
        target = directory / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.name == OPAQUE:
            set_attribute(target.parent, "user.overlay.opaque", b"y")
        elif target.name.startswith(WHITEOUT):
            make_whiteout(target.with_name(target.name.removeprefix(WHITEOUT)))
        elif content is None:
            target.mkdir(exist_ok=True)
        elif isinstance(content, str):
            target.symlink_to(content)
        else:
            target.write_bytes(content)


def make_whiteout(path: Path) -> None:
    """Make the device that stands for nothing, or skip the test."""
    try:
        os.mknod(path, stat.S_IFCHR | 0o600, os.makedev(0, 0))
    except PermissionError:
        pytest.skip("devices cannot be made here")


def set_attribute(path: Path, name: str, value: bytes) -> None:
    """Set an extended attribute, or skip the test."""
    try:
        os.setxattr(path, name, value)
    except OSError:
        pytest.skip(f"attributes like {name} cannot be set here")


def write(path: Path, data: bytes | str | object) -> None:
    """Write a file: bytes, a text, or anything else as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(data, str):
        data = data.encode()
    path.write_bytes(data if isinstance(data, bytes) else encoded(data))


def chain_ids(image: Image) -> list[str]:
    """Return the digest of each layer with those below it, as the specification has it."""
    chain: list[str] = []
    for layer in image.layers:
        chain.append(digest(f"{chain[-1]} {layer.diff_id}".encode()) if chain else layer.diff_id)
    return chain


def cache_id(chain: str) -> str:
    """Return what the engine might call the directory of a layer."""
    return hashlib.sha256(chain[::-1].encode()).hexdigest()


def docker_store(root: Path, *images: tuple[Image, Sequence[Files]]) -> str:
    """Write the data directory of a Docker engine with images; return where it is."""
    repositories: dict[str, dict[str, str]] = {}
    for image, layers in images:
        config = image.config()
        write(root / "image/overlay2/imagedb/content/sha256" / digest(config)[7:], config)
        if image.name:
            repositories.setdefault(image.name.rpartition(":")[0], {})[image.name] = digest(config)
        below = ""
        for layer, files, chain in zip(image.layers, layers, chain_ids(image), strict=True):
            place = root / "image/overlay2/layerdb/sha256" / chain[7:]
            if not place.exists():
                write(place / "diff", layer.diff_id)
                write(place / "cache-id", cache_id(chain))
                write(place / "parent", below)
                unpack(root / "overlay2" / cache_id(chain) / "diff", files)
            below = chain
    write(root / "image/overlay2/repositories.json", {"Repositories": repositories})
    return str(root)


def containers_store(
    root: Path, image: Image, layers: Sequence[Files], driver: str = "overlay"
) -> str:
    """Write a store of podman with an image; return where it is."""
    config = image.config()
    manifest = encoded(
        {
            "schemaVersion": 2,
            "config": {
                "mediaType": "application/vnd.oci.image.config.v1+json",
                "digest": digest(config),
                "size": len(config),
            },
            "layers": [],
        }
    )
    identity = digest(config)[7:]
    documents = root / f"{driver}-images" / identity
    write(documents / "manifest", manifest)
    write(documents / f"={base64.b64encode(digest(config).encode()).decode()}", config)
    chain = [hashlib.sha256(name.encode()).hexdigest() for name in chain_ids(image)]
    entries: list[dict[str, object]] = []
    merged: dict[str, bytes | str | None] = {}
    for layer, files, own in zip(image.layers, layers, chain, strict=True):
        parent = {"parent": entries[-1]["id"]} if entries else {}
        entries.append({"id": own, "diff-digest": layer.diff_id, **parent})
        merged |= files
        if driver == "vfs":
            unpack(root / "vfs/dir" / own, merged)
        else:
            unpack(root / "overlay" / own / "diff", files)
    top = {"layer": chain[-1]} if chain else {}
    listed = [{"id": identity, "names": [image.name], **top}]
    write(root / f"{driver}-images/images.json", json.dumps(listed))
    write(root / f"{driver}-layers/layers.json", json.dumps(entries[::-1]))
    return str(root)
