"""The members of a layer by its table of contents, without the rest of the layer.

It reads like a tar stream, and in the same order: of two members that cannot both be there, the
later one counts. A payload is fetched when it is wanted.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from layers.errors import CorruptStream
from layers.stream import MemoryStream
from layers.tar_header import Kind
from layers.tar_run import Run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from layers.stream import Stream
    from layers.tar_header import Member
    from layers.toc import TocMember
    from layers.toc_payload import Payloads

ORDINARY: Final = frozenset((Kind.FILE, Kind.DIRECTORY))
"""What runs are made of."""


class TocReader:
    """Iterates over members; all else it tells is of the current one."""

    def __init__(self, members: Sequence[TocMember], payloads: Payloads) -> None:
        self._members = members
        self._payloads = payloads
        self._current: TocMember | None = None

    def chosen(self, choose: Callable[[Run], Iterable[int]]) -> Iterator[Member]:
        """Iterate over some of the members only, as a tar reader does."""
        for is_run, group in groupby(self._members, lambda member: member.kind in ORDINARY):
            members = list(group)
            for index in choose(_run_of(members)) if is_run else range(len(members)):
                member = self._current = members[index]
                yield member.path, member.kind, member.size, member.target

    def payload(self) -> Stream:
        """Return the payload of the current member.

        Raises:
            CorruptStream, DigestMismatch: if it is not what the table says.
            LimitExceeded: if it takes too much to know.

        """
        member = self._current
        assert member
        if not member.digest and not all(chunk.digest for chunk in member.chunks):
            raise CorruptStream("a file without a digest in the table of contents")
        content = b"".join(map(self._payloads.content, member.chunks))
        if member.digest:
            member.digest.check(content)
        return MemoryStream(content)

    @property
    def mode(self) -> int:
        """The permission bits of the current member."""
        return self._current.mode if self._current else 0

    @property
    def is_overlay_whiteout(self) -> bool:
        """Whether the current member is the character device 0:0."""
        return self._current is not None and self._current.is_null_device


def _run_of(members: Sequence[TocMember]) -> Run:
    paths = [
        member.path + b"/" if member.kind is Kind.DIRECTORY else member.path for member in members
    ]
    parts = [path.rpartition(b"/") for path in paths]
    names, parents = [name for _, _, name in parts], frozenset(parent for parent, _, _ in parts)
    return Run(paths, names, parents, lambda index: members[index].mode)
