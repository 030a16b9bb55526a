"""What PyPI's index says of projects: their status (PEP 792) and their yanked files (PEP 592).

It is asked for in the JSON of PEP 691. A release is yanked if all of its files are.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from packaging.utils import (
    InvalidSdistFilename,
    InvalidWheelFilename,
    parse_sdist_filename,
    parse_wheel_filename,
)

from scanner.advisories.feeds.by_package import answers_in, fetch_each
from scanner.advisories.feeds.feed import Feed, Fetched
from scanner.advisories.item import Item, Unreadable
from scanner.model.names import normalized
from scanner.model.project_status import Maintenance, ProjectStatus, YankedRelease

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from scanner.advisories.feeds.feed import Request
    from scanner.model.names import NormalizedName

ACCEPT: Final = {"Accept": "application/vnd.pypi.simple.v1+json"}


def fetch(request: Request) -> Fetched:
    """Ask for each project.

    Raises:
        FeedFailed: if there is no answer at all.
        OSError: if it cannot be written.

    """
    names = sorted({normalized(name) for name, _ in request.packages})
    return fetch_each(
        request, names, lambda name: request.web.read(f"{request.server}/{name}/", headers=ACCEPT)
    )


def parse(stream: BinaryIO) -> Iterator[Item]:
    """Yield the status of each project, and its yanked releases."""
    for key, answer in answers_in(stream):
        name = normalized(key)
        if not isinstance(answer, dict) or not isinstance(answer.get("files"), list):
            yield answer if isinstance(answer, Unreadable) else Unreadable(key, "not a project")
            continue
        yield _status(name, answer.get("project-status"))
        yield from _yanked(name, answer["files"])


def _status(name: NormalizedName, given: object) -> Item:
    """Return a status; a project without one is active, by the PEP."""
    fields = given if isinstance(given, dict) else {}
    text, reason = fields.get("status", Maintenance.ACTIVE.value), fields.get("reason")
    try:
        maintenance = Maintenance(text)
    except ValueError:
        return Unreadable(name, f"not a status: {text!r}")
    return ProjectStatus(
        project=name, maintenance=maintenance, reason=reason if isinstance(reason, str) else None
    )


def _yanked(name: NormalizedName, files: list[object]) -> Iterator[YankedRelease]:
    marks: defaultdict[str, list[object]] = defaultdict(list)
    for file in files:
        if isinstance(file, dict) and (version := _version_of(str(file.get("filename")))):
            marks[version].append(file.get("yanked"))
    for version in sorted(marks):
        if all(marks[version]):
            reasons = (mark for mark in marks[version] if isinstance(mark, str))
            yield YankedRelease(project=name, version=version, reason=next(reasons, None))


def _version_of(filename: str) -> str | None:
    try:
        if filename.endswith(".whl"):
            return str(parse_wheel_filename(filename)[1])
        return str(parse_sdist_filename(filename)[1])
    except (InvalidWheelFilename, InvalidSdistFilename):
        return None


PROJECT_STATUS = Feed(
    name="project-status",
    title="PyPI project status",
    url="https://pypi.org/simple/",
    license="LicenseRef-PyPI",
    server="https://pypi.org/simple",
    fetch=fetch,
    parse=parse,
    needs_packages=True,
)
