"""What ``docker save`` writes: ``manifest.json``, with a config and layers for each image.

There are no digests of blobs in it. The config is named after its own digest, and the layers are
checked against the diff IDs that it lists.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from layers.digest import Digest
from layers.document import Document, parse_json
from layers.errors import (
    DigestMismatch,
    InvalidManifest,
    LimitExceeded,
    SeveralImages,
    UnreadableImage,
)
from layers.image import Image, LayerInfo, Verification
from layers.manifest import parse_config
from layers.selection import check_platform, config_notes

if TYPE_CHECKING:
    from layers.files import Files
    from layers.image import ReadOptions

MANIFEST: Final = "manifest.json"
_CONFIG_NAME: Final = re.compile(r"(?:blobs/sha256/|sha256:)?([0-9a-f]{64})(?:\.json)?")


def docker_image(location: str, source: str, files: Files, options: ReadOptions) -> Image:
    """Return the wanted image of an archive that ``docker save`` or ``podman save`` wrote.

    Raises:
        LayersError: if there is none or several that fit, or a document is not as it should be.

    """
    chosen = _chosen(location, _images(files, options), options)
    config_name = chosen.text("Config")
    document = files.read(config_name)
    image_id = Digest.of(document)
    named = _CONFIG_NAME.fullmatch(config_name)
    if named and named[1] != image_id.hex:
        raise InvalidManifest(config_name, str(DigestMismatch(named[1], image_id.hex)))
    config = parse_config(config_name, document, options.limits)
    check_platform(config, options)
    names = chosen.texts("Layers")
    if len(names) != len(config.diff_ids):
        reason = f"{len(names)} layers, but the config has {len(config.diff_ids)} diff IDs"
        raise InvalidManifest(MANIFEST, reason)
    return Image(
        location=location,
        source=source,
        layers=tuple(
            files.layer(name, LayerInfo(diff_id=diff_id, created_by=created_by))
            for name, diff_id, created_by in zip(
                names, config.diff_ids, config.layer_history, strict=True
            )
        ),
        image_id=image_id,
        config=config,
        names=chosen.texts("RepoTags"),
        verified=options.verification is not Verification.NONE,
        notes=config_notes(config),
    )


def _images(files: Files, options: ReadOptions) -> list[Document]:
    images = parse_json(MANIFEST, files.read(MANIFEST), options.limits)
    listed = Document(MANIFEST, {"images": images}).objects("images")
    if len(listed) > options.limits.max_index_entries:
        raise LimitExceeded("max_index_entries", options.limits.max_index_entries)
    return listed


def _chosen(location: str, images: list[Document], options: ReadOptions) -> Document:
    names = [name for image in images for name in image.texts("RepoTags")]
    if options.name is not None:
        images = [image for image in images if _goes_by(image, options.name)]
        if not images:
            there = ", ".join(names) or "none with a name"
            raise UnreadableImage(location, f"no image {options.name}; there are {there}")
    if not images:
        raise UnreadableImage(location, "an archive without an image")
    if len(images) > 1:
        raise SeveralImages(location, [_key(image, names) for image in images])
    return images[0]


def _key(image: Document, names: list[str]) -> str:
    """Return a name that no other image has, or what the config is called."""
    own = [name for name in image.texts("RepoTags") if names.count(name) == 1]
    config = image.text("Config")
    identity = _CONFIG_NAME.fullmatch(config)
    return min(own, default=identity[1] if identity else config)


def _goes_by(image: Document, name: str) -> bool:
    identity = _CONFIG_NAME.fullmatch(image.text("Config"))
    return name in {image.text("Config"), *image.texts("RepoTags")} or (
        identity is not None and name in {identity[1], f"sha256:{identity[1]}"}
    )
