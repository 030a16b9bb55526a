"""What an image says of itself, as a report names it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.metadata.secret import redacted
from scanner.model.inventory import LayerFacts, Subject

if TYPE_CHECKING:
    from layers import Image


def subject_of(image: Image) -> Subject:
    """Return it, without the secrets that a layer's command may have."""
    config = image.config
    base = config.base if config and len(config.history) == len(image.layers) else None
    return Subject(
        location=image.location,
        source=image.source,
        names=image.names,
        digest=str(image.digest) if image.digest else None,
        image_id=str(image.image_id) if image.image_id else None,
        platform=str(config.platform) if config else None,
        layers=tuple(
            LayerFacts(
                index=index,
                diff_id=str(layer.info.diff_id) if layer.info.diff_id else None,
                digest=str(layer.info.digest) if layer.info.digest else None,
                created_by=redacted(layer.info.created_by),
                in_base=index < base.layers if base else None,
            )
            for index, layer in enumerate(image.layers)
            if layer.info.name
        ),
        base_is_guess=base is not None and base.is_guess,
        verified=image.verified,
    )
