"""Members of a zip archive (PKWARE's APPNOTE.TXT 6.3), by its central directory.

That is the view of ``zipimport``, which runs what is inside, and of pip, which installs it; what
the headers in front of the members say besides does not count. The archive may begin anywhere in
its file: a zip application has a line for the shell before it, or a whole program.
"""

from __future__ import annotations

from itertools import pairwise
from struct import Struct
from typing import TYPE_CHECKING, Final, NamedTuple

from layers.errors import CorruptStream, LimitExceeded, UnreadableFile
from layers.member_content import Facts, Form, MemberContent
from layers.path import normalized, text_of
from layers.tar_header import PERMISSIONS, Kind
from layers.tar_run import Run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from layers.limits import Limits
    from layers.stream import Stream
    from layers.tar_header import Member
    from layers.window import Window

END: Final = Struct("<4s4H2LH")
END_MAGIC: Final = b"PK\5\6"
END64_LOCATOR: Final = Struct("<4sLQL")
END64: Final = Struct("<4sQ2H2L4Q")
HEADER: Final = Struct("<4s6H3L5H2L")
HEADER_MAGIC: Final = b"PK\1\2"
LOCAL: Final = Struct("<4s5H3L2H")
LOCAL_MAGIC: Final = b"PK\3\4"
COMMENT_BYTES: Final = 0xFFFF
EXTRA_ZIP64: Final = 1
IN_EXTRA: Final = 0xFFFFFFFF
"""In place of a number that does not fit, and is in an extra field."""
ENCRYPTED: Final = 1
UTF_8: Final = 1 << 11
FORMS: Final = {0: Form.PLAIN, 8: Form.DEFLATE}
"""By the number of the method; Python imports from no others."""


class ZipMember(NamedTuple):
    """A header of the central directory: plain, for there may be 10⁵."""

    name: bytes
    """As it stands there."""
    path: bytes
    """In UTF-8."""
    flags: int
    method: int
    checksum: int
    packed: int
    """Bytes that it takes in the archive."""
    size: int
    mode: int
    start: int
    """Where in the file its local header begins."""


def zip_end(window: Window) -> int:
    """Return where the record begins that ends a zip archive; -1 if there is none."""
    place = window.end - END.size
    if place < window.start:
        return -1
    tail = window.part(place, window.end)
    if tail.startswith(END_MAGIC) and tail.endswith(b"\0\0"):
        return place
    place = window.last(END_MAGIC, place - COMMENT_BYTES)
    return place if 0 <= place <= window.end - END.size else -1


class ZipReader:
    """Iterates over the members of a zip archive; all else it tells is of the current one.

    Raises, when it is made and while iterating:
        CorruptStream: for damage of the central directory.
        LimitExceeded: for too many members, or if the central directory is not held.

    """

    def __init__(
        self,
        window: Window,
        limits: Limits,
        note: Callable[[str], None],
        count: Callable[[int], None],
    ) -> None:
        self._window = window
        self._note = note
        self._count = count
        self._members = list(_central_directory(window, limits))
        self._current: ZipMember | None = None

    def chosen(self, choose: Callable[[Run], Iterable[int]]) -> Iterator[Member]:
        """Iterate over some of the members only, as a tar reader does."""
        places = sorted((member.start, member.start + member.packed) for member in self._members)
        if any(end > start for (_, end), (start, _) in pairwise(places)):
            self._note("members that overlap")
        members = []
        for member in self._members:
            path = normalized(member.path)
            if path:
                members.append((path, member))
            elif path is None:
                self._note(
                    f"a path that leads out of the archive was left out: {member.path!r:.200}"
                )
        for index in choose(_run_of(members)):
            path, member = members[index]
            self._current = member
            if member.path.endswith(b"/"):
                yield path, Kind.DIRECTORY, 0, b""
            else:
                yield path, Kind.FILE, member.size, b""

    def payload(self) -> Stream:
        """Return the content of the current member.

        Raises, as does the stream:
            UnreadableFile: if it cannot be read, or is not what the archive says of it.

        """
        member = self._current
        assert member
        name = text_of(member.path)
        if member.flags & ENCRYPTED:
            raise UnreadableFile(name, "encrypted")
        if member.method not in FORMS:
            raise UnreadableFile(name, f"compressed with method {member.method}")
        try:
            data = self._data(member)
        except (CorruptStream, LimitExceeded) as error:
            raise UnreadableFile(name, str(error)) from error
        facts = Facts(name, FORMS[member.method], member.size, member.checksum)
        return MemberContent(data, facts, self._count)

    @property
    def mode(self) -> int:
        """The permission bits of the current member."""
        return self._current.mode if self._current else 0

    @property
    def is_overlay_whiteout(self) -> bool:
        """Whether the current member is a device, which a zip archive has none of."""
        return False

    def _data(self, member: ZipMember) -> bytes:
        begin = member.start + LOCAL.size
        header = LOCAL.unpack(self._window.part(member.start, begin))
        if header[0] != LOCAL_MAGIC:
            raise CorruptStream("no member where the central directory has one")
        name, extra = header[-2:]
        if self._window.part(begin, begin + name) != member.name:
            self._note(f"a member with another name in front of it: {member.name!r:.200}")
        begin += name + extra
        return self._window.part(begin, begin + member.packed)


def _run_of(members: list[tuple[bytes, ZipMember]]) -> Run:
    paths = [path + b"/" if member.path.endswith(b"/") else path for path, member in members]
    parts = [path.rpartition(b"/") for path in paths]
    names, parents = [name for _, _, name in parts], frozenset(parent for parent, _, _ in parts)
    return Run(paths, names, parents, lambda index: members[index][1].mode)


def _central_directory(window: Window, limits: Limits) -> Iterator[ZipMember]:
    end = zip_end(window)
    if end < 0:
        raise CorruptStream("a zip archive without an end")
    size, offset = END.unpack(window.part(end, end + END.size))[5:7]
    if zip64 := _end64(window, end):
        size, offset, end = zip64
    begin = end - size
    shift = begin - offset
    """Bytes in front of the archive, which places in it do not count."""
    if shift < 0:
        raise CorruptStream("a zip archive whose beginning is not there")
    data = window.part(begin, end)
    position = count = 0
    while position < size:
        count += 1
        if count > limits.max_archive_members:
            raise LimitExceeded("max_archive_members", limits.max_archive_members)
        if position + HEADER.size > size:
            raise CorruptStream("a truncated central directory")
        member, length = _member(data, position, shift)
        if len(member.path) > limits.max_path_bytes:
            raise LimitExceeded("max_path_bytes", limits.max_path_bytes)
        position += length
        yield member


def _end64(window: Window, end: int) -> tuple[int, int, int] | None:
    """Return size and place of the central directory, and its end, by the record for large ones."""
    place = end - END64_LOCATOR.size
    if place < max(0, window.start):
        return None
    if not window.part(place, end).startswith(b"PK\6\7"):
        return None
    begin = place - END64.size
    if begin < window.start:
        return None
    fields = END64.unpack(window.part(begin, place))
    if fields[0] != b"PK\6\6":
        raise CorruptStream("a zip64 archive without an end")
    return fields[8], fields[9], begin


def _member(data: bytes, position: int, shift: int) -> tuple[ZipMember, int]:
    """Return a member, and how long its header is."""
    header = HEADER.unpack_from(data, position)
    if header[0] != HEADER_MAGIC:
        raise CorruptStream("a damaged central directory")
    (_, _, _, flags, method, _, _, checksum, packed, size) = header[:10]
    name_bytes, extra_bytes, comment_bytes, _, _, attributes, offset = header[10:]
    begin = position + HEADER.size
    name = data[begin : begin + name_bytes]
    extra = data[begin + name_bytes : begin + name_bytes + extra_bytes]
    length = HEADER.size + name_bytes + extra_bytes + comment_bytes
    if position + length > len(data):
        raise CorruptStream("a truncated central directory")
    if IN_EXTRA in {size, packed, offset}:
        size, packed, offset = _large(extra, (size, packed, offset))
    mode = attributes >> 16 & PERMISSIONS
    path = name if flags & UTF_8 or name.isascii() else name.decode("cp437").encode()
    start = offset + shift
    return ZipMember(name, path, flags, method, checksum, packed, size, mode, start), length


def _large(extra: bytes, numbers: tuple[int, int, int]) -> tuple[int, ...]:
    """Return numbers with those that did not fit taken from the extra field for large archives."""
    position = 0
    while position + 4 <= len(extra):
        kind = int.from_bytes(extra[position : position + 2], "little")
        length = int.from_bytes(extra[position + 2 : position + 4], "little")
        position += 4
        if kind == EXTRA_ZIP64:
            field = extra[position : position + length]
            return _replaced(numbers, field)
        position += length
    return numbers


def _replaced(numbers: tuple[int, int, int], field: bytes) -> tuple[int, ...]:
    position, found = 0, []
    for number in numbers:
        if number != IN_EXTRA:
            found.append(number)
            continue
        if position + 8 > len(field):
            raise CorruptStream("a zip64 archive that lacks a number")
        found.append(int.from_bytes(field[position : position + 8], "little"))
        position += 8
    return tuple(found)
