"""The feeds that are asked about packages: over loopback, in their real form."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from scanner.advisories.index import AdvisoryIndex
from scanner.advisories.update import Outcome, Updating, update
from scanner.model.names import NormalizedName
from scanner.model.project_status import Maintenance, ProjectStatus, YankedRelease
from tests.support.advisories import record_of, status_of
from tests.support.feeds import DATE, SETTINGS
from tests.support.web import Answer, serving

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.web import Request

NAME = NormalizedName("zope-interface")
PACKAGES = (("Zope.Interface", "5.0"), ("gone", "1.0"))


@pytest.fixture
def location(tmp_path: Path) -> Path:
    """Return the place of an index."""
    return tmp_path / "advisories.sqlite"


def asked(
    location: Path,
    feed: str,
    answer: Callable[[Request], Answer],
    packages: tuple[tuple[str, str | None], ...] = PACKAGES,
) -> Outcome:
    """Ask a feed about packages."""
    with serving(answer, date=DATE) as web:
        updating = Updating(feeds=[feed], mirror=f"http://{web.host}", packages=packages)
        (outcome,) = update(location, updating, SETTINGS)
    return outcome


def json_of(value: object) -> Answer:
    """Return an answer with a document."""
    return Answer(200, {"Content-Type": "application/json"}, json.dumps(value).encode())


def file_of(version: str, yanked: object, name: str = "zope_interface") -> dict[str, object]:
    """Return a file of a project, as PEP 691 has it."""
    return {"filename": f"{name}-{version}-py3-none-any.whl", "yanked": yanked}


PROJECT = {
    "meta": {"api-version": "1.4"},
    "name": "zope-interface",
    "project-status": {"status": "archived", "reason": "no time"},
    "files": [
        file_of("1.0", yanked=True),
        file_of("2.0", "broken"),
        file_of("3.0", "in part"),
        {"filename": "zope_interface-3.0.tar.gz", "yanked": False},
        file_of("4.0", yanked=False),
        {"filename": "zope_interface-4.0.exe", "yanked": True},
        "odd",
    ],
}


def test_the_status_of_a_project_and_its_yanked_releases_are_asked_of_the_index(location):
    seen = []

    def answer(request: Request) -> Answer:
        seen.append((request.path, request.headers["accept"]))
        return json_of(PROJECT) if "zope" in request.path else Answer(404)

    outcome = asked(location, "project-status", answer)

    accept = "application/vnd.pypi.simple.v1+json"
    places = {f"/project-status/{name}/" for name in ("zope-interface", "gone")}
    assert {(place, accept) for place in places} == set(seen)
    assert outcome.source is not None
    assert (3, 1) == (outcome.source.records, outcome.source.unreadable)
    with AdvisoryIndex.opened(location) as index:
        status = ProjectStatus(
            project=NAME, maintenance=Maintenance.ARCHIVED, reason="no time", date="2026-08-07"
        )
        assert (status,) == index.statuses([NAME, NormalizedName("gone")])
        assert (
            YankedRelease(project=NAME, version="1.0"),
            YankedRelease(project=NAME, version="2.0", reason="broken"),
        ) == index.yanked([NAME])


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, (Maintenance.ACTIVE, 0)),
        ({"project-status": {"status": "quarantined"}}, (Maintenance.QUARANTINED, 0)),
        ({"project-status": {"status": "asleep"}}, (None, 1)),
        ({"project-status": {"status": ["archived"]}}, (None, 1)),
    ],
    ids=["none", "quarantined", "unknown", "odd"],
)
def test_a_status_that_nobody_knows_is_no_status(location, given, expected):
    """
    Active is what the PEP says of a project without one; of an unknown one it says nothing.
    """
    files = {"files": [file_of("1.0", yanked=True)]}

    outcome = asked(location, "project-status", lambda _: json_of(files | given), PACKAGES[:1])

    assert outcome.source is not None
    with AdvisoryIndex.opened(location) as index:
        statuses = index.statuses([NAME])
    maintenance = statuses[0].maintenance if statuses else None
    assert expected == (maintenance, outcome.source.unreadable)


def test_what_pypi_knows_of_a_release_becomes_records(location):
    entry = {
        "id": "PYSEC-2026-1",
        "aliases": ["CVE-2026-1001"],
        "details": "Prose",
        "fixed_in": ["5.1"],
        "link": "https://osv.test/PYSEC-2026-1",
        "source": "osv",
        "summary": None,
        "withdrawn": None,
    }
    seen = []

    def answer(request: Request) -> Answer:
        seen.append(request.path)
        return json_of({"info": {}, "vulnerabilities": [entry]})

    outcome = asked(location, "pypi", answer, (("zope.interface", "5.0"), ("a", None)))

    assert ["/pypi/zope-interface/5.0/json"] == seen
    assert outcome.error is None
    with AdvisoryIndex.opened(location) as index:
        (advisory,) = index.advisories_for([NAME])[NAME]
        detail = index.details(["PYSEC-2026-1"])["PYSEC-2026-1"]
    assert (("CVE-2026-1001",), "PyPI") == (advisory.aliases, advisory.source)
    assert "Prose" == detail.details
    answers = [status_of(version, advisory, name=NAME).value for version in ("5.0", "5.1", "4.0")]
    assert ["affected", "not_affected", "not_affected"] == answers


def test_osv_is_asked_in_a_batch_page_by_page_and_then_for_each_record(location):
    records = {
        f"PYSEC-{n}": record_of("introduced 0", id=f"PYSEC-{n}", package=NAME) for n in "123"
    }
    batches = []

    def answer(request: Request) -> Answer:
        if request.method == "GET":
            return json_of(records[request.path.rpartition("/")[2]])
        queries = json.loads(request.body)["queries"]
        batches.append(queries)
        if "page_token" in queries[0]:
            return json_of({"results": [{"vulns": [{"id": "PYSEC-2"}, {"id": "PYSEC-3"}]}]})
        first = {"vulns": [{"id": "PYSEC-1", "modified": "x"}], "next_page_token": "more"}
        return json_of({"results": [{}, first]})

    outcome = asked(location, "osv-api", answer)

    package = {"ecosystem": "PyPI", "name": "zope-interface"}
    asked_of_zope = {"package": package, "version": "5.0"}
    assert asked_of_zope in batches[0]
    assert 2 == len(batches)
    assert outcome.source is not None
    assert 3 == outcome.source.records


@pytest.mark.parametrize("feed", ["osv-api", "project-status", "pypi"])
@pytest.mark.parametrize(
    "answer",
    [Answer(503), Answer(200, {}, b"["), Answer(200, {}, b"[]"), Answer(200, {}, b"{}")],
    ids=["busy", "cut", "list", "empty"],
)
def test_no_answer_is_never_taken_for_nothing_to_be_said(location, feed, answer):
    outcome = asked(location, feed, lambda _: answer)

    unread = outcome.source.unreadable if outcome.source else 0
    assert outcome.error is not None or unread == len(PACKAGES)
