"""A registry that takes what it is given, after the distribution specification 1.1, all in memory.

It knows referrers and conditional requests, unless it is told to be older than these.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from testdata.images.writer import digest, encoded
from tests.support.registry import media_type_of
from tests.support.web import Answer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.support.web import Request

INDEX = "application/vnd.oci.image.index.v1+json"
NOT_FOUND = Answer(404, body=b'{"errors": [{"code": "MANIFEST_UNKNOWN"}]}')


@dataclass
class MemoryRegistry:
    """What it holds of its one repository; a call answers a request."""

    repository: str = "team/app"
    knows_referrers: bool = True
    knows_conditions: bool = True
    page: int = 100
    """How many referrers it tells at a time."""
    blobs: dict[str, bytes] = field(default_factory=dict)
    manifests: dict[str, bytes] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def add(self, files: Mapping[str, bytes], entry: Mapping[str, object], tag: str) -> None:
        """Have an image of a layout under a tag."""
        for name, data in files.items():
            if name.startswith("blobs/"):
                self.blobs[digest(data)] = data
        value = str(entry["digest"])
        self.manifests[value] = self.blobs[value]
        self.tags[tag] = value

    def tagged(self, tag: str) -> bytes:
        """Return what a tag stands for."""
        return self.manifests[self.tags[tag]]

    def __call__(self, request: Request) -> Answer:
        parts = urlsplit(request.path)
        rest = parts.path.removeprefix(f"/v2/{self.repository}/")
        with self.lock:
            match request.method, rest.split("/"):
                case "POST" | "PUT", ["blobs", "uploads", place]:
                    return self._upload(place, parse_qs(parts.query), request.body)
                case "PUT", ["manifests", name]:
                    return self._keep_manifest(name, request)
                case _, ["manifests", name]:
                    return self._manifest(name)
                case _, ["blobs", name] if name in self.blobs:
                    return Answer(200, {}, self.blobs[name])
                case _, ["referrers", name] if self.knows_referrers:
                    return self._referrers(name, parts.path, parse_qs(parts.query))
        return NOT_FOUND

    def _upload(self, place: str, query: Mapping[str, list[str]], data: bytes) -> Answer:
        if not place:
            return Answer(202, {"Location": f"/v2/{self.repository}/blobs/uploads/1?state=begun"})
        value = query["digest"][0]
        if digest(data) != value:
            return Answer(400, body=b'{"errors": [{"code": "DIGEST_INVALID"}]}')
        self.blobs[value] = data
        return Answer(201, {"Location": f"/v2/{self.repository}/blobs/{value}"})

    def _keep_manifest(self, name: str, request: Request) -> Answer:
        current = self.tags.get(name)
        expected = request.headers.get("if-match")
        is_new = "if-none-match" in request.headers
        if self.knows_conditions and (
            (expected is not None and expected != f'"{current}"') or (is_new and current)
        ):
            return Answer(412)
        value = digest(request.body)
        self.manifests[value] = request.body
        if not re.fullmatch(r"sha256:[0-9a-f]{64}", name):
            self.tags[name] = value
        subject = json.loads(request.body).get("subject")
        is_told = subject is not None and self.knows_referrers
        return Answer(201, {"OCI-Subject": subject["digest"]} if is_told else {})

    def _manifest(self, name: str) -> Answer:
        value = self.tags.get(name, name)
        if value not in self.manifests:
            return NOT_FOUND
        data = self.manifests[value]
        headers = {"Docker-Content-Digest": value, "ETag": f'"{value}"'}
        return Answer(200, {**headers, "Content-Type": media_type_of(data)}, data)

    def _referrers(self, subject: str, path: str, query: Mapping[str, list[str]]) -> Answer:
        start = int(query.get("from", ["0"])[0])
        entries = [
            {
                "mediaType": media_type_of(data),
                "digest": value,
                "size": len(data),
                "artifactType": json.loads(data).get("artifactType", ""),
                "annotations": json.loads(data).get("annotations", {}),
            }
            for value, data in self.manifests.items()
            if json.loads(data).get("subject", {}).get("digest") == subject
        ]
        end = start + self.page
        more = {"Link": f'<{path}?from={end}>; rel="next"'} if end < len(entries) else {}
        body = encoded({"schemaVersion": 2, "mediaType": INDEX, "manifests": entries[start:end]})
        return Answer(200, {"Content-Type": INDEX, **more}, body)
