"""Which paths of an image are wanted, as patterns that are cheap to test a million times."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Final

from layers.path import bytes_of, name_of
from layers.pattern import Patterns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from layers.archive_claim import ArchiveClaim
    from layers.excerpt import Excerpt

_DIRECTORY: Final = re.compile(r"\*\*/[^/*]+/\*")


class Claims:
    """A set of patterns over paths.

    The last component of a pattern (:mod:`layers.pattern`) must have a literal beginning or end:
    that is what is looked at first, in every path of an image. But ``**/name/*`` claims directories
    of that name: what is right in there, by its name only.

    Of some files, only an excerpt is wanted, and some are archives to look into; of the excerpts
    for a path, the first is taken, and then it is no archive. If there are archives at all,
    executables whose names have no dot are looked into, too: most that are archives are called so.
    """

    def __init__(
        self,
        patterns: Iterable[str],
        excerpts: Iterable[Excerpt] = (),
        paths: Iterable[str] = (),
        archives: Iterable[ArchiveClaim] = (),
        *,
        fingerprints: bool = False,
    ) -> None:
        self.fingerprints = fingerprints
        """Whether files that may have been installed are to be hashed; that is never stored."""
        self.excerpts = tuple(excerpts)
        self.archives = tuple(archives)
        special = chain(
            *(excerpt.patterns for excerpt in self.excerpts),
            *(archive.patterns for archive in self.archives),
        )
        self.patterns = tuple(sorted({*patterns, *special}))
        directories = frozenset(filter(_DIRECTORY.fullmatch, self.patterns))
        self.watched = frozenset(pattern.split("/")[1].encode() for pattern in directories)
        """Names of the directories of which it matters what is right in there."""
        self._paths = frozenset(map(bytes_of, paths))
        names = {name_of(path) for path in self._paths} | self.watched
        prefixes, suffixes = set(), set()
        self._files = tuple(pattern for pattern in self.patterns if pattern not in directories)
        for pattern in self._files:
            begin, star, end = pattern.rpartition("/")[2].encode().partition(b"*")
            if not star:
                names.add(begin)
            elif begin:
                prefixes.add(begin)
            elif tail := end.rpartition(b"*")[2]:
                suffixes.add(tail)
            else:
                raise ValueError(f"a pattern that every name may match: {pattern}")
        self.names = frozenset(names)
        """Last components of patterns that are literal."""
        self.prefixes = tuple(sorted(p for p in prefixes if not _begins_with_other(p, prefixes)))
        """Literal beginnings of those that have a wildcard, each the shortest one."""
        self.suffixes = tuple(sorted(suffixes))
        """Literal ends of those that begin with one."""

    @cached_property
    def _patterns(self) -> Patterns:
        return Patterns(self._files)

    @cached_property
    def _excerpts(self) -> Patterns:
        return Patterns(chain(*(excerpt.patterns for excerpt in self.excerpts)))

    @cached_property
    def _excerpt_of_each(self) -> tuple[tuple[Callable[[bytes], bool], Excerpt], ...]:
        return tuple((_condition(each), each) for each in self.excerpts)

    @cached_property
    def _all_archives(self) -> Patterns:
        return Patterns(chain(*(archive.patterns for archive in self.archives)))

    @cached_property
    def _archives(self) -> tuple[tuple[Patterns, ArchiveClaim], ...]:
        return tuple((Patterns(archive.patterns), archive) for archive in self.archives)

    @property
    def key(self) -> tuple[object, ...]:
        """What equal claims, and no others, have in common."""
        excerpts = ((each.name, each.version, each.patterns, each.unless) for each in self.excerpts)
        archives = ((each.patterns, each.inside and each.inside.key) for each in self.archives)
        return self.patterns, tuple(excerpts), tuple(sorted(self._paths)), tuple(archives)

    def match(self, path: bytes) -> bool:
        """Tell whether a pattern matches ``path``."""
        return self._patterns.match(path) or path in self._paths

    def wants(self, path: bytes) -> bool:
        """Tell the same, faster if it doesn't."""
        name = name_of(path)
        return (
            name in self.names or name.endswith(self.suffixes) or name.startswith(self.prefixes)
        ) and self.match(path)

    def including(self, paths: Iterable[str]) -> Claims:
        """Return these claims, and those on single paths, which may have any characters."""
        return Claims(
            self.patterns, self.excerpts, paths, self.archives, fingerprints=self.fingerprints
        )

    def excerpt_of(self, path: bytes) -> Excerpt | None:
        """Return what is to be kept of a claimed file; None if that is all of it."""
        if not self.excerpts or not self._excerpts.match(path):
            return None
        return next((each for fits, each in self._excerpt_of_each if fits(path)), None)

    def keeps_same(self, path: str, other: str) -> bool:
        """Tell whether of both paths the whole content is kept, or the same excerpt of it."""
        return self.excerpt_of(bytes_of(path)) is self.excerpt_of(bytes_of(other))

    def archive_of(self, path: bytes) -> ArchiveClaim | None:
        """Return what is wanted of a claimed file that is an archive by its name; or else None.

        What only an excerpt is wanted of is none: ``python.exe`` is not looked into.
        """
        if not self._all_archives.match(path):
            return None
        found = next((each for fits, each in self._archives if fits.match(path)), None)
        return None if found is None or self.excerpt_of(path) else found


def _begins_with_other(name: bytes, others: Iterable[bytes]) -> bool:
    return any(name != other and name.startswith(other) for other in others)


def _condition(excerpt: Excerpt) -> Callable[[bytes], bool]:
    """Return what tells whether an excerpt is wanted of a path."""
    fits, unless = Patterns(excerpt.patterns).match, Patterns(excerpt.unless).match
    return (lambda path: fits(path) and not unless(path)) if excerpt.unless else fits
