"""Registries on this machine: Debian's, and one of our own that can be made to misbehave."""

from __future__ import annotations

import base64
import http.client
import json
import re
import shutil
import socket
import ssl
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from layers.registry.clock import Clock
from layers.registry.settings import RegistrySettings
from testdata.images.writer import digest
from tests.support.web import Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from tests.support.certificates import Certificates
    from tests.support.web import Request

USER = "canary-user-0b77"
PASSWORD = "canary-5f1e-password"
HTPASSWD = f"{USER}:$2y$05$abcdefghijklmnopqrstuuEbQYDvoMBt0.ihfkE89tVjvP0ypmW9e\n"
"""The password, as bcrypt has it."""
BASIC = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
REPOSITORY = "team/app"


@dataclass
class Time:
    """A clock that only moves when somebody waits, and remembers for how long."""

    now: float = 1000.0
    pauses: list[float] = field(default_factory=list)
    step: float = 0.0
    """How far it moves whenever it is looked at."""

    def clock(self) -> Clock:
        """Return it in the form that clients want."""
        return Clock(self.monotonic, lambda: self.now, self.sleep, lambda: 0.0)

    def monotonic(self) -> float:
        self.now += self.step
        return self.now

    def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds


def settings(**fields: object) -> RegistrySettings:
    """Return settings that know nothing of this machine, and wait for nothing."""
    defaults: dict[str, object] = {
        "environment": {},
        "engine_files": False,
        "clock": Time().clock(),
    }
    return RegistrySettings(**{**defaults, **fields})  # type: ignore[arg-type] # any of its fields


def registry_of(
    files: Mapping[str, bytes], tags: Mapping[str, Mapping[str, object]]
) -> Callable[[Request], Answer]:
    """Return the answers of a registry that has the blobs of a layout, and these tags."""
    blobs = {f"{algorithm}:{value}": data for algorithm, value, data in _blobs(files)}

    def answer(request: Request) -> Answer:
        match = re.fullmatch(rf"/v2/{REPOSITORY}/(manifests|blobs)/([^/?]+)(?:\?.*)?", request.path)
        if not match:
            return Answer(404)
        name = str(tags[match[2]]["digest"]) if match[2] in tags else match[2]
        if name not in blobs:
            return Answer(404, body=b'{"errors": [{"code": "MANIFEST_UNKNOWN"}]}')
        if match[1] == "blobs":
            return part(blobs[name], request)
        headers = {"Content-Type": media_type_of(blobs[name]), "Docker-Content-Digest": name}
        return Answer(200, headers, blobs[name])

    return answer


def part(data: bytes, request: Request) -> Answer:
    """Return the part of a blob that is asked for."""
    match = re.fullmatch(r"bytes=(\d+)-(\d*)", request.headers.get("range", ""))
    if not match:
        return Answer(200, {}, data)
    start, end = int(match[1]), int(match[2] or len(data) - 1)
    content_range = {"Content-Range": f"bytes {start}-{end}/{len(data)}"}
    return Answer(206, content_range, data[start : end + 1])


def media_type_of(data: bytes) -> str:
    """Return the media type of a manifest or an index."""
    document = json.loads(data)
    kind = "index" if "manifests" in document else "manifest"
    return str(document.get("mediaType") or f"application/vnd.oci.image.{kind}.v1+json")


@dataclass(frozen=True)
class Debian:
    """Debian's registry, while it runs."""

    host: str
    certificates: Certificates | None = None

    def push(self, files: Mapping[str, bytes], entry: Mapping[str, object], name: str) -> str:
        """Upload the blobs of a layout, and its manifests from the last to that of the entry."""
        repository, _, tag = name.partition(":")
        for _, value, data in _blobs(files):
            address = f"/v2/{repository}/blobs/uploads/"
            _, headers = self._send("POST", address)
            place = headers["Location"].removeprefix(f"{self._scheme}://{self.host}")
            query = f"&digest=sha256:{value}"
            assert 201 == self._send("PUT", place + query, data)[0]
        self._put_manifest(files, repository, str(entry["digest"]), tag)
        return f"{self.host}/{name}"

    @property
    def _scheme(self) -> str:
        return "https" if self.certificates else "http"

    def _put_manifest(
        self, files: Mapping[str, bytes], repository: str, value: str, name: str
    ) -> None:
        data = files["blobs/" + value.replace(":", "/")]
        for child in json.loads(data).get("manifests", []):
            self._put_manifest(files, repository, child["digest"], child["digest"])
        kind = {"Content-Type": media_type_of(data)}
        status, _ = self._send("PUT", f"/v2/{repository}/manifests/{name}", data, kind)
        assert 201 == status

    def _send(
        self, method: str, path: str, data: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> tuple[int, Mapping[str, str]]:
        connection: http.client.HTTPConnection
        if self.certificates:
            context = ssl.create_default_context(cafile=self.certificates.certificate)
            connection = http.client.HTTPSConnection(self.host, context=context)
        else:
            connection = http.client.HTTPConnection(self.host)
        default = {"Content-Type": "application/octet-stream", "Authorization": BASIC}
        connection.request(method, path, data, {**default, **(headers or {})})
        response = connection.getresponse()
        response.read()
        connection.close()
        return response.status, dict(response.headers)


@contextmanager
def debian_registry(
    directory: Path, certificates: Certificates | None = None, *, with_password: bool = False
) -> Iterator[Debian]:
    """Run Debian's registry on a free port, with its data in a directory."""
    program = shutil.which("docker-registry")
    if not program:
        pytest.skip("docker-registry is not installed")
    port = _free_port()
    addressed: dict[str, object] = {"addr": f"127.0.0.1:{port}"}
    configuration: dict[str, object] = {
        "version": 0.1,
        "log": {"level": "error", "accesslog": {"disabled": True}},
        "storage": {"filesystem": {"rootdirectory": str(directory / "data")}},
        "http": addressed,
    }
    if certificates:
        addressed["tls"] = {"certificate": certificates.certificate, "key": certificates.key}
    if with_password:
        (directory / "htpasswd").write_text(HTPASSWD)
        configuration["auth"] = {
            "htpasswd": {"realm": "lading", "path": str(directory / "htpasswd")}
        }
    file = directory / "registry.json"
    file.write_text(json.dumps(configuration))
    with (directory / "log").open("wb") as log:
        process = subprocess.Popen([program, "serve", str(file)], stdout=log, stderr=log)
        try:
            _wait_for(port, process)
            yield Debian(f"127.0.0.1:{port}", certificates)
        finally:
            process.terminate()
            process.wait()


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            time.sleep(0.02)
        else:
            return
    pytest.fail("docker-registry does not start")


def _blobs(files: Mapping[str, bytes]) -> Iterator[tuple[str, str, bytes]]:
    for name, data in files.items():
        if name.startswith("blobs/"):
            _, algorithm, value = name.split("/")
            assert digest(data) == f"{algorithm}:{value}"
            yield algorithm, value, data
