"""Members of a frozen application: the archive that PyInstaller puts behind its boot loader.

Its "CArchive" is found from a cookie near the end of the executable, behind which a signature or
the section headers of ELF may follow. Of "PYZ" archives, which hold the modules and are members of
it, only the names are read: they are in the form of :mod:`marshal`, and the rest is code.
"""

from __future__ import annotations

from struct import Struct
from typing import TYPE_CHECKING, Final, NamedTuple

from layers.errors import CorruptStream, LimitExceeded, UnreadableFile
from layers.limits import MIB
from layers.marshalled import module_names
from layers.member_content import Facts, Form, MemberContent
from layers.path import normalized, text_of
from layers.tar_header import Kind
from layers.tar_run import Run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from layers.limits import Limits
    from layers.stream import Stream
    from layers.tar_header import Member
    from layers.window import Window

COOKIE: Final = Struct("!8sIIII64s")
COOKIE_MAGIC: Final = b"MEI\x0c\x0b\x0a\x0b\x0e"
BEHIND_COOKIE: Final = MIB
"""How far in front of the end of the executable it is looked for."""
ENTRY: Final = Struct("!IIIIBc")
NO_FILES: Final = (b"o", b"d", b"n", b"l")
"""Types of entries that are options, references, links and the picture of the splash screen."""
MODULES_MAGIC: Final = b"PYZ\0"
MODULES: Final = Struct("!4s4sI")
FILE_MODE: Final = 0o644


class FrozenMember(NamedTuple):
    """An entry of the table of contents."""

    path: bytes
    start: int
    packed: int
    size: int
    form: Form


def cookie_of(window: Window) -> int:
    """Return where the cookie of a frozen application begins; -1 if there is none."""
    place = window.last(COOKIE_MAGIC, window.end - BEHIND_COOKIE)
    return place if 0 <= place <= window.end - COOKIE.size else -1


class FrozenReader:
    """Iterates over the members of a frozen application, or over the modules of a PYZ archive.

    Raises, when it is made:
        CorruptStream: for damage of the table of contents.
        LimitExceeded: for too many members, or if the table is not held.

    """

    def __init__(
        self, members: Sequence[FrozenMember], window: Window, count: Callable[[int], None]
    ) -> None:
        self._members = members
        self._window = window
        self._count = count
        self._current: FrozenMember | None = None

    @classmethod
    def of_application(
        cls, window: Window, limits: Limits, count: Callable[[int], None]
    ) -> FrozenReader:
        """Read the table of contents of an executable with a cookie."""
        return cls(list(_entries(window, limits)), window, count)

    @classmethod
    def of_modules(
        cls, window: Window, limits: Limits, count: Callable[[int], None]
    ) -> FrozenReader:
        """Read the names of the modules in a PYZ archive."""
        _, _, place = MODULES.unpack(window.part(0, MODULES.size))
        names = module_names(window.part(place, window.end), limits.max_archive_members)
        paths = (normalized(name) for name in names)
        members = [FrozenMember(path, -1, 0, 0, Form.PLAIN) for path in paths if path]
        return cls(members, window, count)

    def chosen(self, choose: Callable[[Run], Iterable[int]]) -> Iterator[Member]:
        """Iterate over some of the members only, as a tar reader does."""
        paths = [member.path for member in self._members]
        parts = [path.rpartition(b"/") for path in paths]
        names, parents = [name for _, _, name in parts], frozenset(parent for parent, _, _ in parts)
        for index in choose(Run(paths, names, parents, lambda _: FILE_MODE)):
            member = self._current = self._members[index]
            yield member.path, Kind.FILE, member.size, b""

    def payload(self) -> Stream:
        """Return the content of the current member.

        Raises, as does the stream:
            UnreadableFile: if it cannot be read, or is not what the archive says of it.

        """
        member = self._current
        assert member
        name = text_of(member.path)
        try:
            data = self._window.part(member.start, member.start + member.packed)
        except (CorruptStream, LimitExceeded) as error:
            raise UnreadableFile(name, str(error)) from error
        return MemberContent(data, Facts(name, member.form, member.size), self._count)

    @property
    def mode(self) -> int:
        """The permission bits of the current member, which the archive does not have."""
        return FILE_MODE

    @property
    def is_overlay_whiteout(self) -> bool:
        """Whether the current member is a device, which the archive has none of."""
        return False


def _entries(window: Window, limits: Limits) -> Iterator[FrozenMember]:
    place = cookie_of(window)
    _, length, toc, toc_bytes, _, _ = COOKIE.unpack(window.part(place, place + COOKIE.size))
    begin = place + COOKIE.size - length
    data = window.part(begin + toc, begin + toc + toc_bytes)
    position = count = 0
    while position < len(data):
        count += 1
        if count > limits.max_archive_members:
            raise LimitExceeded("max_archive_members", limits.max_archive_members)
        if position + ENTRY.size > len(data):
            raise CorruptStream("a truncated table of contents")
        entry, start, packed, size, compressed, kind = ENTRY.unpack_from(data, position)
        if entry < ENTRY.size:
            raise CorruptStream("a damaged table of contents")
        name = data[position + ENTRY.size : position + entry].partition(b"\0")[0]
        position += entry
        path = normalized(name.replace(b"\\", b"/"))
        if path and kind not in NO_FILES:
            form = Form.ZLIB if compressed else Form.PLAIN
            yield FrozenMember(path, begin + start, packed, size, form)
