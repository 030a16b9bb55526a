"""What became of the records between two copies of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from scanner.model.advisory import Advisory


@dataclass(frozen=True, slots=True)
class Changed:
    """A record that is in both copies, and not the same."""

    id: str
    fields: tuple[str, ...]
    """What is another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvisoryDifference:
    """All of it, each by identifier."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    """Withdrawn since then."""
    reinstated: tuple[str, ...] = ()
    """No longer withdrawn."""
    changed: tuple[Changed, ...] = ()


def difference_of(before: Iterable[Advisory], after: Iterable[Advisory]) -> AdvisoryDifference:
    """Return what became of the records of the first copy."""
    old = {advisory.id: advisory for advisory in before}
    new = {advisory.id: advisory for advisory in after}
    common = sorted(old.keys() & new.keys())
    changes = (Changed(id_, _changed(old[id_], new[id_])) for id_ in common)
    return AdvisoryDifference(
        added=tuple(sorted(new.keys() - old.keys())),
        removed=tuple(sorted(old.keys() - new.keys())),
        withdrawn=tuple(id_ for id_ in common if new[id_].withdrawn and not old[id_].withdrawn),
        reinstated=tuple(id_ for id_ in common if old[id_].withdrawn and not new[id_].withdrawn),
        changed=tuple(change for change in changes if change.fields),
    )


def with_documents(
    found: AdvisoryDifference, before: Mapping[str, bytes], after: Mapping[str, bytes]
) -> AdvisoryDifference:
    """Return a difference with what became of the VEX documents beside the records."""
    common = sorted(before.keys() & after.keys())
    changes = (Changed(name, ("statements",)) for name in common if before[name] != after[name])
    return replace(
        found,
        added=(*found.added, *sorted(after.keys() - before.keys())),
        removed=(*found.removed, *sorted(before.keys() - after.keys())),
        changed=(*found.changed, *changes),
    )


def _changed(old: Advisory, new: Advisory) -> tuple[str, ...]:
    return tuple(name for name, part in PARTS.items() if part(old) != part(new))


def _ranges(advisory: Advisory) -> object:
    return [(each.package, each.ranges) for each in advisory.affected]


def _versions(advisory: Advisory) -> object:
    return [(each.package, sorted(each.versions)) for each in advisory.affected]


PARTS: Final[Mapping[str, Callable[[Advisory], object]]] = {
    "ranges": _ranges,
    "versions": _versions,
    "aliases": lambda advisory: (advisory.aliases, advisory.related),
    "severity": lambda advisory: advisory.severity,
}
"""The parts by which a record decides. Listed versions that ranges hold make no difference."""
