"""What skopeo's ``dir:`` transport writes: blobs by bare digest, and ``manifest.json`` as pushed.

That file is the manifest of a registry, or an index of several, not the list of ``docker save``. It
is read as if it were what an OCI layout's index leads to.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from layers.digest import Digest
from layers.layout import INDEX, blob_name
from layers.manifest import OCI_INDEX, Index, parse_manifest

if TYPE_CHECKING:
    from layers.files import Files
    from layers.image import Layer, LayerInfo, ReadOptions

VERSION: Final = "version"
VERSION_BEGINS: Final = b"Directory Transport Version: 1."
MANIFEST: Final = "manifest.json"


class SkopeoFiles:
    """The files of such a directory, under the names that an OCI layout has for them."""

    def __init__(self, files: Files, options: ReadOptions) -> None:
        self._files = files
        top = files.read(MANIFEST)
        self._top = blob_name(Digest.of(top))
        self._index = top
        if not isinstance(parse_manifest(MANIFEST, top, options.limits), Index):
            descriptor = {"mediaType": "", "digest": str(Digest.of(top)), "size": len(top)}
            self._index = json.dumps({"mediaType": OCI_INDEX, "manifests": [descriptor]}).encode()

    def __contains__(self, name: str) -> bool:
        return name == INDEX or self._here(name) in self._files

    def read(self, name: str) -> bytes:
        return self._index if name == INDEX else self._files.read(self._here(name))

    def layer(self, name: str, info: LayerInfo) -> Layer:
        return self._files.layer(self._here(name), info)

    def _here(self, name: str) -> str:
        """Return the name of a blob; the manifests of an index have one of their own."""
        if name == self._top:
            return MANIFEST
        bare = name.rpartition("/")[2]
        manifest = f"{bare}.{MANIFEST}"
        return manifest if manifest in self._files else bare
