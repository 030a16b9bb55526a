"""What becomes of the items of a source: each is held, left out or reported, and counted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scanner.advisories.holding import Entry, Holding
from scanner.advisories.item import Dated, Unreadable
from scanner.model.project_status import ProjectStatus, YankedRelease
from scanner.model.threat import Exploitation, Probability

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from scanner.advisories.content import Kept
    from scanner.advisories.item import Item
    from scanner.model.report import AdvisorySource


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What came in."""

    holding: Holding
    read: int
    """Items, readable or not."""
    other_ecosystem: int
    """Records that say nothing of PyPI."""

    def with_document(self, path: Path) -> Holding:
        """Return the holding, with the file that it was read from if that has no records."""
        if self.holding.entries:
            return self.holding
        kept = replace(self.holding.kept, document=path.read_bytes())
        return replace(self.holding, kept=kept)


def taken_in(
    source: AdvisorySource, items: Iterable[Item], kept: Kept, earlier: Mapping[str, Entry]
) -> Intake:
    """Return a holding of what was held before and of these items, which take its place.

    What ``kept`` has as unreadable counts, too. The date of the source is that of the items, if
    they have one and it has none.

    Raises:
        UnreadableAdvisories: if what the items are read from is damaged as a whole.

    """
    entries = dict(earlier)
    unreadable = dict(kept.unreadable)
    date = source.date
    read = facts = others = 0
    for item in items:
        match item:
            case Dated():
                date = date or item.date
                continue
            case Unreadable():
                unreadable[item.name] = item.reason
            case Exploitation() | Probability() | ProjectStatus() | YankedRelease():
                facts += 1
            case _:
                others += _add(item, source.name, entries, unreadable)
        read += 1
    modified = max((entry.advisory.modified or "" for entry in entries.values()), default="")
    held = replace(
        source,
        date=date or modified[:10],
        records=len(entries) + facts,
        modified=modified or source.modified,
        unreadable=len(unreadable),
    )
    holding = Holding(
        source=held,
        kept=replace(kept, unreadable=tuple(sorted(unreadable.items()))),
        entries=entries,
    )
    return Intake(holding=holding, read=read, other_ecosystem=others)


def _add(
    record: Mapping[str, object], source: str, entries: dict[str, Entry], unreadable: dict[str, str]
) -> int:
    """Add a record, unless it says nothing of PyPI; return how many do not."""
    name = f"{record.get('id')}.json"
    try:
        entry = Entry.of(source, record)
    except (ValueError, RecursionError) as error:
        unreadable[name] = str(error)
        return 0
    unreadable.pop(name, None)
    if not entry.advisory.affected:
        entries.pop(entry.record.id, None)
        return 1
    entries[entry.record.id] = entry
    return 0
