"""What servers say of some distributions at this moment, beside what the local index says of them.

Both become an index of these distributions alone, which is gone after the scan. A server that does
not answer ends the scan: nothing is taken for clean because nobody said otherwise.
"""

from __future__ import annotations

from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from scanner.advisories.building import build_index
from scanner.advisories.content import IndexContent
from scanner.advisories.feeds import FEEDS
from scanner.advisories.feeds.feed import Request
from scanner.advisories.holding import content_of
from scanner.advisories.index import AdvisoryIndex
from scanner.advisories.source_record import SourceRecord
from scanner.advisories.transfer import Silent
from scanner.advisories.update import holding_of
from scanner.advisories.web import Web
from scanner.errors import FeedFailed
from scanner.model.interpreter import CPYTHON_PACKAGE
from scanner.model.names import PYPI

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from layers.registry.settings import RegistrySettings
    from scanner.advisories.feeds.feed import Feed
    from scanner.advisories.holding import Holding
    from scanner.advisories.transfer import Progress
    from scanner.model.advisory import Advisory
    from scanner.model.names import NormalizedName

OSV_API: Final = "osv-api"
BY_RELEASE: Final = "pypi"
"""The feed that has to be told versions; the others are told names only."""
DEFAULT_FEEDS: Final = (OSV_API, "project-status")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What is asked about, whom, and how."""

    releases: frozenset[tuple[NormalizedName, str | None]]
    """Distributions of PyPI, with their versions."""
    feeds: Sequence[str] = DEFAULT_FEEDS
    mirror: str | None = None
    """A server with a directory for each feed, which has what the feed's own server has."""
    progress: Progress = field(default_factory=Silent)

    @property
    def names(self) -> frozenset[NormalizedName]:
        """The names of the distributions."""
        return frozenset(name for name, _ in self.releases)


@contextmanager
def asked_online(
    local: AdvisoryIndex, asking: Asking, settings: RegistrySettings
) -> Iterator[AdvisoryIndex]:
    """Give an index of what a local one and servers say of distributions.

    Raises:
        FeedFailed: if a server does not answer, or not about all of them.
        UnreadableAdvisories: if an answer, or the local index, cannot be read.

    """
    with TemporaryDirectory(prefix="lading-") as name:
        directory = Path(name)
        with closing(Web(settings)) as web:
            holdings = [_answers(FEEDS[each], web, directory, asking) for each in asking.feeds]
        location = directory / "online.sqlite"
        build_index(location, _joined(local, holdings, asking.names))
        with AdvisoryIndex.opened(location) as index:
            yield index


def _answers(feed: Feed, web: Web, directory: Path, asking: Asking) -> Holding:
    """Return what a feed says; all of what is asked for, or what its server does not have."""
    is_by_release = feed.name == BY_RELEASE
    request = Request(
        web=web,
        server=f"{asking.mirror.rstrip('/')}/{feed.name}" if asking.mirror else feed.server,
        directory=directory,
        progress=asking.progress,
        packages=tuple(
            sorted(asking.releases if is_by_release else {(name, None) for name in asking.names})
        ),
    )
    try:
        fetched = feed.fetch(request)
        assert fetched.path is not None, "who has nothing gets all"
        for failure in fetched.failures:
            if not failure.absent:
                raise FeedFailed(failure.name, failure.reason, passing=True)
        return holding_of(feed, fetched, fetched.path, None)
    except OSError as error:
        raise FeedFailed(str(directory), error.strerror or str(error)) from error


def _joined(
    local: AdvisoryIndex, holdings: list[Holding], names: frozenset[NormalizedName]
) -> IndexContent:
    """Return what both say; of a record that both have, what was changed last."""
    online = content_of(holdings)
    advisories = _known(local, names)
    newer = {
        each.id: each
        for each in online.advisories
        if each.id not in advisories or _modified(each) >= _modified(advisories[each.id])
    }
    advisories |= newer
    cves = {
        name for each in advisories.values() for name in (each.id, *each.aliases, *each.related)
    }
    statuses = tuple(online.statuses)
    unanswered = names - {each.project for each in statuses}
    sources = {each.name: each for each in (*local.sources, *online.sources)}
    kept = (
        SourceRecord.of(advisories[id_].source or "", record)
        for id_, record in local.records(advisories.keys() - newer.keys()).items()
    )
    records = (*kept, *(each for each in online.records if each.id in newer))
    return IndexContent(
        advisories=advisories.values(),
        sources=sources.values(),
        exploited=local.exploited(cves).values(),
        probabilities=local.probabilities(cves).values(),
        statuses=(*local.statuses(unanswered), *statuses),
        yanked=(*local.yanked(unanswered), *online.yanked),
        # A detail file is taken to name all releases that are known: it is whole, or there is none.
        records=records if _are_all(records, advisories.values()) else (),
        ecosystems=local.ecosystems | {PYPI for each in holdings if _is_complete(each)},
    )


def _known(local: AdvisoryIndex, names: frozenset[NormalizedName]) -> dict[str, Advisory]:
    """Return what a local index has on distributions and on CPython, each record once."""
    known: dict[str, Advisory] = {}
    for records in local.advisories_for({*names, CPYTHON_PACKAGE}).values():
        for record in records:
            earlier = known.get(record.id)
            # Looked up by a package, a record has only what it says of that one.
            entries = (*earlier.affected, *record.affected) if earlier else record.affected
            known[record.id] = replace(record, affected=entries)
    return known


def _modified(advisory: Advisory) -> str:
    return advisory.modified or ""


def _are_all(records: Iterable[SourceRecord], advisories: Iterable[Advisory]) -> bool:
    ids = {record.id for record in records}
    return all(each.id in ids for each in advisories if each.withdrawn is None)


def _is_complete(holding: Holding) -> bool:
    """Tell whether what a source does not know of is not known to be affected."""
    return holding.kept.feed == OSV_API and not holding.source.unreadable
