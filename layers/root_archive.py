"""A tar archive that is a root file system itself: of ``docker export``, debootstrap or a build.

It has no marker by which to know it. What decides is that neither list of an image's layers is at
its top, and that a directory is there which systems have. The names of its first members tell what
to look for first, so that a compressed archive need not be read twice.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Final

from layers.compression import ARCHIVE_COMPRESSIONS, decompressed
from layers.docker_archive import MANIFEST
from layers.errors import LayersError, UnreadableLayer
from layers.image import Image, Layer, LayerInfo
from layers.layout import INDEX
from layers.limits import KIB, Limits
from layers.note import Notes
from layers.path import text_of
from layers.snapshot import unread_targets
from layers.snapshot_builder import SnapshotBuilder
from layers.stream import CountedStream, MemoryStream
from layers.tar import TarReader
from layers.tar_header import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from layers.claim import Claims
    from layers.image import ReadOptions
    from layers.note import Note
    from layers.snapshot import Snapshot
    from layers.stream import Stream

FIRST_BYTES: Final = 16 * KIB
"""Of an archive, decompressed: enough for the names of its first members."""
DOCUMENTS: Final = (INDEX, MANIFEST)
ROOT_NAMES: Final = frozenset(
    b"bin boot dev etc home lib lib32 lib64 media mnt opt proc root run sbin srv sys tmp usr var "
    b".dockerenv".split()
)
"""What the file system hierarchy standard has at the top; a virtual environment has some of it."""
MARKS: Final = frozenset((*DOCUMENTS, *map(text_of, ROOT_NAMES)))
"""What is claimed to see what an archive is."""
_IMAGE_NAME: Final = re.compile(
    rb"blobs|oci-layout|repositories|sha(?:256|512)[:-].*|[0-9a-f]{64}.*"
    rb"|.*\.json|.*\.tar(?:\.[a-z0-9]+)?|.*\.tgz",
    re.DOTALL,
)
"""What tools put first into the archive of an image."""


def root_image(
    location: str,
    source: str,
    read: Callable[[], Snapshot],
    size: int = 0,
    notes: tuple[Note, ...] = (),
) -> Image:
    """Return a file system as an image of one layer, which is read by ``read``."""
    layer = Layer(LayerInfo(diff_id=None, size=size), read)
    return Image(location=location, source=source, layers=(layer,), notes=notes)


def read_root(location: str, open_stream: Callable[[], Stream], options: ReadOptions) -> Snapshot:
    """Read the archive that ``open_stream`` gives, compressed or not, to its end.

    It is opened a second time only if claimed hard links lead to files that came by without being
    claimed.

    Raises:
        UnreadableLayer: for damage, an exceeded limit or an error of the medium.

    """
    claims = options.claims.including(MARKS)
    try:
        snapshot = _pass(open_stream(), options, claims)
        if targets := unread_targets(snapshot):
            snapshot = _pass(open_stream(), options, options.claims.including(targets | MARKS))
    except (LayersError, OSError) as error:
        raise UnreadableLayer(location, str(error)) from error
    return snapshot


def first_names(head: bytes) -> list[bytes]:
    """Return the topmost parts of the paths that an archive begins with, as far as they go."""
    names = []
    try:
        for path, *_ in TarReader(MemoryStream(head), Limits(), lambda _: None):
            names.append(path.partition(b"/")[0])
    except LayersError:
        pass  # in the middle of a member, or damaged: then it is found when all of it is read
    return names


def begins_as_image(names: Iterable[bytes]) -> bool:
    """Tell whether the first of these names is one that an image's archive may begin with."""
    return any(_IMAGE_NAME.fullmatch(name) for name in list(names)[:1])


def begins_as_root(names: Iterable[bytes]) -> bool:
    """Tell whether one of these names is one that the top of a file system has."""
    return not ROOT_NAMES.isdisjoint(names)


def is_image(snapshot: Snapshot) -> bool:
    """Tell whether an archive that was read as a file system has the list of an image's layers."""
    found = (snapshot.entries.get(name) for name in DOCUMENTS)
    return any(entry is not None and entry.kind is not Kind.DIRECTORY for entry in found)


def is_root(snapshot: Snapshot) -> bool:
    """Tell whether there is something at the top that file systems have."""
    return any(text_of(name) in snapshot.entries for name in ROOT_NAMES)


def _pass(medium: Stream, options: ReadOptions, claims: Claims) -> Snapshot:
    limits, notes = options.limits, Notes(options.limits.max_notes)
    counted = CountedStream(medium, options.progress.advance)
    content, _ = decompressed(counted, limits, notes.add, ARCHIVE_COMPRESSIONS)
    content = CountedStream(content, partial(options.budget.spend, limits))
    builder = SnapshotBuilder(claims, limits, notes)
    builder.add_members(TarReader(content, limits, notes.add))
    return builder.snapshot()
