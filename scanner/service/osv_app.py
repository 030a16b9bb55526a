"""An endpoint as OSV has one, over the index on this machine: an ASGI application.

Each request opens the index anew, in a thread: that takes half a millisecond, needs no connection
that threads would share, and sees an index that was updated meanwhile, whole.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Final, TypeAlias

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from scanner.advisories.index import AdvisoryIndex
from scanner.errors import InvalidQuery, UnreadableAdvisories, UntrustedAttestation, UnusableKey
from scanner.service.osv_answer import answer, answers, records_of
from scanner.service.osv_query import queries_of, query_of

if TYPE_CHECKING:
    from pathlib import Path

OpenIndex: TypeAlias = Callable[[], AbstractContextManager[AdvisoryIndex]]
Judge: TypeAlias = Callable[[AdvisoryIndex], Mapping[str, object]]
MAX_BODY_BYTES: Final = 4 << 20
BODY_SECONDS: Final = 30.0
"""How long a body may take to arrive."""
UNKNOWN = 2
INVALID, DEADLINE, NOT_FOUND, EXHAUSTED, UNIMPLEMENTED, UNAVAILABLE = 3, 4, 5, 8, 12, 14
"""Codes of gRPC, which OSV has in its errors."""
CODES: Final = {
    400: INVALID,
    404: NOT_FOUND,
    405: UNIMPLEMENTED,
    408: DEADLINE,
    413: EXHAUSTED,
    503: UNAVAILABLE,
}
FAULTS: Final = {
    InvalidQuery: 400,
    UnreadableAdvisories: 503,
    UntrustedAttestation: 503,
    UnusableKey: 503,
}
"""What is wrong with a question, and with us, as a status of HTTP."""
INDEX_HEADER: Final = "X-Lading-Index"
"""Has the digest of the index that an answer is from."""


def osv_application(open_index: OpenIndex) -> Starlette:
    """Return the application; each request is answered from an index that is opened for it."""
    asked = partial(_answered, open_index)

    async def query(request: Request) -> Response:
        wanted = query_of(await _json_of(request))
        return await asked(lambda index: answer(index, wanted))

    async def query_batch(request: Request) -> Response:
        wanted = queries_of(await _json_of(request))
        return await asked(lambda index: answers(index, wanted))

    async def vulnerability(request: Request) -> Response:
        wanted = request.path_params["id"]
        return await asked(lambda index: _record(index, wanted))

    async def health(_: Request) -> Response:
        return await asked(_health)

    application = Starlette(
        routes=[
            Route("/v1/query", query, methods=["POST"]),
            Route("/v1/querybatch", query_batch, methods=["POST"]),
            Route("/v1/vulns/{id}", vulnerability),
            Route("/healthz", health),
        ],
        exception_handlers=dict.fromkeys((HTTPException, *FAULTS), _refused),
    )
    # A redirect is no answer that clients of OSV know, and its address would be what they say.
    application.router.redirect_slashes = False
    return application


async def _answered(open_index: OpenIndex, judge: Judge) -> Response:
    """Return an answer, with the digest of the index that it is from."""

    def judged() -> Response:
        with open_index() as index:
            headers = {INDEX_HEADER: _digest(index.location, _stamp(index.location))}
            return JSONResponse(judge(index), headers=headers)

    return await run_in_threadpool(judged)


def _record(index: AdvisoryIndex, wanted: str) -> Mapping[str, object]:
    record = records_of(index, [wanted]).get(wanted)
    if record is None:
        raise HTTPException(404, "Bug not found.")
    return record


def _health(index: AdvisoryIndex) -> Mapping[str, object]:
    sources = [
        {"name": source.name, "date": source.date, "records": source.records}
        for source in index.sources
    ]
    return {"status": "ok", "sources": sources}


def _stamp(path: Path) -> tuple[int, int, int]:
    status = path.stat()
    return status.st_ino, status.st_mtime_ns, status.st_size


@lru_cache(maxsize=1)
def _digest(path: Path, _stamp: tuple[int, int, int]) -> str:
    """Return the digest of a file that has not changed since."""
    with path.open("rb") as file:
        return f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"


async def _json_of(request: Request) -> object:
    """Return what a body says, whatever the client calls its type: pip-audit calls it nothing."""
    data = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in request.stream():
                data += chunk
                if len(data) > MAX_BODY_BYTES:
                    raise HTTPException(413, f"More than {MAX_BODY_BYTES:,} bytes.")
    except TimeoutError as error:
        raise HTTPException(408, "The body took too long.") from error
    except ClientDisconnect as error:
        raise HTTPException(400, "The body ends too soon.") from error
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise InvalidQuery(f"not JSON: {error}") from error


async def _refused(_: Request, error: Exception) -> Response:
    """Return an error as OSV has it."""
    status = error.status_code if isinstance(error, HTTPException) else FAULTS[type(error)]
    headers = error.headers if isinstance(error, HTTPException) else None
    message = error.detail if isinstance(error, HTTPException) else str(error)
    body = {"code": CODES.get(status, UNKNOWN), "message": message}
    return JSONResponse(body, status, headers=headers)
