"""Bringing the local index up to date: what is new is fetched, and then the index made anew.

Whatever fails, the index that is there stays as it is: a new one takes its place as a whole, and
only one process at a time makes one.
"""

from __future__ import annotations

import fcntl
import json
import logging
import shutil
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from scanner.advisories.building import build_index
from scanner.advisories.content import Kept
from scanner.advisories.detail_file import detail_location
from scanner.advisories.feeds import FEEDS
from scanner.advisories.feeds.feed import Request
from scanner.advisories.holding import content_of, holdings_at
from scanner.advisories.index import AdvisoryIndex
from scanner.advisories.intake import taken_in
from scanner.advisories.transfer import Silent
from scanner.advisories.web import Web
from scanner.errors import FeedFailed, ScannerError, UnreadableAdvisories, UpdateRunning
from scanner.model.report import AdvisorySource

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from layers.registry.settings import RegistrySettings
    from scanner.advisories.feeds.feed import Feed, Fetched
    from scanner.advisories.holding import Holding
    from scanner.advisories.transfer import Progress

logger = logging.getLogger(__name__)

DEFAULT_FEEDS: Final = ("osv", "kev", "epss")
LEAST_SHARE: Final = 0.5
"""A source that has less than this of what it had is not believed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Updating:
    """What is to be updated, and how."""

    feeds: Sequence[str] = DEFAULT_FEEDS
    mirror: str | None = None
    """A server with a directory for each feed, which has what the feed's own server has."""
    packages: tuple[tuple[str, str | None], ...] = ()
    force: bool = False
    """Whether a source is believed that has shrunk by more than half."""
    progress: Progress = field(default_factory=Silent)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one source."""

    name: str
    source: AdvisorySource | None = None
    """As it is held now; None if nothing is."""
    before: int = 0
    """How many records it had."""
    error: ScannerError | None = None
    """Why it is as it was."""


def update(location: Path, updating: Updating, settings: RegistrySettings) -> tuple[Outcome, ...]:
    """Update the index at a place from feeds, and return what became of each.

    Raises:
        UpdateRunning: if another process is at it.
        UnreadableAdvisories: if the index cannot be written, or a source in it could not be kept.

    """
    directory = location.with_name(f".{location.stem}.downloads")
    with locked(location), closing(Web(settings)) as web:
        before = held_at(location)
        holdings = dict(before)
        outcomes = []
        for name in updating.feeds:
            feed = FEEDS[name]
            earlier, error = before.get(feed.title), None
            try:
                holdings[feed.title] = _updated(feed, web, directory / name, earlier, updating)
            except ScannerError as caught:
                error = caught
            except OSError as caught:
                error = FeedFailed(str(directory), caught.strerror or str(caught))
            outcomes.append(outcome_of(feed.title, earlier, holdings.get(feed.title), error))
        if holdings != before:
            if not updating.force:
                check_sources(location, holdings)
            build_index(location, content_of(holdings.values()))
        if not any(outcome.error for outcome in outcomes):
            shutil.rmtree(directory, ignore_errors=True)
    return tuple(outcomes)


def outcome_of(
    name: str, earlier: Holding | None, held: Holding | None, error: ScannerError | None = None
) -> Outcome:
    """Return what became of a source."""
    return Outcome(
        name=name,
        source=held.source if held else None,
        before=earlier.source.records if earlier else 0,
        error=error,
    )


def held_at(location: Path) -> dict[str, Holding]:
    """Return what is held of each source; nothing if the index is of no use for that.

    An index of another version of Lading is made anew, and so is one whose detail file is lost.
    """
    try:
        return holdings_at(location)
    except UnreadableAdvisories as error:
        logger.warning("%s; nothing of it is taken over", error)
        return {}


def check_sources(location: Path, holdings: Mapping[str, Holding]) -> None:
    """Refuse to write an index without a source of the one that is there.

    Without its detail file, that of another update, or a damaged one, it can be read and not be
    made anew: who brings a catalogue up to date is not to lose all advisories by it.

    Raises:
        UnreadableAdvisories: if there is such a source.

    """
    try:
        with AdvisoryIndex.opened(location) as index:
            names = {source.name for source in index.sources}
    except UnreadableAdvisories:
        return
    if lost := ", ".join(sorted(names - holdings.keys())):
        reason = f"without its details, this would be lost: {lost}; --force goes without it"
        raise UnreadableAdvisories(str(location), reason)


@contextmanager
def locked(location: Path) -> Iterator[None]:
    """Keep others from writing the index, and clear away what killed ones have left.

    Raises:
        UpdateRunning: if somebody else does.
        UnreadableAdvisories: if its directory cannot be written.

    """
    try:
        location.parent.mkdir(parents=True, exist_ok=True)
        lock = location.with_name(f".{location.name}.lock").open("wb")
    except OSError as error:
        raise UnreadableAdvisories(str(location), error.strerror or str(error)) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise UpdateRunning(str(location)) from error
        for name in (location.name, detail_location(location).name):
            for draft in location.parent.glob(f".{name}.[0-9]*"):
                with suppress(OSError):
                    draft.unlink()
        yield


def _updated(
    feed: Feed, web: Web, directory: Path, earlier: Holding | None, updating: Updating
) -> Holding:
    """Return what is held of a feed from now on."""
    directory.mkdir(parents=True, exist_ok=True)
    mirror = updating.mirror and f"{updating.mirror.rstrip('/')}/{feed.name}"
    fetched = feed.fetch(
        Request(
            web=web,
            server=mirror or feed.server,
            directory=directory,
            progress=updating.progress,
            fingerprint=json.loads(earlier.kept.fingerprint) if earlier else {},
            held=_changes_of(earlier) if earlier else {},
            packages=updating.packages,
        )
    )
    if fetched.path is None:
        assert earlier is not None, "a server that has nothing new knows what we have"
        return replace(earlier, source=replace(earlier.source, date=fetched.date))
    new = holding_of(feed, fetched, fetched.path, earlier)
    fetched.path.unlink()
    if earlier and not updating.force and not feed.needs_packages:
        check_size(earlier, new)
    return new


def _changes_of(holding: Holding) -> dict[str, str]:
    return {id_: entry.advisory.modified or "" for id_, entry in holding.entries.items()}


def holding_of(feed: Feed, fetched: Fetched, path: Path, earlier: Holding | None) -> Holding:
    """Return what is held of a feed by what was fetched to a path.

    Raises:
        UnreadableAdvisories: if that is damaged as a whole.
        OSError: if it cannot be read.

    """
    entries = {}
    unreadable = {failure.name: failure.reason for failure in fetched.failures}
    if fetched.changed_only and earlier:
        entries = {id_: each for id_, each in earlier.entries.items() if id_ in fetched.listed}
        names = {f"{id_}.json" for id_ in fetched.listed}
        unreadable |= {name: why for name, why in earlier.kept.unreadable if name in names}
    source = AdvisorySource(
        name=feed.title, url=feed.url, license=feed.license, date=fetched.date, records=0
    )
    kept = Kept(
        source=feed.title,
        feed=feed.name,
        fingerprint=json.dumps(dict(fetched.fingerprint), sort_keys=True),
        unreadable=tuple(unreadable.items()),
    )
    with path.open("rb") as stream:
        return taken_in(source, feed.parse(stream), kept, entries).with_document(path)


def check_size(earlier: Holding, new: Holding) -> None:
    """Refuse what has lost most of its records: that is rather a fault than the truth.

    Raises:
        FeedFailed: if it has.

    """
    before, after = earlier.source.records, new.source.records
    if after < before * LEAST_SHARE:
        reason = f"{after:,} records, where there were {before:,}; --force believes it"
        raise FeedFailed(new.source.name, reason)
