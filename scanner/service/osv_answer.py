"""Answers as the API of OSV has them, by the matcher that a scan asks, too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scanner.advisories.osv_record import modified, record_of
from scanner.errors import InvalidQuery
from scanner.match.matcher import match
from scanner.model.advisory import Advisory, Status
from scanner.model.component import Component, Evidence, State
from scanner.model.names import package_url

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scanner.advisories.index import AdvisoryIndex
    from scanner.service.osv_query import Query

PAGE: Final = 1_000
"""How many records an answer has at most; OSV has the same."""
Record = dict[str, object]


@dataclass(frozen=True, slots=True)
class Match:
    """A record that concerns what was asked about."""

    advisory: Advisory
    doubt: str | None = None
    """Why it cannot be told whether it does."""


def answer(index: AdvisoryIndex, query: Query) -> Record:
    """Return the whole records that concern a package, or a version of it.

    Raises:
        InvalidQuery: if the index knows nothing of its ecosystem.
        UnreadableAdvisories: if the index is damaged.

    """
    (matches,) = _matches(index, [query])
    page = matches[:PAGE]
    records = records_of(index, [each.advisory.id for each in page])
    vulns = [_marked(records[each.advisory.id], each.doubt) for each in page]
    return _page(vulns, matches)


def answers(index: AdvisoryIndex, queries: Sequence[Query]) -> Record:
    """Return the identifiers alone for each of several questions.

    Raises:
        InvalidQuery: if the index knows nothing of the ecosystem of one.
        UnreadableAdvisories: if the index is damaged.

    """
    results = []
    for matches in _matches(index, queries):
        page = (each.advisory for each in matches[:PAGE])
        vulns: list[Record] = [{"id": each.id, "modified": modified(each)} for each in page]
        results.append(_page(vulns, matches))
    return {"results": results}


def records_of(index: AdvisoryIndex, ids: Sequence[str]) -> dict[str, Record]:
    """Return records as their sources have them, or else what the index holds of them.

    Raises:
        UnreadableAdvisories: if the index is damaged.

    """
    known = {advisory.id: record_of(advisory) for advisory in reversed(index.named(ids))}
    whole = index.records(known)
    return {id_: whole.get(id_, record) for id_, record in known.items()}


def _page(vulns: list[Record], matches: Sequence[Match]) -> Record:
    """Return a page; nothing at all is what OSV answers if nothing is known."""
    if len(matches) <= PAGE:
        return {"vulns": vulns} if vulns else {}
    return {"vulns": vulns, "next_page_token": matches[PAGE - 1].advisory.id}


def _matches(index: AdvisoryIndex, queries: Sequence[Query]) -> list[list[Match]]:
    """Return what concerns each question, by identifier, from the page on that is wanted."""
    advisories = index.advisories_for({query.name for query in queries})
    components = [_component(query, number) for number, query in enumerate(queries)]
    findings, _ = match(components, advisories)
    results: list[dict[str, Match]] = [
        {each.id: Match(each) for each in advisories.get(query.name, ()) if not each.withdrawn}
        if query.version is None
        else {}
        for query in queries
    ]
    for finding in findings:
        doubt = finding.reason if finding.status is Status.UNDETERMINED else None
        for advisory in finding.advisories:
            result = results[int(finding.component.environment)]
            result[advisory.id] = Match(advisory, doubt)
    known = index.ecosystems
    for query, result in zip(queries, results, strict=True):
        if not result and query.ecosystem not in known:
            raise InvalidQuery(f"ecosystem: the index knows nothing of {query.ecosystem}.")
    return [
        [result[id_] for id_ in sorted(result) if id_ > query.after]
        for query, result in zip(queries, results, strict=True)
    ]


def _component(query: Query, number: int) -> Component:
    """Return a distribution as a scan would have found it; its environment is the question."""
    name = query.name.removeprefix(f"{query.ecosystem}:")
    return Component(
        name=name,
        version=query.version,
        purl=package_url(query.ecosystem, name, query.version),
        kind="query",
        state=State.INSTALLED,
        environment=str(number),
        evidence=Evidence(""),
    )


def _marked(record: Record, doubt: str | None) -> Record:
    """Return a record that says why it is not certain that it concerns the version."""
    if doubt is None:
        return record
    specific = record.get("database_specific")
    others = specific if isinstance(specific, Mapping) else {}
    ours = {"status": Status.UNDETERMINED.value, "reason": doubt}
    return {**record, "database_specific": {**others, "lading": ours}}
