"""``lading serve``, as others see it."""

from __future__ import annotations

import json
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any

from scanner.advisories.index import BUNDLED
from tests.support.command import LADING, environment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


@dataclass(frozen=True)
class Reply:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    value: Any


@dataclass(frozen=True)
class Service:
    """A process that serves."""

    process: subprocess.Popen[str]
    host: str
    """With its port."""

    def ask(self, path: str, body: object = None, *, method: str | None = None) -> Reply:
        """Send a request; a body that is no bytes is sent as JSON."""
        connection = HTTPConnection(self.host, timeout=30)
        data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        try:
            connection.request(method or ("GET" if data is None else "POST"), path, data)
            response = connection.getresponse()
            headers = {name.lower(): value for name, value in response.getheaders()}
            return Reply(response.status, headers, json.loads(response.read()))
        finally:
            connection.close()


@contextmanager
def serving_osv(index: Path = BUNDLED) -> Iterator[Service]:
    """Run the endpoint on a free port."""
    words = [*LADING, "serve", "--osv", "--port", "0", "--db", str(index)]
    with subprocess.Popen(
        words, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True, env=environment()
    ) as process:
        assert process.stderr is not None
        line = process.stderr.readline()
        try:
            yield Service(process, line.strip().rpartition("http://")[2])
        finally:
            process.terminate()
