"""What a user may choose for a scan."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from layers import Limits, Platform, Verification
from layers.image import Progress, Silent
from layers.registry.settings import RegistrySettings
from layers.store import NoStore, Store
from scanner.model.component import MATCHED, State
from scanner.selection import Selection

if TYPE_CHECKING:
    from scanner.licenses.decided.curation import Curation
    from scanner.resolve.resolver import Resolving


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All choices, at their defaults."""

    platform: Platform | None = None
    """The wanted one of several; by default the host's."""
    all_platforms: bool = False
    """Whether an image for another platform is one of its own."""
    image: str | None = None
    """The wanted one of several images in one place, by name or digest."""
    verification: Verification = Verification.DIGESTS
    limits: Limits = field(default_factory=Limits)
    workers: int | None = None
    """Layers read at a time; by default as many as there are processors for us."""
    registry: RegistrySettings = field(default_factory=RegistrySettings)
    """How to talk to registries."""
    progress: Progress = field(default_factory=Silent)
    included: frozenset[State] = MATCHED
    """The states of components that are matched, and part of an SBOM."""
    selection: Selection = field(default_factory=Selection)
    """Which of what is declared counts."""
    assumes_versions: bool = False
    """Whether the lowest version that is allowed stands for one that nothing tells."""
    beside: tuple[str, ...] = ()
    """Other directories of this machine that belong to the one scanned: its environments."""
    manifests: tuple[str, ...] = ()
    """The files to read of the directory scanned; by default all that there are."""
    all_layers: bool = False
    """Whether what a higher layer removed is listed, too."""
    by_toc: bool = False
    """Whether it is enough what a layer's table of contents says, where it has one."""
    verify: bool = False
    """Whether files are compared with what installers recorded; stored layers are read again."""
    licenses: bool = False
    """Whether licences are told from all there is on them, the texts included."""
    curations: tuple[Curation, ...] = ()
    """What people decided on licences."""
    resolving: Resolving | None = None
    """Whether a resolver is run for manifests without a lockfile; by default no program is."""
    store: Store = field(default_factory=NoStore)
    """Where snapshots of layers are kept between scans; by default nowhere."""
