"""Which paths of an image are wanted, as patterns that are cheap to test a million times."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from layers.path import bytes_of, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from layers.excerpt import Excerpt

_LISTED: Final = re.compile(r"\*\*/[^/*]+/\*")


class Claims:
    """A set of patterns over paths.

    A pattern is a path relative to the root. ``*`` stands for any characters but a slash, and a
    leading ``**/`` for any directories, or none. The last component must have a literal beginning
    or end: that is what is looked at first, in every path of an image. But ``**/name/*`` claims
    directories of that name: what files are right in there, by their names only.

    Of some files, only an excerpt is wanted; of the excerpts for a path, the first is taken.
    """

    def __init__(
        self,
        patterns: Iterable[str],
        excerpts: Iterable[Excerpt] = (),
        paths: Iterable[str] = (),
    ) -> None:
        self.excerpts = tuple(excerpts)
        excerpted = (pattern for excerpt in self.excerpts for pattern in excerpt.patterns)
        self.patterns = tuple(sorted({*patterns, *excerpted}))
        contents = frozenset(filter(_LISTED.fullmatch, self.patterns))
        self.listed = frozenset(pattern.split("/")[1].encode() for pattern in contents)
        """Names of the directories of which it matters what files are right in there."""
        self._paths = frozenset(map(bytes_of, paths))
        names = {path[path.rfind(b"/") + 1 :] for path in self._paths} | self.listed
        prefixes, suffixes = set(), set()
        wanted = [pattern for pattern in self.patterns if pattern not in contents]
        for pattern in wanted:
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
        self.prefixes = tuple(sorted(prefixes))
        """Literal beginnings of those that have a wildcard."""
        self.suffixes = tuple(sorted(suffixes))
        """Literal ends of those that begin with one."""
        self._expression = re.compile("|".join(map(_expression, wanted)).encode(), re.DOTALL)

    @property
    def key(self) -> tuple[object, ...]:
        """What equal claims, and no others, have in common."""
        excerpts = ((each.name, each.version, each.patterns) for each in self.excerpts)
        return self.patterns, tuple(excerpts), tuple(sorted(self._paths))

    def match(self, path: bytes) -> bool:
        """Tell whether a pattern matches ``path``."""
        return self._expression.fullmatch(path) is not None or path in self._paths

    def wants(self, path: bytes) -> bool:
        """Tell the same, faster if it doesn't."""
        name = path[path.rfind(b"/") + 1 :]
        return (
            name in self.names or name.endswith(self.suffixes) or name.startswith(self.prefixes)
        ) and self.match(path)

    def including(self, paths: Iterable[str]) -> Claims:
        """Return these claims, and those on single paths, which may have any characters."""
        return Claims(self.patterns, self.excerpts, paths)

    def excerpt_of(self, path: bytes) -> Excerpt | None:
        """Return what is to be kept of a claimed file; None if that is all of it."""
        text = text_of(path)
        return next((each for each in self.excerpts if _is_for(each, text)), None)


def _is_for(excerpt: Excerpt, path: str) -> bool:
    return any(matcher(pattern).fullmatch(path) for pattern in excerpt.patterns)


@lru_cache(maxsize=256)
def matcher(pattern: str) -> re.Pattern[str]:
    """Return the expression that a claimed path matches in full."""
    return re.compile(_expression(pattern), re.DOTALL)


def _expression(pattern: str) -> str:
    anywhere = pattern.startswith("**/")
    rest = pattern.removeprefix("**/")
    return ("(?:.*/)?" if anywhere else "") + "[^/]*".join(map(re.escape, rest.split("*")))
