"""OCI layouts and archives put together document by document, well-formed or not."""

from __future__ import annotations

import bz2
import gzip
import lzma
from typing import TYPE_CHECKING

from backports import zstd

from layers import open_image, read_tree
from testdata.images.writer import digest, encoded, tar_of, write_directory

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from layers import Image, ReadOptions, Tree

OCI = "application/vnd.oci.image"
MANIFEST = f"{OCI}.manifest.v1+json"
INDEX = f"{OCI}.index.v1+json"
CONFIG = f"{OCI}.config.v1+json"
TAR = f"{OCI}.layer.v1.tar"
REF_NAME = "org.opencontainers.image.ref.name"

COMPRESS: Mapping[str, Callable[[bytes], bytes]] = {
    "archive": bytes,
    "gzip": gzip.compress,
    "zstd": zstd.compress,
    "xz": lzma.compress,
    "bzip2": bz2.compress,
}
FORMS = ("directory", *COMPRESS)
"""In which an OCI layout can be stored; a docker archive in all but the first."""


class Layout:
    """The files of an OCI layout."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {"oci-layout": encoded({"imageLayoutVersion": "1.0.0"})}

    def blob(self, data: bytes, media_type: str, **fields: object) -> dict[str, object]:
        """Add a blob, and return its descriptor with other fields in it."""
        self.files["blobs/" + digest(data).replace(":", "/")] = data
        described = {"mediaType": media_type, "digest": digest(data), "size": len(data)}
        return {**described, **fields}

    def image(
        self,
        *tars: bytes,
        config: Mapping[str, object] | None = None,
        manifest: Mapping[str, object] | None = None,
        **fields: object,
    ) -> dict[str, object]:
        """Add an image of uncompressed layers; the mappings replace fields of its documents."""
        default = {
            "os": "linux",
            "architecture": "amd64",
            "rootfs": {"type": "layers", "diff_ids": [digest(tar) for tar in tars]},
        }
        document = {
            "schemaVersion": 2,
            "config": self.blob(encoded({**default, **(config or {})}), CONFIG),
            "layers": [self.blob(tar, TAR) for tar in tars],
            **(manifest or {}),
        }
        return self.blob(encoded(document), MANIFEST, **fields)

    def index(self, *entries: object, **fields: object) -> dict[str, object]:
        """Add an index below the topmost one."""
        return self.blob(encoded({"schemaVersion": 2, "manifests": entries}), INDEX, **fields)

    def with_entries(self, *entries: object) -> dict[str, bytes]:
        """Return all files, with these entries in the topmost index."""
        return {**self.files, "index.json": encoded({"schemaVersion": 2, "manifests": entries})}


def platform(architecture: str, os: str = "linux", **more: str) -> dict[str, str]:
    """Return the platform of a descriptor or config."""
    return {"os": os, "architecture": architecture, **more}


def named(name: str) -> dict[str, str]:
    """Return annotations with a name."""
    return {REF_NAME: name}


def docker_archive(
    tars: Mapping[str, bytes], *, config: Mapping[str, object] | None = None, **entry: object
) -> dict[str, bytes]:
    """Return the files of a docker archive of layers by name; its list comes last."""
    default = {
        **platform("amd64"),
        "rootfs": {"type": "layers", "diff_ids": [digest(tar) for tar in tars.values()]},
    }
    document = encoded({**default, **(config or {})})
    name = digest(document).removeprefix("sha256:") + ".json"
    described = {"Config": name, "RepoTags": ["a:1"], "Layers": list(tars), **entry}
    return {**tars, name: document, "manifest.json": encoded([described])}


def stored(directory: Path, files: Mapping[str, bytes | str], form: str) -> str:
    """Write files in one of the forms, and return where; a text is a link's target."""
    if form == "directory":
        write_directory(
            directory / "layout",
            {name: data for name, data in files.items() if isinstance(data, bytes)},
        )
        return str(directory / "layout")
    archive = directory / f"image.{form}"
    archive.write_bytes(COMPRESS[form](tar_of(files)))
    return str(archive)


def opened(target: str, options: ReadOptions) -> tuple[Image, Tree]:
    """Return an image and the tree that is in it."""
    with open_image(target, options) as image:
        return image, read_tree(image, options)


def contents(tree: Tree, paths: Sequence[str]) -> list[str]:
    """Return the contents of files."""
    return [tree.read(path).decode() for path in paths]
