"""The vulnerabilities that PyPI's JSON has of a release: those of the PyPA database.

Of an entry nothing is known but that this release is affected, and which ones have the fault no
more; so it becomes a record that lists the release.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.advisories.feeds.by_package import answers_in, fetch_each
from scanner.advisories.feeds.feed import Feed, Fetched
from scanner.advisories.item import Item, Unreadable
from scanner.model.names import normalized

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import BinaryIO

    from scanner.advisories.feeds.feed import Request


def fetch(request: Request) -> Fetched:
    """Ask for each release.

    Raises:
        FeedFailed: if there is no answer at all.
        OSError: if it cannot be written.

    """
    releases = sorted(
        {f"{normalized(name)}/{version}" for name, version in request.packages if version}
    )
    return fetch_each(
        request, releases, lambda release: request.web.read(f"{request.server}/{release}/json")
    )


def parse(stream: BinaryIO) -> Iterator[Item]:
    """Yield the records, each with all releases that were asked for and have it."""
    records: dict[str, dict[str, list[Mapping[str, object]]]] = {}
    for key, answer in answers_in(stream):
        name, _, version = key.partition("/")
        entries = answer.get("vulnerabilities") if isinstance(answer, dict) else None
        if not isinstance(entries, list):
            yield answer if isinstance(answer, Unreadable) else Unreadable(key, "not a release")
            continue
        for entry in entries:
            if not isinstance(entry, dict) or not isinstance(entry.get("id"), str):
                yield Unreadable(key, "a vulnerability without an id")
                continue
            known = records.setdefault(entry["id"], dict(entry) | {"affected": []})
            known["affected"].append(_affected(name, version, entry.get("fixed_in")))
    for record in records.values():
        yield _record(record)


def _affected(name: str, version: str, fixed: object) -> Mapping[str, object]:
    events = [{"fixed": str(fix)} for fix in fixed] if isinstance(fixed, list) else []
    return {
        "package": {"ecosystem": "PyPI", "name": name},
        "versions": [version],
        "ranges": [{"type": "ECOSYSTEM", "events": [event]} for event in events],
    }


def _record(entry: Mapping[str, object]) -> Mapping[str, object]:
    fields = ("id", "aliases", "summary", "details", "withdrawn", "affected")
    record = {name: entry[name] for name in fields if entry.get(name)}
    if isinstance(entry.get("link"), str):
        record["references"] = [{"type": "ADVISORY", "url": entry["link"]}]
    return record


PYPI = Feed(
    name="pypi",
    title="PyPI",
    url="https://pypi.org",
    license="CC-BY-4.0",
    server="https://pypi.org/pypi",
    fetch=fetch,
    parse=parse,
    needs_packages=True,
)
