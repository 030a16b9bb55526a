"""What a user may choose for a scan."""

from __future__ import annotations

from dataclasses import dataclass, field

from layers import Limits, Platform, Verification
from layers.image import Progress, Silent


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All choices, at their defaults."""

    platform: Platform | None = None
    """The wanted one of several; by default the host's."""
    image: str | None = None
    """The wanted one of several images in one place, by name or digest."""
    verification: Verification = Verification.DIGESTS
    limits: Limits = field(default_factory=Limits)
    workers: int | None = None
    """Layers read at a time; by default as many as there are processors for us."""
    progress: Progress = field(default_factory=Silent)
