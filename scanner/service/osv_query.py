"""Questions as the API of OSV has them (https://google.github.io/osv.dev/api/), read and checked.

A question about what the index knows nothing of is an error, where OSV answers that there is
nothing: no advisories are no answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scanner.advisories.osv_record import ECOSYSTEM
from scanner.errors import InvalidQuery
from scanner.match.identity import CONDA
from scanner.metadata.package_url import parse_package_url
from scanner.model.names import PYPI, advised_name

if TYPE_CHECKING:
    from scanner.model.names import NormalizedName

ECOSYSTEMS: Final = {ECOSYSTEM: PYPI, CONDA: CONDA}
"""Those that an index may know of, as the format has them, and as package URLs do."""
MAX_CHARACTERS: Final = 1_024
"""How long a name, a version or a token may be."""
MAX_QUERIES: Final = 1_000
"""How many questions there may be at a time; OSV has the same."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is known of a version of a package; or of the package, if there is none."""

    name: NormalizedName
    """What advisories know it by."""
    version: str | None = None
    after: str = ""
    """The last identifier of the page before."""
    ecosystem: str = PYPI


def queries_of(value: object) -> tuple[Query, ...]:
    """Return the questions of a batch.

    Raises:
        InvalidQuery: if one of them has no answer.

    """
    queries = value.get("queries") if isinstance(value, Mapping) else None
    if not isinstance(queries, list):
        raise InvalidQuery("queries: not an array.")
    if len(queries) > MAX_QUERIES:
        raise InvalidQuery(f"Too many queries: {len(queries):,} of {MAX_QUERIES:,}.")
    return tuple(map(query_of, queries))


def query_of(value: object) -> Query:
    """Return one question.

    Raises:
        InvalidQuery: if it has no answer.

    """
    query = _object(value, "query")
    if query.get("commit"):
        raise InvalidQuery("commit: only versions of packages are known.")
    package = _object(query.get("package") or {}, "package")
    version = _text(query, "version")
    after = _text(query, "page_token") or ""
    if purl := _text(package, "purl"):
        if package.get("name") or package.get("ecosystem"):
            raise InvalidQuery("package: name or ecosystem beside a purl.")
        return _query_of_purl(purl, version, after)
    name = _text(package, "name")
    ecosystem = _text(package, "ecosystem")
    if not name or not ecosystem:
        raise InvalidQuery("package: neither a purl nor a name and an ecosystem.")
    kind = ECOSYSTEMS.get(ecosystem.partition(":")[0])
    if kind is None:
        known = ", ".join(ECOSYSTEMS)
        raise InvalidQuery(f"ecosystem: nothing is known of {ecosystem!r}, only of {known}.")
    return Query(advised_name(kind, name), version, after, kind)


def _query_of_purl(purl: str, version: str | None, after: str) -> Query:
    found = parse_package_url(purl)
    if found is None:
        raise InvalidQuery(f"purl: {purl!r} is none.")
    if found.kind not in ECOSYSTEMS.values():
        known = ", ".join(ECOSYSTEMS.values())
        raise InvalidQuery(f"purl: nothing is known of {found.kind!r}, only of {known}.")
    if version and found.version:
        raise InvalidQuery("version: beside a purl that has one.")
    name = advised_name(found.kind, found.name)
    return Query(name, version or found.version, after, found.kind)


def _object(value: object, name: str) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise InvalidQuery(f"{name}: not an object.")
    return value


def _text(value: Mapping[str, object], key: str) -> str | None:
    text = value.get(key)
    if text is None or text == "":
        return None
    if not isinstance(text, str):
        raise InvalidQuery(f"{key}: not a string.")
    if len(text) > MAX_CHARACTERS or not text.isprintable():
        raise InvalidQuery(f"{key}: too long, or not printable.")
    return text
