"""The advisories that Ecosyste.ms has of some distributions: GitHub's, and OSV's beside them.

A name is compared as its advisory spells it, but for case; so each is asked for in three spellings.
What GitHub and OSV have under a common identifier is one advisory there; its own identifier is
GitHub's for it, if it has one, and it is dated by its last change in that database.
"""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from scanner.advisories.feeds.by_package import answers_in, fetch_each
from scanner.advisories.feeds.feed import Feed, Fetched
from scanner.advisories.item import Item, Unreadable
from scanner.advisories.malware import EMBEDDED_MALICIOUS_CODE
from scanner.advisories.osv_record import ECOSYSTEM, KINDS
from scanner.advisories.version_range import affected_by
from scanner.advisories.web import MAX_BYTES
from scanner.errors import FeedFailed
from scanner.model.names import normalized

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import BinaryIO

    from scanner.advisories.feeds.feed import Request

PAGE: Final = 100
"""Advisories on a page: what the server gives if it is not asked for more."""
MOST_PAGES: Final = 50
SPELLINGS: Final = "-._"
PREFERRED: Final = ("GHSA-", "PYSEC-")
"""The beginnings of identifiers by which an advisory goes, if its own is none that others know."""
NEXT: Final = 'rel="next"'


def fetch(request: Request) -> Fetched:
    """Ask for each name, in each spelling.

    Raises:
        FeedFailed: if there is no answer at all.
        OSError: if it cannot be written.

    """
    names = {
        normalized(name).replace("-", separator)
        for name, _ in request.packages
        for separator in SPELLINGS
    }
    return fetch_each(request, sorted(names), partial(_pages, request))


def _pages(request: Request, name: str) -> bytes:
    """Return a list of all pages of an answer."""
    pages: list[bytes] = []
    for number in range(1, MOST_PAGES + 1):
        asked = {"ecosystem": "pypi", "package_name": name, "page": number, "per_page": PAGE}
        url = f"{request.server}/api/v1/advisories?{urlencode(asked)}"
        page, link = request.web.read_page(url)
        pages.append(page)
        if sum(map(len, pages)) > MAX_BYTES:
            raise FeedFailed(url, f"more than {MAX_BYTES:,} bytes")
        if not _has_next(url, page, link):
            return b"[%s]" % b",".join(pages)
    raise FeedFailed(request.server, f"more than {MOST_PAGES} pages about {name}")


def _has_next(url: str, page: bytes, link: str) -> bool:
    """Tell whether there is another page: as the server says, or else because this one is full."""
    try:
        advisories = json.loads(page)
    except (ValueError, RecursionError) as error:
        raise FeedFailed(url, f"not an answer: {error}") from error
    if not isinstance(advisories, list):
        raise FeedFailed(url, "not an answer: no list of advisories")
    return NEXT in link if link else len(advisories) >= PAGE


def parse(stream: BinaryIO) -> Iterator[Item]:
    """Yield the records, each once, and what is no advisory."""
    records: dict[str, dict[str, object]] = {}
    seen: set[str] = set()
    for name, answer in answers_in(stream):
        if isinstance(answer, Unreadable):
            yield answer
            continue
        pages = _listed(answer)
        for number, advisory in enumerate(each for page in pages for each in _listed(page)):
            try:
                record = _record(advisory)
            except ValueError as error:
                yield Unreadable(f"{name}, advisory {number + 1}", str(error))
                continue
            if (text := json.dumps(record)) in seen:
                continue
            seen.add(text)
            known = records.setdefault(str(record["id"]), record)
            if known is not record:
                known["affected"] = [*_listed(known["affected"]), *_listed(record["affected"])]
    yield from records.values()


def _record(advisory: object) -> dict[str, object]:
    """Return an advisory in the OSV format.

    Raises:
        ValueError: for what is none, or says something that cannot be read.

    """
    if not isinstance(advisory, dict):
        raise ValueError("not an advisory")  # noqa: TRY004 - of the data
    names = _texts(advisory, "identifiers")
    id_ = _id(_text(advisory, "uuid"), names)
    links = (_text(advisory, "url"), *_texts(advisory, "references"))
    record = {
        "id": id_,
        "aliases": [name for name in names if name != id_],
        "summary": _text(advisory, "title"),
        "details": _text(advisory, "description"),
        "published": _text(advisory, "published_at"),
        "withdrawn": _text(advisory, "withdrawn_at"),
        "references": [{"type": "WEB", "url": url} for url in dict.fromkeys(links) if url],
        "affected": list(_affected(_objects(advisory, "packages"))),
        "database_specific": _specific(advisory),
    }
    if vector := _text(advisory, "cvss_vector"):
        record["severity"] = [{"type": KINDS.get(vector[:6], "CVSS_V2"), "score": vector}]
    return {key: value for key, value in record.items() if value}


def _id(own: str | None, names: list[str]) -> str:
    if own in names:
        return own
    ranked = [name for prefix in PREFERRED for name in names if name.startswith(prefix)]
    for name in (*ranked, *names, own):
        if name:
            return name
    raise ValueError("an advisory without an identifier")


def _specific(advisory: Mapping[str, object]) -> dict[str, object]:
    """Return what the OSV format has no field for, as GitHub's records have it."""
    specific: dict[str, object] = {}
    if word := _text(advisory, "severity"):
        specific["severity"] = word
    if _text(advisory, "classification") == "MALWARE":
        specific["cwe_ids"] = [EMBEDDED_MALICIOUS_CODE]
    return specific


def _affected(packages: Iterable[Mapping[str, object]]) -> Iterator[dict[str, object]]:
    for package in packages:
        kind, name = _text(package, "ecosystem"), _text(package, "package_name")
        if not kind or not name:
            raise ValueError("a package without ecosystem or name")
        if kind.lower() != ECOSYSTEM.lower():
            continue
        entries = [_versions(entry) for entry in _objects(package, "versions")]
        if not entries:
            raise ValueError(f"no versions of {name}")
        yield {
            "package": {"ecosystem": ECOSYSTEM, "name": name},
            "versions": [each for entry in entries for each in entry.get("versions", ())],
            "ranges": [each for entry in entries for each in entry.get("ranges", ())],
        }


def _versions(entry: Mapping[str, object]) -> dict[str, list[object]]:
    """Return one of the ranges of a package, and in which version it has an end."""
    found = dict(affected_by(_text(entry, "vulnerable_version_range") or ""))
    if patched := _text(entry, "first_patched_version"):
        # It need not be where the range ends; one of no beginning holds nothing, and keeps it.
        told = {"type": "ECOSYSTEM", "events": [{"fixed": patched}]}
        found["ranges"] = [*found.get("ranges", ()), told]
    return found


def _text(item: Mapping[str, object], key: str) -> str | None:
    value = item.get(key)
    if value is not None and not isinstance(value, str):
        raise ValueError(f"{key} is no text")
    return value


def _texts(item: Mapping[str, object], key: str) -> list[str]:
    values = item.get(key) or []
    if not isinstance(values, list) or not all(isinstance(each, str) for each in values):
        raise ValueError(f"{key} is no list of texts")
    return values


def _objects(item: Mapping[str, object], key: str) -> list[Mapping[str, object]]:
    values = item.get(key)
    if not isinstance(values, list) or not all(isinstance(each, dict) for each in values):
        raise ValueError(f"{key} is no list of objects")
    return values


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


ESMS = Feed(
    name="esms",
    title="Ecosyste.ms",
    url="https://advisories.ecosyste.ms",
    license="CC-BY-SA-4.0",
    server="https://advisories.ecosyste.ms",
    fetch=fetch,
    parse=parse,
    needs_packages=True,
)
