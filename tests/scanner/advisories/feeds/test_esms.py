"""Ecosyste.ms is asked over loopback, with answers as its server gives them, or worse."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from scanner.advisories.content import IndexContent
from scanner.advisories.feeds import esms
from scanner.advisories.index import AdvisoryIndex
from scanner.advisories.online import Asking, asked_online
from scanner.advisories.update import Outcome, Updating, update
from scanner.errors import FeedFailed
from scanner.judging import Judging
from scanner.match.asking import matched_releases
from scanner.model.advisory import Level
from scanner.model.names import NormalizedName
from scanner.pipeline import audit
from tests.support.advisories import index_of, status_of
from tests.support.feeds import DATE, SETTINGS
from tests.support.reports import component, inventory_of
from tests.support.web import Answer, serving

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.web import Request

NAME = NormalizedName("zope-interface")
VECTOR = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"


@pytest.fixture
def location(tmp_path: Path) -> Path:
    """Return the place of an index."""
    return tmp_path / "advisories.sqlite"


def versions(*ranges: str, patched: str | None = None) -> list[object]:
    """Return what is affected of a package."""
    return [{"vulnerable_version_range": text, "first_patched_version": patched} for text in ranges]


def package(name: str, affected: object, ecosystem: str = "pypi") -> dict[str, object]:
    """Return a package of an advisory."""
    return {"ecosystem": ecosystem, "package_name": name, "versions": affected, "purl": "-"}


def advisory(number: int = 1, *ranges: str, **fields: object) -> dict[str, object]:
    """Return an advisory as the server has it."""
    return {
        "uuid": f"GSA_{number}",
        "url": f"https://github.com/advisories/GHSA-{number}",
        "title": "Bad",
        "description": "Prose",
        "origin": "UNSPECIFIED",
        "severity": "HIGH",
        "published_at": "2026-07-01T00:00:00.000Z",
        "withdrawn_at": None,
        "classification": "GENERAL",
        "cvss_score": 9.8,
        "cvss_vector": VECTOR,
        "references": ["https://example.test/fix"],
        "source_kind": "github",
        "identifiers": [f"CVE-{number}", f"GHSA-{number}", f"PYSEC-{number}"],
        "packages": [package("zope.interface", versions(*(ranges or ("< 2.0",))))],
        "updated_at": "2026-07-02T00:00:00.000Z",
    } | fields


def json_of(value: object, link: str = "") -> Answer:
    """Return an answer with a document."""
    headers = {"Content-Type": "application/json"} | ({"Link": link} if link else {})
    return Answer(200, headers, json.dumps(value).encode())


def query_of(request: Request) -> dict[str, str]:
    """Return what is asked for."""
    return {key: value for key, (value,) in parse_qs(urlsplit(request.path).query).items()}


def dotted(*advisories: object) -> Callable[[Request], Answer]:
    """Return a server that knows a package by the spelling of its advisories."""
    return lambda request: json_of(
        list(advisories) if query_of(request)["package_name"] == "zope.interface" else []
    )


def asked(location: Path, answer: Callable[[Request], Answer], name: str = NAME) -> Outcome:
    """Ask about a package."""
    with serving(answer, date=DATE) as web:
        updating = Updating(feeds=["esms"], mirror=f"http://{web.host}", packages=((name, "1.0"),))
        (outcome,) = update(location, updating, SETTINGS)
    return outcome


def test_a_name_is_asked_for_in_each_spelling_and_without_its_version(location):
    seen = []

    def answer(request: Request) -> Answer:
        seen.append((urlsplit(request.path).path, query_of(request)))
        return json_of([])

    asked(location, answer, "Zope_Interface")

    assert {"/esms/api/v1/advisories"} == {path for path, _ in seen}
    assert [
        {"ecosystem": "pypi", "package_name": name, "page": "1", "per_page": "100"}
        for name in ("zope-interface", "zope.interface", "zope_interface")
    ] == sorted((query for _, query in seen), key=lambda query: query["package_name"])


def test_an_advisory_becomes_a_record(location):
    given = advisory(
        1,
        packages=[
            package("zope.interface", versions(">= 1.0, < 2.0", "= 3.0", patched="3.1")),
            package("other", versions("~> 1"), "rubygems"),
        ],
    )

    outcome = asked(location, dotted(given))

    assert outcome.source is not None
    assert ("Ecosyste.ms", "CC-BY-SA-4.0", 1, 0) == (
        outcome.source.name,
        outcome.source.license,
        outcome.source.records,
        outcome.source.unreadable,
    )
    with AdvisoryIndex.opened(location) as index:
        (found,) = index.advisories_for([NAME])[NAME]
        detail = index.details(["GHSA-1"])["GHSA-1"]
    assert ("GHSA-1", ("CVE-1", "PYSEC-1")) == (found.id, found.aliases)
    assert (Level.CRITICAL, VECTOR) == (found.severity.level, found.severity.vector)
    assert ("2026-07-01T00:00:00.000Z", None, None) == (
        found.published,
        found.modified,
        found.withdrawn,
    )
    assert (("https://example.test/fix",), "Bad") == (found.links, detail.summary)
    answers = {each: status_of(each, found, name=NAME).value for each in ("0.9", "1.0", "2.0")}
    assert {"0.9": "not_affected", "1.0": "affected", "2.0": "not_affected"} == answers
    assert "affected" == status_of("3.0", found, name=NAME).value


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"uuid": "PYSEC-1"}, "PYSEC-1"),
        ({"identifiers": ["CVE-1", "PYSEC-1"]}, "PYSEC-1"),
        ({"identifiers": ["CVE-1"]}, "CVE-1"),
        ({"identifiers": []}, "GSA_1"),
    ],
    ids=["of OSV", "of PyPA", "of nobody else", "none"],
)
def test_an_advisory_goes_by_the_identifier_that_others_know(location, fields, expected):
    asked(location, dotted(advisory(1, **fields)))

    with AdvisoryIndex.opened(location) as index:
        assert [expected] == [each.id for each in index.advisories_for([NAME])[NAME]]


@pytest.mark.parametrize(
    ("fields", "level", "is_malware"),
    [
        ({"cvss_vector": None}, Level.HIGH, False),
        ({"cvss_vector": "CVSS:3.1/odd"}, Level.HIGH, False),
        ({"cvss_vector": None, "severity": "MODERATE"}, Level.MEDIUM, False),
        ({"cvss_vector": None, "severity": None}, Level.UNKNOWN, False),
        ({"classification": "MALWARE"}, Level.CRITICAL, True),
    ],
    ids=["word", "odd vector", "moderate", "none", "malware"],
)
def test_severity_is_the_vector_or_the_word(location, fields, level, is_malware):
    asked(location, dotted(advisory(1, **fields)))

    with AdvisoryIndex.opened(location) as index:
        (found,) = index.advisories_for([NAME])[NAME]
    assert (level, is_malware) == (found.severity.level, found.is_malware)


def test_what_was_withdrawn_is_said_so(location):
    asked(location, dotted(advisory(1, withdrawn_at="2026-07-03T00:00:00.000Z")))

    with AdvisoryIndex.opened(location) as index:
        (found,) = index.advisories_for([NAME])[NAME]
    assert "2026-07-03T00:00:00.000Z" == found.withdrawn


def test_two_that_go_by_one_identifier_both_count_and_equal_ones_once(location):
    both = (advisory(1, "= 1.0"), advisory(1, "= 1.0"), advisory(1, "= 2.0"))

    outcome = asked(location, lambda _: json_of(both))

    assert outcome.source is not None
    assert 1 == outcome.source.records
    with AdvisoryIndex.opened(location) as index:
        found = index.advisories_for([NAME])[NAME]
    assert ["affected"] * 2 == [
        status_of(version, *found, name=NAME).value for version in ("1.0", "2.0")
    ]


@pytest.mark.parametrize("has_link", [True, False], ids=["by its word", "by what is on it"])
def test_pages_are_asked_for_until_the_last(location, has_link):
    """
    A server whose pages are shorter than asked for says that there is another one.
    """
    size = 2 if has_link else esms.PAGE
    pages = [[advisory(number * size + item) for item in range(size)] for number in (0, 1)]
    pages[1] = pages[1][: 2 if has_link else 1]

    def answer(request: Request) -> Answer:
        number = int(query_of(request)["page"])
        link = f'<https://elsewhere.test/>; rel="{"next" if number == 1 else "prev"}"'
        return json_of(pages[number - 1], link if has_link else "")

    outcome = asked(location, answer, "zope")

    assert outcome.source is not None
    assert len(pages[0]) + len(pages[1]) == outcome.source.records


def test_endless_pages_have_an_end(location, monkeypatch):
    monkeypatch.setattr(esms, "MOST_PAGES", 3)
    link = '<https://elsewhere.test/>; rel="next"'

    with serving(lambda _: json_of([advisory()], link), date=DATE) as web:
        updating = Updating(feeds=["esms"], mirror=f"http://{web.host}", packages=(("zope", None),))
        (outcome,) = update(location, updating, SETTINGS)

    assert 3 == len(web.requests)
    assert "more than 3 pages about zope" in str(outcome.error)


def test_long_pages_have_an_end(location, monkeypatch):
    monkeypatch.setattr(esms, "MAX_BYTES", 100)

    outcome = asked(location, lambda _: json_of([advisory()]), "zope")

    assert "more than 100 bytes" in str(outcome.error)


@pytest.mark.parametrize(
    "body",
    [b"", b"[", b"{}", b"null", b"7", b"\xff", b"[" * 100_000, '["é"]'.encode("utf-16")],
    ids=["empty", "cut", "object", "null", "number", "no text", "deep", "UTF-16"],
)
def test_what_is_no_list_of_advisories_is_no_answer(location, body):
    outcome = asked(location, lambda _: Answer(200, {}, body), "zope")

    unread = outcome.source.unreadable if outcome.source else 0
    assert outcome.error is not None or unread == 1


NO_PACKAGES: tuple[object, ...] = (None, {}, ["x"], [{}])
NO_VERSIONS: tuple[object, ...] = (None, [], [7], "< 1", [{}])
ODD = [
    *({"packages": each} for each in NO_PACKAGES),
    *({"packages": [package("zope", each)]} for each in NO_VERSIONS),
    {"packages": [package("zope", versions("< 1", "whatever"))]},
    {"packages": [package("zope", [{"vulnerable_version_range": 7}])]},
    {
        "packages": [
            package("zope", [{"vulnerable_version_range": "< 1", "first_patched_version": 7}])
        ]
    },
    {"identifiers": "GHSA-1"},
    {"identifiers": [7]},
    {"identifiers": [], "uuid": None},
    {"references": [None]},
    {"severity": 9},
    {"cvss_vector": {}},
    {"withdrawn_at": True},
]


@pytest.mark.parametrize("fields", ODD, ids=map(str, range(len(ODD))))
def test_an_advisory_that_cannot_be_read_is_counted_and_the_others_are_taken(location, fields):
    given = [advisory(1, **fields), "odd", advisory(2)]

    outcome = asked(location, lambda _: json_of(given), "zope")

    assert outcome.source is not None
    assert (1, 2) == (outcome.source.records, outcome.source.unreadable)


def test_a_scan_finds_prereleases_by_it_and_takes_nothing_for_clean(tmp_path):
    """
    pip-audit finds no pre-release by Ecosyste.ms; nor is all of OSV in it.
    """
    inventory = inventory_of(
        component("zope.interface", "2.0rc1"), component("zope_interface", "2.0")
    )
    judging = Judging()

    with serving(dotted(advisory()), date=DATE) as web, index_of(tmp_path, IndexContent()) as local:
        asking = Asking(
            releases=matched_releases([inventory], judging),
            feeds=("esms",),
            mirror=f"http://{web.host}",
        )
        with asked_online(local, asking, SETTINGS) as index:
            report = audit(inventory, index, judging)

    assert [("GHSA-1", "2.0rc1")] == [
        (finding.id, finding.component.version) for finding in report.findings
    ]
    assert (0, 1) == (report.tally.clean, report.tally.source_missing)


def test_a_server_that_fails_on_one_spelling_ends_the_scan(tmp_path):
    def answer(request: Request) -> Answer:
        return Answer(503) if "zope_" in request.path else json_of([])

    with serving(answer, date=DATE) as web, index_of(tmp_path, IndexContent()) as local:
        asking = Asking(
            releases=frozenset({(NAME, "1.0")}), feeds=("esms",), mirror=f"http://{web.host}"
        )
        with pytest.raises(FeedFailed, match="503"), asked_online(local, asking, SETTINGS):
            pass
