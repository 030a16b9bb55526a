"""Writes images without tools: layers from directories, OCI layouts and docker archives.

It shares no code with what reads them. Equal inputs give equal bytes.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import tarfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from backports import zstd

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

EPOCH = 1_735_689_600
"""2025-01-01, the time of all files."""
COMPRESSIONS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "gzip": ("+gzip", lambda data: gzip.compress(data, 6, mtime=0)),
    "zstd": ("+zstd", lambda data: zstd.compress(data, 3)),
    "none": ("", lambda data: data),
}
"""The suffix of a layer's media type, and the function, by name."""


@dataclass(frozen=True)
class Layer:
    """A tar archive, and the instruction that made it."""

    tar: bytes
    created_by: str = ""

    @property
    def diff_id(self) -> str:
        return digest(self.tar)


@dataclass(frozen=True)
class Image:
    """Layers, lowest first, and what a config says beside them."""

    layers: Sequence[Layer]
    name: str = "lading.test/image:latest"
    architecture: str = "amd64"
    variant: str = ""
    environment: Sequence[str] = ()
    labels: Mapping[str, str] = field(default_factory=dict)

    def config(self) -> bytes:
        document = {
            "created": "2025-01-01T00:00:00Z",
            "architecture": self.architecture,
            **({"variant": self.variant} if self.variant else {}),
            "os": "linux",
            "config": {"Env": list(self.environment), "Labels": dict(self.labels)},
            "rootfs": {"type": "layers", "diff_ids": [layer.diff_id for layer in self.layers]},
            "history": [
                *({"created_by": layer.created_by} for layer in self.layers),
                {"created_by": 'CMD ["python3"]', "empty_layer": True},
            ],
        }
        return encoded(document)


def digest(data: bytes) -> str:
    """Return ``sha256:…``."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def encoded(document: object) -> bytes:
    """Return a JSON document."""
    return json.dumps(document, sort_keys=True).encode()


def tar_of(files: Mapping[str, bytes | str | None], kind: int = tarfile.PAX_FORMAT) -> bytes:
    """Return a tar archive of files by path: bytes are content, a text is a link's target.

    None makes a directory. The order is that of the mapping.
    """
    result = io.BytesIO()
    with tarfile.open(fileobj=result, mode="w", format=kind) as archive:
        for path, content in files.items():
            member = tarfile.TarInfo(path)
            member.mtime = EPOCH
            if content is None:
                member.type, member.mode = tarfile.DIRTYPE, 0o755
            elif isinstance(content, str):
                member.type, member.linkname = tarfile.SYMTYPE, content
            else:
                member.size = len(content)
            data = io.BytesIO(content) if isinstance(content, bytes) else None
            archive.addfile(member, data)
    return result.getvalue()


def layout_blobs(images: Iterable[tuple[Image, str]], compression: str) -> dict[str, bytes]:
    """Return the files of an OCI layout, by path; each image goes by the name beside it."""
    suffix, compress = COMPRESSIONS[compression]
    blobs: dict[str, bytes] = {}

    def stored(data: bytes, media_type: str) -> dict[str, object]:
        blobs["blobs/" + digest(data).replace(":", "/")] = data
        return {"mediaType": media_type, "digest": digest(data), "size": len(data)}

    oci = "application/vnd.oci.image"
    manifests = []
    for image, name in images:
        manifest = {
            "schemaVersion": 2,
            "mediaType": f"{oci}.manifest.v1+json",
            "config": stored(image.config(), f"{oci}.config.v1+json"),
            "layers": [
                stored(compress(layer.tar), f"{oci}.layer.v1.tar{suffix}") for layer in image.layers
            ],
        }
        platform = {"os": "linux", "architecture": image.architecture}
        manifests.append(
            {
                **stored(encoded(manifest), f"{oci}.manifest.v1+json"),
                "platform": platform | ({"variant": image.variant} if image.variant else {}),
                "annotations": {"org.opencontainers.image.ref.name": name},
            }
        )
    index = {"schemaVersion": 2, "mediaType": f"{oci}.index.v1+json", "manifests": manifests}
    return {
        "oci-layout": encoded({"imageLayoutVersion": "1.0.0"}),
        "index.json": encoded(index),
        **blobs,
    }


def docker_files(images: Iterable[Image]) -> dict[str, bytes]:
    """Return the members of what ``docker save`` wrote before version 25, its list last."""
    members: dict[str, bytes] = {}
    entries = []
    for image in images:
        config = image.config()
        names = [f"{hashlib.sha256(layer.tar).hexdigest()}/layer.tar" for layer in image.layers]
        members |= dict(zip(names, (layer.tar for layer in image.layers), strict=True))
        members[f"{hashlib.sha256(config).hexdigest()}.json"] = config
        entries.append(
            {
                "Config": f"{hashlib.sha256(config).hexdigest()}.json",
                "RepoTags": [image.name],
                "Layers": names,
            }
        )
    return {**members, "manifest.json": encoded(entries)}


def write_directory(directory: Path, files: Mapping[str, bytes]) -> None:
    """Write files below a directory."""
    for path, content in files.items():
        target = directory / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def write_archive(path: Path, files: Mapping[str, bytes], compression: str = "none") -> None:
    """Write files into a tar archive."""
    path.write_bytes(COMPRESSIONS[compression][1](tar_of(files)))
