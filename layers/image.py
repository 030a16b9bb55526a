"""An image as a source gives it: what it says of itself, and layers that can be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Protocol

from layers.budget import Budget
from layers.limits import Limits
from layers.registry.settings import RegistrySettings
from layers.store import NoStore, Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from layers.claim import Claims
    from layers.digest import Digest
    from layers.manifest import ImageConfig
    from layers.note import Note
    from layers.reference import Platform
    from layers.snapshot import Snapshot


class Verification(Enum):
    """How much is hashed while it is read."""

    NONE = "none"
    """Nothing; payloads of uncompressed layers are skipped by seeking."""
    DIGESTS = "digests"
    """Each blob's digest; the diff ID where a layer has no other."""
    STRICT = "strict"
    """Diff IDs, too."""


class Progress(Protocol):
    """Is told how far the reading has come, from several threads."""

    def begin(self, layers: int, size: int) -> None:
        """Tell how many layers there are, and their bytes."""

    def advance(self, size: int) -> None:
        """Tell that more bytes were read."""

    def end_layer(self) -> None:
        """Tell that a layer is done with."""


class Silent:
    """Progress that nobody looks at."""

    def begin(self, layers: int, size: int) -> None: ...
    def advance(self, size: int) -> None: ...
    def end_layer(self) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """What to read, and how."""

    claims: Claims
    directory_claims: Claims | None = None
    """What to read of a directory of this machine, if that is not the same."""
    platform: Platform | None = None
    """The wanted one of several; by default the host's, or the only one there is."""
    all_platforms: bool = False
    """Whether an image for another platform counts as one of several, and not as another form."""
    name: str | None = None
    """The wanted image of an archive with several."""
    limits: Limits = field(default_factory=Limits)
    verification: Verification = Verification.DIGESTS
    progress: Progress = field(default_factory=Silent)
    budget: Budget = field(default_factory=Budget)
    """What the layers read with these options have cost so far."""
    by_toc: bool = False
    """Whether it is enough what a layer's table of contents says, where it has one."""
    store: Store = field(default_factory=NoStore)
    """Where snapshots of layers are kept between scans."""
    registry: RegistrySettings = field(default_factory=RegistrySettings)
    """How to talk to registries."""
    beside: tuple[str, ...] = ()
    """Other directories to read with a directory of this machine, at their absolute paths."""
    only: tuple[str, ...] = ()
    """The files to read of a directory of this machine; by default, all that is claimed."""
    takes_in: Callable[[str, bytes], Iterable[str]] | None = None
    """Returns the paths of what a file takes in that was chosen, by its own path and content."""
    workers: int | None = None
    """Layers read at a time; by default as many as there are processors for us."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerInfo:
    """What the image says of a layer."""

    diff_id: Digest | None
    """The digest of the uncompressed tar stream; a claim, unless it was verified."""
    digest: Digest | None = None
    """The digest of the blob, if the medium has one."""
    size: int = 0
    """Bytes to be read from the medium."""
    media_type: str = ""
    created_by: str = ""
    annotations: tuple[tuple[str, str], ...] = ()
    """Of its descriptor."""

    @property
    def name(self) -> str:
        """What to call it in a message."""
        return str(self.digest or self.diff_id or "")


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer; ``read`` makes its snapshot, or raises UnreadableLayer."""

    info: LayerInfo
    read: Callable[[], Snapshot]


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """An image, or any file system that is read as one; layers from the lowest up."""

    location: str
    """As the user gave it."""
    source: str
    """The kind of medium: a name in :data:`layers.sources.SOURCES`."""
    layers: tuple[Layer, ...]
    digest: Digest | None = None
    """Of its manifest."""
    image_id: Digest | None = None
    """Of its config."""
    config: ImageConfig | None = None
    names: tuple[str, ...] = ()
    """References it goes by, as the medium has them."""
    verified: bool = True
    """Whether what is read is what the digests speak of."""
    notes: tuple[Note, ...] = ()
    directory: str | None = None
    """What paths are in, if that is no image but a directory of this machine."""
    chosen: tuple[str, ...] = ()
    """The files that were wanted of that, if not all of it was."""
    files: tuple[str, ...] = ()
    """The same, with those that they take in."""
