"""The OCI image layout, in a directory or an archive."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from layers.errors import InvalidManifest
from layers.manifest import Index, parse_manifest
from layers.selection import selected_image

if TYPE_CHECKING:
    from layers.digest import Digest
    from layers.files import Files
    from layers.image import Image, Layer, LayerInfo, ReadOptions
    from layers.manifest import Descriptor

MARKER: Final = "oci-layout"
INDEX: Final = "index.json"


def layout_image(location: str, source: str, files: Files, options: ReadOptions) -> Image:
    """Return the wanted image of an OCI image layout.

    Raises:
        LayersError: if there is none or several that fit, or a document is not as it should be.

    """
    index = parse_manifest(INDEX, files.read(INDEX), options.limits)
    if not isinstance(index, Index):
        raise InvalidManifest(INDEX, "not an index")
    return selected_image(location, source, index, LayoutContent(files), options)


def blob_name(digest: Digest) -> str:
    """Return where in a layout a blob is."""
    return f"blobs/{digest.algorithm}/{digest.hex}"


@dataclass(frozen=True, slots=True)
class LayoutContent:
    """The blobs of a layout: all are kept in one place, whatever they are."""

    files: Files

    def __contains__(self, descriptor: Descriptor) -> bool:
        return blob_name(descriptor.digest) in self.files

    def manifest(self, descriptor: Descriptor) -> bytes:
        return self.files.read(blob_name(descriptor.digest))

    def config(self, descriptor: Descriptor) -> bytes:
        return self.files.read(blob_name(descriptor.digest))

    def layer(self, info: LayerInfo) -> Layer:
        assert info.digest
        return self.files.layer(blob_name(info.digest), info)
