"""Container images and file systems as one readable tree, without unpacking them.

>>> import layers
>>> options = layers.ReadOptions(claims=layers.Claims(["etc/os-release"]))
>>> with layers.open_image("image.tar", options) as image:
...     tree = layers.read_tree(image, options)
...     tree.read("etc/os-release")
"""

from layers.claim import Claims
from layers.errors import LayersError
from layers.image import Image, Layer, LayerInfo, ReadOptions, Verification
from layers.limits import Limits
from layers.reading import read_tree
from layers.reference import Platform, Reference
from layers.source import open_image
from layers.tree import Tree

__all__ = [
    "Claims",
    "Image",
    "Layer",
    "LayerInfo",
    "LayersError",
    "Limits",
    "Platform",
    "ReadOptions",
    "Reference",
    "Tree",
    "Verification",
    "open_image",
    "read_tree",
]
