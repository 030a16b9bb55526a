"""What gives the members of a layer, one after another, as its tar stream has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from layers.stream import Stream
    from layers.tar_header import Member
    from layers.tar_run import Run


class MemberReader(Protocol):
    """What gives the members of a layer: :class:`layers.tar.TarReader`, for one."""

    def chosen(self, choose: Callable[[Run], Iterable[int]], /) -> Iterator[Member]:
        """Iterate over the members, but of each run only over those that are chosen."""
        ...

    def payload(self) -> Stream:
        """Return the payload of the current member, to be read before the next one.

        Raises, as does the stream:
            UnreadableFile: if nothing but this member is damaged.

        """
        ...

    @property
    def mode(self) -> int: ...
    @property
    def is_overlay_whiteout(self) -> bool: ...
