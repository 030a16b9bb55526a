"""Which layers are those of the image that another one was built on, as far as the history tells.

No standard says it: the annotation ``org.opencontainers.image.base.digest`` names that image, but
not how many layers are its. Buildah and podman write ``FROM name`` as the comment of the first step
above it. Of what others made, a guess is left: ``CMD`` is the end of what makes an image, so that
layers above one were added to it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMAND: Final = re.compile(r"(?:/bin/sh -c #\(nop\) +)?CMD ")
FROM: Final = re.compile(r"FROM (?![0-9a-f]{12,64}$)\S")
"""Buildah builds each step on the image that the one before has made, which has no name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What a history tells of one instruction."""

    created_by: str = ""
    comment: str = ""
    is_empty: bool = False
    """Whether it made no layer."""


@dataclass(frozen=True, slots=True)
class BaseImage:
    """The lowest layers of an image, which were there before it was built."""

    layers: int
    is_guess: bool


def base_image_of(history: Sequence[Step]) -> BaseImage | None:
    """Return what an image was built on, if that is told."""
    below, stated, commands = 0, None, [0]
    for step in history:
        if FROM.match(step.comment):
            stated = below
        if step.is_empty and COMMAND.match(step.created_by):
            commands.append(below)
        below += not step.is_empty
    if stated is not None:
        return BaseImage(stated, is_guess=False)
    guess = max(count for count in commands if count < max(below, 1))
    return BaseImage(guess, is_guess=True) if guess else None
