"""Container images and file systems as one readable tree, without unpacking them.

>>> import layers
>>> with layers.open("image.tar", "**/*.dist-info/METADATA") as image:
...     for path in image.match("**/*.dist-info/METADATA"):
...         print(path, image.layer_of(path), len(image.extractfile(path).read()))
"""

from layers.archive_claim import ArchiveClaim
from layers.claim import Claims
from layers.errors import LayersError
from layers.excerpt import Excerpt
from layers.image import Image, Layer, LayerInfo, ReadOptions, Verification
from layers.image_file import ImageFile, open  # noqa: A004 - as tarfile does it
from layers.limits import Limits
from layers.reading import merged, read_layers, read_tree
from layers.reference import Platform, Reference
from layers.source import open_image
from layers.tree import Tree

__all__ = [
    "ArchiveClaim",
    "Claims",
    "Excerpt",
    "Image",
    "ImageFile",
    "Layer",
    "LayerInfo",
    "LayersError",
    "Limits",
    "Platform",
    "ReadOptions",
    "Reference",
    "Tree",
    "Verification",
    "merged",
    "open",
    "open_image",
    "read_layers",
    "read_tree",
]
