"""Fetching a feed that is asked about packages one by one: a file with a JSON document a line."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final

from scanner.advisories.download import date_of
from scanner.advisories.feeds.feed import Fetched
from scanner.advisories.item import Unreadable
from scanner.errors import FeedFailed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import BinaryIO

    from scanner.advisories.feeds.feed import Request

CONNECTIONS: Final = 8


def fetch_each(request: Request, keys: Sequence[str], ask: Callable[[str], bytes]) -> Fetched:
    """Ask for each key, and say of which there was no answer.

    That a server has nothing by that name is no answer, but nothing has failed.

    Raises:
        FeedFailed: if there was none at all.
        OSError: if it cannot be written.

    """
    path = request.directory / "answers.jsonl"
    failures: list[FeedFailed] = []
    request.progress.begin(f"{len(keys)} answers", 0)

    def answer(key: str) -> bytes | FeedFailed:
        try:
            return ask(key)
        except FeedFailed as error:
            return error

    with ThreadPoolExecutor(CONNECTIONS) as threads, path.open("wb") as file:
        for key, data in zip(keys, threads.map(answer, keys), strict=True):
            if isinstance(data, FeedFailed):
                failures.append(data)
                continue
            request.progress.advance(len(data))
            file.write(json.dumps([key, data.decode("utf-8", "replace")]).encode() + b"\n")
    broken = [each for each in failures if not each.absent]
    if broken and len(failures) == len(keys):
        raise broken[0]
    return Fetched(
        date=date_of(request.web),
        path=path,
        failures=tuple(Unreadable(each.place, each.reason, each.absent) for each in failures),
    )


def answers_in(stream: BinaryIO) -> Iterator[tuple[str, object]]:
    """Yield each key and the document for it; an :class:`Unreadable` for one that is none."""
    for line in stream:
        key, text = json.loads(line)
        try:
            yield key, json.loads(text)
        except (ValueError, RecursionError) as error:
            yield key, Unreadable(key, str(error))
