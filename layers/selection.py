"""Choosing one image from an index, and reading its documents, wherever they are kept.

An index may point to other indexes, to images for several platforms under several names, and to
attestations that are no images. All that is read is checked against the digest that led to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from layers.digest import check_size
from layers.errors import (
    DigestMismatch,
    InvalidManifest,
    LimitExceeded,
    NotAnImage,
    PlatformNotFound,
    SeveralImages,
    SizeMismatch,
    UnreadableImage,
)
from layers.image import Image, LayerInfo, Verification
from layers.manifest import INDEXES, Index, Manifest, parse_config, parse_manifest
from layers.note import Note
from layers.reference import Platform

if TYPE_CHECKING:
    from layers.digest import Digest
    from layers.image import Layer, ReadOptions
    from layers.manifest import Descriptor, ImageConfig


class Content(Protocol):
    """Documents and layers by digest: a layout, or a repository of a registry."""

    def __contains__(self, descriptor: Descriptor) -> bool: ...

    def manifest(self, descriptor: Descriptor) -> bytes:
        """Return a manifest or an index, verified by nobody yet.

        Raises:
            LayersError: if it is not there, or too large.

        """
        ...

    def config(self, descriptor: Descriptor) -> bytes:
        """Return a config, likewise."""
        ...

    def layer(self, info: LayerInfo) -> Layer:
        """Return a layer; whether it can be read is known when it is read."""
        ...


@dataclass(frozen=True, slots=True)
class Candidate:
    """A manifest that an index leads to, under the name that it has there."""

    name: str
    descriptor: Descriptor

    def goes_by(self, name: str) -> bool:
        """Tell whether a user may mean this one by ``name``."""
        digest = self.descriptor.digest
        return name in {self.name, self.name.rpartition(":")[2], str(digest), digest.hex}

    def is_index_in(self, content: Content) -> bool:
        """Tell whether it is an index that is there, with more to choose from."""
        return self.descriptor.media_type in INDEXES and self.descriptor in content


def selected_image(
    location: str, source: str, index: Index, content: Content, options: ReadOptions
) -> Image:
    """Return the wanted image of those that an index leads to.

    Raises:
        LayersError: if there is none or several that fit, or a document is not as it should be.

    """
    found = _chosen(location, _candidates(index, content, options), options)
    manifest = _manifest(found.descriptor, content, options)
    if not manifest.is_image:
        kind = manifest.artifact_type or manifest.config.media_type
        raise NotAnImage(location, kind)
    config = _config(manifest, content, options)
    check_platform(config, options)
    return Image(
        location=location,
        source=source,
        layers=tuple(map(content.layer, layer_infos(config, manifest.layers))),
        digest=found.descriptor.digest,
        image_id=manifest.config.digest,
        config=config,
        names=(found.name,) if found.name else (),
        verified=options.verification is not Verification.NONE,
        notes=config_notes(config),
    )


def layer_infos(config: ImageConfig, descriptors: tuple[Descriptor, ...]) -> list[LayerInfo]:
    """Return what manifest and config together say of each layer.

    Raises:
        InvalidManifest: if they are not of the same number of layers.

    """
    if len(descriptors) != len(config.diff_ids):
        reason = f"{len(descriptors)} layers, but the config has {len(config.diff_ids)} diff IDs"
        raise InvalidManifest("manifest", reason)
    return [
        LayerInfo(
            diff_id=diff_id,
            digest=descriptor.digest,
            size=descriptor.size,
            media_type=descriptor.media_type,
            created_by=created_by,
            annotations=descriptor.annotations,
        )
        for descriptor, diff_id, created_by in zip(
            descriptors, config.diff_ids, config.layer_history, strict=True
        )
    ]


def check_platform(config: ImageConfig, options: ReadOptions) -> None:
    """Raise PlatformNotFound unless an image is for the wanted platform, if one is wanted."""
    if options.platform and not options.platform.accepts(config.platform):
        raise PlatformNotFound(str(options.platform), [str(config.platform)])


def config_notes(config: ImageConfig) -> tuple[Note, ...]:
    """Return what is odd about a config."""
    if config.history_fits:
        return ()
    return (Note("", "the history of the image does not fit its layers and is left out"),)


def _candidates(top: Index, content: Content, options: ReadOptions) -> list[Candidate]:
    """Return what may be an image, through indexes in indexes."""
    limits = options.limits
    found: list[Candidate] = []
    seen: set[Candidate] = set()
    level, depth = [("", top)], 0
    while level:
        depth += 1
        if depth > limits.max_index_depth:
            raise LimitExceeded("max_index_depth", limits.max_index_depth)
        entries = dict.fromkeys(
            Candidate(descriptor.reference_name or inherited, descriptor)
            for inherited, index in level
            for descriptor in index.manifests
            if not descriptor.is_attestation
        )
        # A layout may lack what nobody asks for: a missing index matters if it is chosen.
        indexes = [entry for entry in entries if entry.is_index_in(content) and entry not in seen]
        found += (entry for entry in entries if not entry.is_index_in(content))
        seen.update(indexes)
        if len(seen) > limits.max_index_entries:
            raise LimitExceeded("max_index_entries", limits.max_index_entries)
        level = [(entry.name, _index(entry.descriptor, content, options)) for entry in indexes]
    return found


def _chosen(location: str, found: list[Candidate], options: ReadOptions) -> Candidate:
    """Return the one candidate that has the wanted name and platform."""
    if options.name is not None:
        exact = [candidate for candidate in found if candidate.name == options.name]
        named = exact or [candidate for candidate in found if candidate.goes_by(options.name)]
        if not named:
            raise UnreadableImage(location, f"no image {options.name}; there are {_names(found)}")
        found = named
    wanted = options.platform or Platform.of_host()
    fitting = [
        candidate
        for candidate in found
        if options.all_platforms
        or candidate.descriptor.platform is None
        or wanted.accepts(candidate.descriptor.platform)
    ]
    if not fitting and options.platform is None and len(_digests(found)) == 1:
        fitting = found
    if not fitting:
        platforms = {str(c.descriptor.platform) for c in found if c.descriptor.platform}
        raise PlatformNotFound(str(wanted), sorted(platforms))
    if len(_digests(fitting)) > 1:
        raise SeveralImages(location, _keys(fitting))
    return fitting[0]


def _digests(candidates: list[Candidate]) -> set[Digest]:
    return {candidate.descriptor.digest for candidate in candidates}


def _keys(candidates: list[Candidate]) -> list[str]:
    """Return for each digest a name that no other has, or the digest itself."""
    named: dict[str, set[Digest]] = {}
    for candidate in candidates:
        named.setdefault(candidate.name, set()).add(candidate.descriptor.digest)
    keys = {
        candidate.descriptor.digest: str(candidate.descriptor.digest) for candidate in candidates
    }
    keys |= {
        min(found): name
        for name, found in sorted(named.items(), reverse=True)
        if name and len(found) == 1
    }
    return list(keys.values())


def _names(candidates: list[Candidate]) -> str:
    return ", ".join(sorted({c.name or str(c.descriptor.digest) for c in candidates})) or "none"


def _index(descriptor: Descriptor, content: Content, options: ReadOptions) -> Index:
    name = str(descriptor.digest)
    data = _verified(name, descriptor, content.manifest(descriptor))
    document = parse_manifest(name, data, options.limits)
    if isinstance(document, Manifest):
        raise InvalidManifest(name, "a manifest, where an index is promised")
    return document


def _manifest(descriptor: Descriptor, content: Content, options: ReadOptions) -> Manifest:
    name = str(descriptor.digest)
    data = _verified(name, descriptor, content.manifest(descriptor))
    document = parse_manifest(name, data, options.limits)
    if isinstance(document, Index):
        raise InvalidManifest(name, "an index, where a manifest is promised")
    return document


def _config(manifest: Manifest, content: Content, options: ReadOptions) -> ImageConfig:
    name = f"config {manifest.config.digest}"
    data = _verified(name, manifest.config, content.config(manifest.config))
    return parse_config(name, data, options.limits)


def _verified(name: str, descriptor: Descriptor, data: bytes) -> bytes:
    """Return a document that is what the descriptor says."""
    try:
        check_size(descriptor.size, len(data))
        descriptor.digest.check(data)
    except (DigestMismatch, SizeMismatch) as error:
        raise InvalidManifest(name, str(error)) from error
    return data
