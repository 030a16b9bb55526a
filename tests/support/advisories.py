"""Records in the OSV format: tiny ones, and those of the PyPA advisory database."""

from __future__ import annotations

import os
import re
import tarfile
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from scanner.advisories.building import build_index
from scanner.advisories.index import AdvisoryIndex
from scanner.advisories.osv import advisory_of
from scanner.judging import Judging
from scanner.match.matcher import match
from scanner.model.advisory import Severity, Status
from scanner.model.names import normalized
from tests.support.reports import component

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from scanner.advisories.content import IndexContent
    from scanner.model.advisory import Advisory
    from scanner.model.finding import Finding

ARCHIVES = Path(
    os.environ.get("LADING_ADVISORIES", Path(__file__).parents[3] / "shared/data"),
)
"""Where archives of the PyPA advisory database are, if anywhere."""
_NULL = re.compile(r"(?:~|null|)\Z")


def events_of(text: str) -> list[dict[str, str]]:
    """Return the events that ``introduced 0, fixed 1.2`` stands for."""
    return [dict([event.split(" ", 1)]) for event in text.split(", ") if event]


def range_of(events: str, kind: str = "ECOSYSTEM") -> dict[str, object]:
    """Return one range of a record."""
    return {"type": kind, "events": events_of(events)}


def record_of(
    *ranges: str | Mapping[str, object],
    versions: Iterable[str] = (),
    package: str = "example",
    **fields: object,
) -> dict[str, object]:
    """Return a record about one package; a range may be no more than its events."""
    affected = {
        "package": {"ecosystem": "PyPI", "name": package},
        "ranges": [range_of(item) if isinstance(item, str) else item for item in ranges],
        "versions": list(versions),
    }
    return {"id": "TEST-1", "affected": [affected], **fields}


def advisory(
    *ranges: str | Mapping[str, object],
    versions: Iterable[str] = (),
    package: str = "example",
    severity: Severity | None = None,
    **fields: object,
) -> Advisory:
    """Return what is read from such a record."""
    record = record_of(*ranges, versions=versions, package=package, **fields)
    return advisory_of(record, severity or Severity())


def findings_of(
    version: str | None, *advisories: Advisory, name: str = "example", repairs: bool = True
) -> tuple[Finding, ...]:
    """Return what is found of one distribution."""
    judging = Judging(repairs=repairs)
    return match([component(name, version)], {normalized(name): advisories}, judging)[0]


def status_of(
    version: str, *advisories: Advisory, name: str = "example", repairs: bool = True
) -> Status:
    """Return the one answer of advisories that speak of one vulnerability."""
    findings = findings_of(version, *advisories, name=name, repairs=repairs)
    assert len(findings) <= 1
    return findings[0].status if findings else Status.NOT_AFFECTED


def pypa_archive() -> Path:
    """Return the archive that the bundled index was built from."""
    with AdvisoryIndex.opened() as index:
        dates = {source.name: source.date for source in index.sources}
    return _archive(f"pypa-advisories-{dates['PyPA advisory database']}.tar.xz")


def kev_archive() -> Path:
    """Return the catalogue that is in the bundled index, too."""
    with AdvisoryIndex.opened() as index:
        dates = {source.name: source.date for source in index.sources}
    return _archive(f"kev-{dates['CISA KEV']}.json.xz")


def _archive(name: str) -> Path:
    archive = ARCHIVES / name
    if not archive.exists():
        pytest.skip(f"{archive} is missing: LADING_ADVISORIES may name its directory")
    return archive


@cache
def pypa_records() -> tuple[dict[str, Any], ...]:
    """Return the records of that archive, read without any code of ours."""
    import yaml

    class Loader(yaml.CSafeLoader):
        """A loader for which a plain scalar is null or a text."""

        yaml_implicit_resolvers = {  # noqa: RUF012 - as its base declares it
            "~": [("tag:yaml.org,2002:null", _NULL)],
            "n": [("tag:yaml.org,2002:null", _NULL)],
            "": [("tag:yaml.org,2002:null", _NULL)],
        }

    with tarfile.open(pypa_archive()) as archive:
        return tuple(
            yaml.load(file, Loader)
            for member in archive
            if member.name.endswith(".yaml") and (file := archive.extractfile(member))
        )


@contextmanager
def index_of(directory: Path, content: IndexContent) -> Iterator[AdvisoryIndex]:
    """Give an index of this content, open."""
    location = directory / "index.sqlite"
    build_index(location, content)
    with AdvisoryIndex.opened(location) as index:
        yield index
