"""Gathering the members of a layer, or of an archive inside of it, into a snapshot.

Any payload that nobody claimed is passed over while the stream goes by. Of all else only the names
are kept.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from layers import whiteout
from layers.allowance import Allowance
from layers.archive_claim import ArchiveClaim
from layers.edges import Edges
from layers.errors import CorruptStream, LimitExceeded, UnreadableFile
from layers.fingerprint import Fingerprints
from layers.listing import Listing
from layers.opening import HEAD_BYTES, MediumFailed, Opener
from layers.path import bytes_of, joined, name_of, normalized, text_of
from layers.program import EXECUTABLE, is_program, may_be_archive, programs_in
from layers.snapshot import Entry, Snapshot, followed
from layers.snapshot_bytes import packed
from layers.stream import MemoryStream, PrefixedStream, read_all, read_exactly
from layers.tar_header import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from layers.claim import Claims
    from layers.limits import Limits
    from layers.member_reader import MemberReader
    from layers.note import Notes
    from layers.stream import Stream
    from layers.tar_header import Member
    from layers.tar_run import Run


class SnapshotBuilder:
    """Gathers the members of a layer, in any order, into its snapshot.

    A later member of the same path replaces an earlier one, as it does when a layer is unpacked.
    """

    def __init__(
        self, claims: Claims, limits: Limits, notes: Notes, *, opens_archives: bool = True
    ) -> None:
        self._claims = claims
        self._limits = limits
        self._notes = notes
        self._opens = bool(claims.archives) and opens_archives
        self._allowance = Allowance(limits)
        self._unopened = 0
        self._depth = 0
        """How many archives this is the inside of."""
        self._may_hold = limits.max_archive_bytes
        self._entries: dict[bytes, Entry] = {}
        self._contents: dict[bytes, bytes] = {}
        self._distinct: dict[bytes, bytes] = {}
        """Equal contents are kept once: environments are copied a lot."""
        self._whiteouts: set[bytes] = set()
        self._opaque: set[bytes] = set()
        self._listing = Listing()
        self._contested: set[bytes] = set()
        """Entries, and the same with a slash behind them: any other member replaces none."""
        self._taken: set[bytes] = set()
        """The last components of entries and directories: what has another replaces none."""
        self.fingerprints = Fingerprints(self._reserve, are_wanted=claims.fingerprints)
        self._heads = Edges((whiteout.PREFIX, *claims.prefixes))
        self._tails = Edges(claims.suffixes, at_end=True)

    def add_members(self, reader: MemberReader) -> None:
        """Add every member of a layer.

        Raises:
            CorruptStream, LimitExceeded: as the reader does, and for too much that is claimed.

        """
        for member in reader.chosen(self._add_run):
            self._add_member(reader, member)

    def _add_run(self, run: Run) -> Sequence[int]:
        """Add a run of a tar stream, and return which of it are to be added one by one."""
        chosen = [index for index in self._claimed(run.names) if self._is_chosen(run.paths[index])]
        if self._opens and (programs := programs_in(run)):
            chosen = sorted({*chosen, *programs})
        for index in chosen:
            self._contest(run.paths[index])
        new = self._new_directories(run.parents)
        if self._has_consequences(run, chosen, new):
            self._listing.directories.difference_update(new)
            return range(len(run.paths))
        self._claim_directories(new)
        paths = run.paths
        if any(run.names[index].startswith(whiteout.PREFIX) for index in chosen):
            pairs = zip(paths, run.names, strict=True)
            paths = [path for path, name in pairs if not name.startswith(whiteout.PREFIX)]
        self._listing.add(paths, run.parents)
        return sorted({*chosen, *self.fingerprints.wanted(run.paths)})

    def _has_consequences(self, run: Run, chosen: list[int], new: Sequence[bytes]) -> bool:
        """Tell whether a run takes the place of something, or has directories that are markers."""
        if any(name_of(path).startswith(whiteout.PREFIX) for path in new):
            return True
        # Names are a tenth as long as paths, and hashed already.
        if self._taken.isdisjoint(run.names) and self._contested.isdisjoint(run.parents):
            return False
        if not self._listing.directories.isdisjoint(run.paths):
            return True
        contested = [i for i, path in enumerate(run.paths) if path in self._contested]
        return contested != chosen

    def add_names(
        self, paths: Sequence[bytes], names: Sequence[bytes], parents: Iterable[bytes]
    ) -> list[int]:
        """Add what is in a directory, or several, and return what of it may be claimed.

        The paths of directories end with a slash, and their names are empty.
        """
        parents = frozenset(parents)
        self._add_directories(parents)
        self._listing.add(paths, parents)
        return self._claimed(names)

    def _is_chosen(self, path: bytes) -> bool:
        return name_of(path).startswith(whiteout.PREFIX) or self._claims.wants(path)

    def _claimed(self, names: Sequence[bytes]) -> list[int]:
        """Return the indices of names that a claim may be about, or a whiteout."""
        found = self._claims.names.intersection(names)
        found |= self._heads.of(names) | self._tails.of(names)
        return [index for index, name in enumerate(names) if name in found] if found else []

    def _add_member(self, reader: MemberReader, member: Member) -> None:
        """Add a member that may be more than a name."""
        path, kind, size, target = member
        directory, _, name = path.rpartition(b"/")
        self._add_directories((directory,))
        if name.startswith(whiteout.PREFIX):
            self._add_whiteout(directory, name)
            return
        if kind is Kind.DIRECTORY:
            self._add_directory(path)
            return
        self._listing.add((path,), {directory})
        self.fingerprints.replace(path, target if kind is Kind.HARDLINK else b"")
        if path in self._listing.directories:
            self._replace_directory(path)
        if kind is Kind.SYMLINK or self._claims.wants(path):
            if kind is Kind.HARDLINK:
                self._add_hard_link(path, normalized(target) or target)
                return
            entry = Entry(text_of(path), kind, size, reader.mode, text_of(target))
            if kind is Kind.FILE:
                self._add_payload(entry, reader)
            else:
                self.add(entry)
            return
        self._forget(path)
        if kind is Kind.FILE and self.may_open(name, reader.mode):
            entry = Entry(text_of(path), kind, size, reader.mode)
            self._add_payload(entry, reader, is_claimed=False)
        elif kind is Kind.FILE:
            self.fingerprints.take(path, reader.payload)
        if kind is Kind.DEVICE and reader.is_overlay_whiteout:
            self._notes.add("a whiteout of overlayfs, which hides nothing in a tar", path)

    def _add_payload(self, entry: Entry, reader: MemberReader, *, is_claimed: bool = True) -> None:
        try:
            if is_claimed:
                self.add_file(entry, reader.payload)
            else:
                self.add_program(entry, reader.payload())
        except UnreadableFile as error:
            is_limit = isinstance(error.__cause__, LimitExceeded)
            self._notes.add(f"not read: {error}", bytes_of(entry.path), incomplete=is_limit)
            if is_claimed:
                self.add(entry)

    def add(self, entry: Entry) -> None:
        """Add a symbolic link, or what was claimed and cannot be read."""
        self._add(entry, None)

    def add_file(self, entry: Entry, payload: Callable[[], Stream]) -> None:
        """Add a claimed file: its content, an excerpt of it, or what is wanted of an archive."""
        path = bytes_of(entry.path)
        with self.fingerprints.taking(path, payload) as taken:
            self._add_file(entry, path, taken)

    def _add_file(self, entry: Entry, path: bytes, payload: Callable[[], Stream]) -> None:
        if claim := self._claims.archive_of(path):
            self._add(*self._opened(entry, payload, claim))
            return
        excerpt = self._claims.excerpt_of(path)
        if entry.size > self._limits.max_claimed_file_bytes:
            reason = f"limit max_claimed_file_bytes exceeded: {entry.size:,} bytes"
            self._notes.add(reason, path, incomplete=True)
            self._add(entry, None)
            return
        if not excerpt:
            self._reserve(entry.size)
        content = read_all(payload())
        if excerpt:
            content = excerpt.take(content)
            self._reserve(len(content))
        self._add(entry, content)

    def may_open(self, name: bytes, mode: int) -> bool:
        """Tell whether a file that is not claimed may be a program with an archive behind it."""
        return self._opens and is_program(name) and mode & EXECUTABLE != 0

    def add_program(self, entry: Entry, payload: Stream) -> None:
        """Add a program, if there is an archive behind it."""
        with self.fingerprints.taking(bytes_of(entry.path), lambda: payload) as taken:
            self._add_program(entry, taken())

    def _add_program(self, entry: Entry, payload: Stream) -> None:
        head = read_exactly(payload, HEAD_BYTES)
        if may_be_archive(head, entry.size) and self._depth < self._limits.max_archive_depth:
            claim = ArchiveClaim(patterns=())
            whole = PrefixedStream(head, payload)
            found, content = self._opened(entry, lambda: whole, claim)
            if found.kind is Kind.ARCHIVE:
                self._add(found, content)

    def _opened(
        self, entry: Entry, payload: Callable[[], Stream], claim: ArchiveClaim
    ) -> tuple[Entry, bytes | None]:
        """Return a file as an archive, with all that is wanted of it; or as it is."""
        path = bytes_of(entry.path)
        if not self._opens:
            self._unopened += 1
            return replace(entry, kind=Kind.ARCHIVE), None
        try:
            opened = self._opener(path).open(payload(), entry.size)
            if opened is None:
                return entry, None
            inner = self._inside(path, claim, opened.held)
            inner.add_members(opened.reader)
            snapshot = inner.snapshot()
        except MediumFailed as failure:
            raise failure.error from failure
        except (CorruptStream, LimitExceeded) as error:
            is_limit = isinstance(error, LimitExceeded)
            self._notes.add(f"an archive that was not read: {error}", path, incomplete=is_limit)
            return entry, None
        return replace(entry, kind=Kind.ARCHIVE, digest=opened.digest()), packed(snapshot)

    def _opener(self, path: bytes) -> Opener:
        if self._depth == self._limits.max_archive_depth:
            raise LimitExceeded("max_archive_depth", self._limits.max_archive_depth)
        return Opener(
            limits=self._limits,
            note=partial(self._notes.add, path=path),
            count=partial(self._allowance.take, "max_archive_output_bytes"),
            may_hold=self._may_hold,
        )

    def _inside(self, path: bytes, claim: ArchiveClaim, held: int) -> SnapshotBuilder:
        """Return what gathers the members of an archive; it takes from the same allowance."""
        claims, notes = claim.inside or self._claims, self._notes.within(path)
        inner = SnapshotBuilder(claims, self._limits, notes)
        inner._allowance = self._allowance
        inner.fingerprints = Fingerprints(self._reserve, are_wanted=False)
        inner._depth = self._depth + 1
        inner._may_hold = self._may_hold - held
        return inner

    def _add(self, entry: Entry, content: bytes | None) -> None:
        path = bytes_of(entry.path)
        if entry.kind is Kind.SYMLINK:
            self._allowance.take("max_symlinks")
        elif path not in self._entries:
            self._allowance.take("max_claimed_files")
        self._reserve(len(entry.target))
        if path in self._contents:
            self._notes.add("there twice in one layer; the later one counts", path)
            del self._contents[path]
        self._entries[path] = entry
        self._contest(path)
        if content is not None:
            self._contents[path] = self._distinct.setdefault(content, content)

    def _add_hard_link(self, path: bytes, target: bytes) -> None:
        """Add another name of what has been at ``target`` so far."""
        known = self._entries.get(target)
        if known is None or known.kind in {Kind.DIRECTORY, Kind.HARDLINK}:
            self._add(Entry(text_of(path), Kind.HARDLINK, target=text_of(target)), None)
        else:
            self._add(*self._linked(path, known))

    def _linked(self, path: bytes, known: Entry) -> tuple[Entry, bytes | None]:
        """Return another name of a file, by which it may be an excerpt, or an archive."""
        target = bytes_of(known.path)
        entry, content = replace(known, path=text_of(path)), self._contents.get(target)
        claim = self._claims.archive_of(path)
        if known.kind is Kind.ARCHIVE and not claim:
            return replace(entry, kind=Kind.FILE, digest=""), None
        excerpt, taken = self._claims.excerpt_of(path), self._claims.excerpt_of(target)
        if content is None or known.kind is Kind.ARCHIVE or (not claim and excerpt is taken):
            return entry, content
        if taken:
            return entry, None
        if claim:
            return self._opened(entry, partial(MemoryStream, content), claim)
        return entry, excerpt.take(content) if excerpt else content

    def _reserve(self, size: int) -> None:
        self._allowance.take("max_claimed_bytes", size)

    def _add_directories(self, directories: Iterable[bytes]) -> None:
        self._claim_directories(self._new_directories(directories))

    def _new_directories(self, directories: Iterable[bytes]) -> list[bytes]:
        new = self._listing.add_directories(directories)
        self._taken.update(filter(None, map(name_of, new)))
        return new

    def _claim_directories(self, paths: Sequence[bytes]) -> None:
        """Take new directories into account, and keep those that are claimed."""
        if not paths:
            return
        self._reserve(sum(map(len, paths)))
        for index in self._claimed(list(map(name_of, paths))):
            path = paths[index]
            if name_of(path).startswith(whiteout.PREFIX):
                self._contest(path)
            if name_of(path) in self._claims.watched:
                self._listing.watched.add(path)
            if self._claims.wants(path) and path not in self._entries:
                self._entries[path] = Entry(text_of(path), Kind.DIRECTORY)

    def _add_directory(self, path: bytes) -> None:
        self._listing.add((path + b"/",))
        self._add_directories((path,))
        replaced = self._entries.get(path)
        if replaced and replaced.kind is not Kind.DIRECTORY:
            self._forget(path)
            if self._claims.wants(path):
                self._entries[path] = Entry(text_of(path), Kind.DIRECTORY)

    def _forget(self, path: bytes) -> None:
        if self._entries.pop(path, None):
            self._contents.pop(path, None)

    def _contest(self, path: bytes) -> None:
        self._taken.add(name_of(path))
        self._contested.update((path, path + b"/"))

    def _replace_directory(self, path: bytes) -> None:
        """Have a file take the place of a directory of the same layer."""
        steps = len(self._listing.directories) + len(self._entries)
        self._allowance.take("max_replacing_steps", steps)
        self._notes.add("both a directory and a file in one layer; the file counts", path)
        self._listing.remove_directory(path)
        prefix = path + b"/"
        for below in [other for other in self._entries if other.startswith(prefix)]:
            self._forget(below)
        self.fingerprints.remove_below(prefix)

    def _add_whiteout(self, directory: bytes, name: bytes) -> None:
        if whiteout.is_opaque_marker(name):
            self._opaque.add(directory)
        elif hidden := whiteout.hidden_name(name):
            self._whiteouts.add(joined(directory, hidden))
        else:
            self._notes.add("a whiteout that hides nothing", joined(directory, name))

    def snapshot(self) -> Snapshot:
        """Return what was gathered."""
        self._follow_hard_links()
        if self._unopened:
            files = f"{self._unopened:,} files that are called like archives"
            self._notes.add(f"{files} were not looked into, for the table of contents was enough")
        return Snapshot(
            entries={entry.path: entry for entry in self._entries.values()},
            contents={text_of(path): content for path, content in self._contents.items()},
            whiteouts=frozenset(self._whiteouts),
            opaque=frozenset(self._opaque),
            listing=self._listing,
            fingerprints=self.fingerprints.found,
            notes=self._notes.collected(),
        )

    def _follow_hard_links(self) -> None:
        """Have the content of a file at those names of it that came before it."""
        links = [path for path, entry in self._entries.items() if entry.kind is Kind.HARDLINK]
        entries = {entry.path: entry for entry in self._entries.values()} if links else {}
        for path in links:
            known = entries.get(followed(self._entries[path], entries))
            if known is None or bytes_of(known.path) not in self._contents:
                continue
            entry, content = self._linked(path, known)
            if content is not None:
                self._entries[path], self._contents[path] = entry, content
