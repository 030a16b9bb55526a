"""Servers of feeds, as the real ones answer: with entity tags, parts, and digests of Google's."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import re
import zipfile
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from layers.registry.clock import Clock
from layers.registry.settings import RegistrySettings
from scanner.advisories.index import AdvisoryIndex
from tests.support.advisories import record_of
from tests.support.web import Answer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from tests.support.web import Request

SETTINGS = RegistrySettings(
    environment={}, clock=Clock(sleep=lambda _: None, wall=lambda: 1_786_060_800.0), tries=3
)
"""By whose clock it is 2026-08-07, and no time passes while one waits."""
DAY = "2026-08-01"
DATE = "Sat, 01 Aug 2026 10:00:00 GMT"
"""By the clock of the servers."""
ALL = "/osv/PyPI/all.zip"
LIST = "/osv/PyPI/modified_id.csv"
KEV_FILE = "/kev/known_exploited_vulnerabilities.json"
EPSS_FILE = "/epss/epss_scores-current.csv.gz"
KEV_JSON = {
    "catalogVersion": "2026.08.07",
    "dateReleased": "2026-08-07T16:45:47.0648Z",
    "vulnerabilities": [
        {
            "cveID": "CVE-2026-1001",
            "dateAdded": "2026-08-07",
            "dueDate": "2026-08-10",
            "knownRansomwareCampaignUse": "Known",
        }
    ],
}
EPSS_CSV = (
    b"#model_version:v2026.03.14,score_date:2026-08-07T00:00:00+0000\n"
    b"cve,epss,percentile\nCVE-2026-1001,0.5,0.75\nCVE-1999-1000,0.00043,0.08\n"
)


def osv_record(number: int, **changes: object) -> dict[str, object]:
    """Return a record that was changed on a day by its number."""
    fields = {
        "modified": f"2026-07-{number:02}T00:00:00Z",
        "aliases": [f"CVE-2026-{1000 + number}"],
    }
    return record_of("introduced 0, fixed 1.0", id=f"PYSEC-2026-{number}") | fields | changes


def zip_of(records: Iterable[Mapping[str, object]]) -> bytes:
    """Return a zip file with a record in each member."""
    return zip_of_files({f"{record['id']}.json": json.dumps(record).encode() for record in records})


def zip_of_files(files: Mapping[str, bytes]) -> bytes:
    """Return a zip file with these members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def osv_files(records: Iterable[Mapping[str, object]]) -> dict[str, bytes]:
    """Return all files of OSV's bucket for these records."""
    in_order = sorted(records, key=lambda record: str(record["modified"]), reverse=True)
    single = {f"/osv/PyPI/{record['id']}.json": json.dumps(record).encode() for record in in_order}
    lines = [f"{record['modified']},{record['id']}\n" for record in in_order]
    return {ALL: zip_of(in_order), LIST: "".join(lines).encode(), **single}


def other_files() -> dict[str, bytes]:
    """Return the files of KEV and EPSS."""
    return {KEV_FILE: json.dumps(KEV_JSON).encode(), EPSS_FILE: gzip.compress(EPSS_CSV)}


@dataclass
class Bucket:
    """Files that are served; a test may change them."""

    files: dict[str, bytes]
    odd: dict[str, list[Answer]] = field(default_factory=dict)
    """Answers that come first, one after the other, whatever is asked."""

    def __call__(self, request: Request) -> Answer:
        if self.odd.get(request.path):
            return self.odd[request.path].pop(0)
        if request.path not in self.files:
            return Answer(404)
        return self.whole(request.path, request.headers)

    def whole(self, path: str, headers: Mapping[str, str]) -> Answer:
        """Return what is answered in good faith."""
        data = self.files[path]
        digest = hashlib.md5(data, usedforsecurity=False).digest()
        tag = f'"{digest.hex()}"'
        said = {
            "ETag": tag,
            "x-goog-hash": f"crc32c=AAAAAA==,md5={base64.b64encode(digest).decode()}",
        }
        if headers.get("if-none-match") == tag:
            return Answer(304, said)
        wanted = re.fullmatch(r"bytes=(\d+)-", headers.get("range", ""))
        if not wanted or headers.get("if-range") != tag:
            return Answer(200, said, data)
        start = int(wanted[1])
        part = {"Content-Range": f"bytes {start}-{len(data) - 1}/{len(data)}"}
        return Answer(206, {**said, **part}, data[start:])

    def cut(self, path: str, sent: int) -> Answer:
        """Return an answer that breaks off."""
        return replace(self.whole(path, {}), sent=sent)


def ids_in(location: Path) -> list[str]:
    """Return the identifiers of all records in an index."""
    with AdvisoryIndex.opened(location) as index:
        return [advisory.id for advisory in index.all()]
