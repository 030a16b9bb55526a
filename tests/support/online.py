"""Servers that are asked about packages: OSV's interface, and PyPI's simple and JSON ones."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.support.web import Answer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.support.web import Request


@dataclass
class Servers:
    """All of them behind one address, as a mirror is."""

    records: tuple[Mapping[str, object], ...] = ()
    """What OSV has."""
    projects: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    """What the simple interface says of projects."""
    releases: Mapping[str, list[Mapping[str, object]]] = field(default_factory=dict)
    """The vulnerabilities that PyPI's JSON has, by ``name/version``."""
    odd: Mapping[str, Answer] = field(default_factory=dict)
    """Answers that come first, by path."""

    def __call__(self, request: Request) -> Answer:
        if request.path in self.odd:
            return self.odd[request.path]
        _, feed, rest = request.path.split("/", 2)
        if feed == "osv-api" and rest == "v1/querybatch":
            queries = json.loads(request.body)["queries"]
            return _json({"results": [self._ids(query["package"]["name"]) for query in queries]})
        if feed == "osv-api":
            found = {str(each["id"]): each for each in self.records}.get(rest.rpartition("/")[2])
        elif feed == "project-status":
            found = self.projects.get(rest.strip("/"))
        else:
            vulnerabilities = self.releases.get(rest.removesuffix("/json"))
            found = None if vulnerabilities is None else {"vulnerabilities": vulnerabilities}
        return Answer(404) if found is None else _json(found)

    def _ids(self, name: str) -> dict[str, object]:
        vulns = [{"id": each["id"]} for each in self.records if _is_about(each, name)]
        return {"vulns": vulns} if vulns else {}


def _is_about(record: Mapping[str, object], name: str) -> bool:
    affected = record["affected"]
    assert isinstance(affected, list)
    return any(entry["package"]["name"] == name for entry in affected)


def _json(value: object) -> Answer:
    return Answer(200, {"Content-Type": "application/json"}, json.dumps(value).encode())
