"""Files that several distributions have recorded: whichever came last has overwritten them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, TypeAlias

from scanner.metadata.record import CACHE, is_bytecode
from scanner.model.component import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scanner.enrich.recorded.recorded import Recorded
    from scanner.model.component import Evidence

MAX_NAMED: Final = 3
OUTSIDE: Final = ("../", "./", "/")
Place: TypeAlias = tuple[str | None, str]
"""A directory, and what is right in it; or none, and a path from the root."""
Shared: TypeAlias = defaultdict[tuple[str, str], set[str]]
"""Files, by the list that has them, and the name of the distribution that has them, too."""


def shared_files(recorded: Iterable[Recorded], cataloger: str) -> Iterator[Problem]:
    """Yield a problem for each distribution that shares files with one before it."""
    owners: defaultdict[Place, list[Recorded]] = defaultdict(list)
    for each in recorded:
        for top in each.files.tops - {CACHE}:
            owners[each.directory, top].append(each)
        for path in each.files.outside:
            owners[None, each.at(path)].append(each)
    shared: Shared = defaultdict(set)
    rivals: defaultdict[str, dict[Evidence, Recorded]] = defaultdict(dict)
    for (directory, name), several in owners.items():
        if directory is not None and len(several) > 1:
            rivals[directory] |= {each.component.evidence: each for each in several}
        for each in several[1:] if directory is None else ():
            shared[each.list_path, several[0].component.name].add(name)
    for distributions in rivals.values():
        _compare(distributions.values(), shared)
    for (path, owner), places in sorted(shared.items()):
        named = ", ".join(f"/{place:.200}" for place in sorted(places)[:MAX_NAMED])
        more = f" and {len(places) - MAX_NAMED} more" if len(places) > MAX_NAMED else ""
        yield Problem(path, cataloger, f"also files of {owner}: {named}{more}")


def _compare(rivals: Iterable[Recorded], shared: Shared) -> None:
    """Add the files that several distributions in one directory have."""
    first: dict[str, Recorded] = {}
    for each in rivals:
        own = each.files.paths()
        for path in own & first.keys():
            if not path.startswith(OUTSIDE) and not is_bytecode(path):
                owner = first[path].component.name
                shared[each.list_path, owner].add(each.at(path))
        first |= dict.fromkeys(own - first.keys(), each)
