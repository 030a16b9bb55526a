"""What is held of each source, between what is fetched and the index that is made of all."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace
from io import BytesIO
from typing import TYPE_CHECKING

from scanner.advisories.content import IndexContent
from scanner.advisories.detail_file import DetailFile, detail_location
from scanner.advisories.feeds import FEEDS
from scanner.advisories.index import AdvisoryIndex
from scanner.advisories.osv import advisory_of
from scanner.advisories.severity import severity_of
from scanner.advisories.source_record import SourceRecord
from scanner.errors import UnreadableAdvisories
from scanner.model.project_status import ProjectStatus, YankedRelease
from scanner.model.threat import Exploitation, Probability

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from scanner.advisories.content import Kept
    from scanner.advisories.item import Item
    from scanner.model.advisory import Advisory
    from scanner.model.report import AdvisorySource


@dataclass(frozen=True, slots=True)
class Entry:
    """A record, and what it says of PyPI."""

    record: SourceRecord
    advisory: Advisory

    @classmethod
    def of(cls, source: str, record: Mapping[str, object]) -> Entry:
        """Read a record.

        Raises:
            ValueError: if it is none.

        """
        advisory = advisory_of(record, severity_of(record))
        return cls(SourceRecord.of(source, record), replace(advisory, source=source))

    @classmethod
    def again(cls, record: SourceRecord) -> Entry:
        """Read a record that was read before.

        Raises:
            ValueError, zlib.error: if it is damaged.

        """
        unpacked = record.unpacked()
        advisory = advisory_of(unpacked, severity_of(unpacked))
        return cls(record, replace(advisory, source=record.source))


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """All of one source."""

    source: AdvisorySource
    kept: Kept
    entries: Mapping[str, Entry]
    """By identifier."""


def holdings_at(location: Path) -> dict[str, Holding]:
    """Return what is held of the sources of an index, by their names; nothing if there is none.

    Raises:
        UnreadableAdvisories: if it is damaged, or has no detail file, or that of another index.

    """
    if not location.exists():
        return {}
    with AdvisoryIndex.opened(location) as index:
        sources = {source.name: source for source in index.sources}
        edition = index.edition
    entries: dict[str, dict[str, Entry]] = {name: {} for name in sources}
    place = detail_location(location)
    with DetailFile.opened(place) as details:
        if details.edition != edition:
            raise UnreadableAdvisories(str(place), "not what belongs to the index")
        try:
            kept = {each.source: each for each in details.kept()}
            for record in details.records():
                entries[record.source][record.id] = Entry.again(record)
        except (ValueError, KeyError, TypeError, zlib.error) as error:
            raise UnreadableAdvisories(str(place), f"damaged: {error!r}") from error
    return {
        name: Holding(source=source, kept=kept[name], entries=entries[name])
        for name, source in sources.items()
        if name in kept
    }


def content_of(holdings: Iterable[Holding]) -> IndexContent:
    """Return what an index of these sources is made of.

    Of a record that several have, the one that was changed last is in the index. Probabilities
    are in it for CVEs that a record names, and not for the hundreds of thousands of others.
    """
    in_order = sorted(holdings, key=lambda holding: holding.source.name)
    advisories: dict[str, Advisory] = {}
    for holding in in_order:
        for id_, entry in holding.entries.items():
            earlier = advisories.get(id_)
            if earlier is None or (entry.advisory.modified or "") > (earlier.modified or ""):
                advisories[id_] = entry.advisory
    facts = [item for holding in in_order for item in _facts_of(holding)]
    named = {
        name
        for advisory in advisories.values()
        for name in (advisory.id, *advisory.aliases, *advisory.related)
    }
    return IndexContent(
        advisories=advisories.values(),
        sources=[holding.source for holding in in_order],
        exploited=[item for item in facts if isinstance(item, Exploitation)],
        probabilities=[
            item for item in facts if isinstance(item, Probability) and item.cve in named
        ],
        statuses=[item for item in facts if isinstance(item, ProjectStatus)],
        yanked=[item for item in facts if isinstance(item, YankedRelease)],
        records=[entry.record for holding in in_order for entry in holding.entries.values()],
        kept=[holding.kept for holding in in_order],
    )


def _facts_of(holding: Holding) -> Iterator[Item]:
    """Yield what is in a document that is no collection of records."""
    if not holding.kept.document:
        return
    for item in FEEDS[holding.kept.feed].parse(BytesIO(holding.kept.document)):
        if isinstance(item, ProjectStatus):
            yield replace(item, date=holding.source.date)
        else:
            yield item
