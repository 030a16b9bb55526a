"""The records that OSV's interface has of some releases.

A batch of questions gets identifiers only, on several pages; each record is then asked for.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from scanner.advisories.feeds.by_package import answers_in, fetch_each
from scanner.advisories.feeds.feed import Feed, Fetched
from scanner.advisories.item import Item, Unreadable
from scanner.errors import FeedFailed
from scanner.model.names import normalized

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from scanner.advisories.feeds.feed import Request

MOST_QUESTIONS: Final = 1_000
"""In one batch, by the documentation of the interface."""
MOST_PAGES: Final = 100


def fetch(request: Request) -> Fetched:
    """Ask which records there are, and for each.

    Raises:
        FeedFailed: if there is no answer.
        OSError: if it cannot be written.

    """
    questions = [
        _question(name, version) for name, version in sorted(set(request.packages), key=str)
    ]
    ids: set[str] = set()
    for start in range(0, len(questions), MOST_QUESTIONS):
        ids |= _ids(request, questions[start : start + MOST_QUESTIONS])
    return fetch_each(
        request, sorted(ids), lambda id_: request.web.read(f"{request.server}/v1/vulns/{id_}")
    )


def _question(name: str, version: str | None) -> dict[str, object]:
    question: dict[str, object] = {"package": {"ecosystem": "PyPI", "name": normalized(name)}}
    return question | ({"version": version} if version else {})


def _ids(request: Request, questions: list[dict[str, object]]) -> set[str]:
    """Return the identifiers in all pages of the answers to a batch."""
    url = f"{request.server}/v1/querybatch"
    ids: set[str] = set()
    for _ in range(MOST_PAGES):
        body = json.dumps({"queries": questions}).encode()
        try:
            answers = json.loads(request.web.read(url, body))["results"]
            more = []
            for question, answer in zip(questions, answers, strict=True):
                ids |= {str(each["id"]) for each in answer.get("vulns") or ()}
                if token := answer.get("next_page_token"):
                    more.append({**question, "page_token": token})
        except (ValueError, RecursionError, KeyError, TypeError, AttributeError) as error:
            raise FeedFailed(url, f"not an answer: {error!r}") from error
        if not more:
            return ids
        questions = more
    raise FeedFailed(url, f"more than {MOST_PAGES} pages")


def parse(stream: BinaryIO) -> Iterator[Item]:
    """Yield the records."""
    for key, answer in answers_in(stream):
        if isinstance(answer, dict | Unreadable):
            yield answer
        else:
            yield Unreadable(key, "not a record")


OSV_API = Feed(
    name="osv-api",
    title="OSV API",
    url="https://osv.dev",
    license="CC-BY-4.0",
    server="https://api.osv.dev",
    fetch=fetch,
    parse=parse,
    needs_packages=True,
)
