"""What an SBOM lists, as components of the model."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scanner.formats.reading.facts import flag, number, only, path
from scanner.formats.reading.license import declared_license, licensing_of
from scanner.metadata.package_url import PYPI
from scanner.metadata.secret import redacted
from scanner.model.component import Component, Evidence, State
from scanner.model.foreign import Foreign
from scanner.model.names import normalized, package_url
from scanner.model.system_package import Owner

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.formats.reading.facts import Facts
    from scanner.metadata.listed_component import Fields, ListedComponent, SbomDocument

LISTED: Final = "listed"
"""The kind of what only a document tells of."""
UNKNOWN: Final = "other"
"""The technique of CycloneDX for a word that nobody explains."""
LIBRARY: Final = "shared-library"
"""The kind of what is a file itself, or several."""
EXCLUDED: Final = "excluded"
GENERIC: Final = "generic"
MAX_VERSION: Final = 1024
"""How much of a version CycloneDX has; a package URL has all of it."""
STATES: Final = {state.value: state for state in State}
TECHNIQUES: Final = frozenset(
    ("manifest-analysis", "hash-comparison", "binary-analysis", "filename", UNKNOWN)
)
_CONDA_RECORD: Final = re.compile(r"(?:.*/)?conda-meta/[^/]+\.json", re.DOTALL)
_OWNER: Final = re.compile(r"(\S+) (.*) (\S+)", re.DOTALL)
_TYPE: Final = re.compile(r"pkg:/*([A-Za-z][A-Za-z0-9.+-]*)/")


def components_in(document: SbomDocument, location: str) -> Iterator[tuple[str, Component]]:
    """Yield each component, with what the document calls it.

    What the document is about is one of them, if that is a distribution.
    """
    subject = document.subject
    is_distribution = subject and subject.purl and subject.purl.kind == PYPI
    everything = (*((subject,) if subject and is_distribution else ()), *document.components)
    name = location.rpartition("/")[2]
    places: dict[str, int] = {}
    within = subject.reference if subject else None
    for listed in everything:
        if is_interpreter(listed):
            continue
        place = f"{name}#{listed.reference or listed.purl or listed.name}"
        places[place] = places.get(place, 0) + 1
        if places[place] > 1:
            place += f"~{places[place]}"
        whole = None if listed.parent in (None, within) else f"{name}#{listed.parent}"
        unread = foreign(document, listed.unread)
        yield listed.reference, _component(listed, place, whole, unread)


def is_interpreter(listed: ListedComponent) -> bool:
    """Tell whether we have written this of an interpreter: it is in no state."""
    is_runner = listed.kind == "platform" or not listed.facts.keys().isdisjoint(("path", "runs"))
    return bool(listed.facts) and is_runner and "state" not in listed.facts


def foreign(document: SbomDocument, unread: Fields) -> Foreign | None:
    """Return fields as they stand in a document, without secrets."""
    if not unread:
        return None
    text = json.dumps(unread, separators=(",", ":"))
    clean = redacted(text)
    try:
        json.loads(clean)
    except ValueError:  # so that nothing secret is kept for the sake of the form
        return None
    return Foreign(standard=document.standard, fields=clean)


def owner_of(facts: Facts) -> Owner | None:
    """Return the system package that something belongs to: its purl, and maybe how it is shown."""
    from scanner.metadata.package_url import parse_package_url

    said = only(facts, "owner") or ""
    text = only(facts, "owner:purl") or (said if said.startswith("pkg:") else "")
    if match := _OWNER.fullmatch(said):
        kind, name, version = match.groups()
        return Owner(
            type=kind, name=name, version=version, purl=text or package_url(kind, name, version)
        )
    purl = parse_package_url(text)
    if purl is None:
        return None
    return Owner(type=purl.kind, name=purl.name, version=purl.version or "", purl=text)


def _component(
    listed: ListedComponent, place: str, whole: str | None, unread: Foreign | None
) -> Component:
    """Return one; ``whole`` is what it is a part of, unless we say so ourselves."""
    facts = listed.facts
    said_whole = path(facts, "parent")
    is_ours = "state" in facts and bool(listed.places)
    version = _version(listed)
    return Component(
        name=_name(listed),
        version=version,
        purl=_purl(listed, version),
        kind=only(facts, "kind") or LISTED,
        state=_state(listed),
        environment=path(facts, "environment") or "",
        evidence=_evidence(listed) if is_ours else Evidence(place, _layer(listed), UNKNOWN),
        identities=facts.get("identity", listed.identities),
        owner=owner_of(facts),
        parent=whole if said_whole is None else said_whole,
        files=tuple(_files(listed)),
        shadowed_by=path(facts, "shadowed-by"),
        code_present=flag(facts, "code-present"),
        removed_in=number(facts, "removed-in"),
        hashes=_hashes(listed),
        installed_digest=only(facts, "installed-digest"),
        requires_python=only(facts, "requires-python"),
        noarch=only(facts, "noarch"),
        summary=listed.summary and redacted(listed.summary),
        license=declared_license(listed),
        licensing=licensing_of(listed),
        contact_fields=listed.contact_fields,
        links=tuple(link for link in listed.links if link.url != only(facts, "origin")),
        installer=only(facts, "installer"),
        requested=flag(facts, "requested"),
        origin=only(facts, "origin"),
        from_source=flag(facts, "from-source"),
        foreign=unread,
    )


def _name(listed: ListedComponent) -> str:
    """Return the name, which is that of the package URL where the two say different things."""
    name = only(listed.facts, "name") or listed.name
    purl = listed.purl
    if purl and purl.kind == PYPI and normalized(name) != purl.name:
        return purl.name
    return name


def _version(listed: ListedComponent) -> str | None:
    whole = listed.purl and listed.purl.version
    is_cut = listed.version is not None and len(listed.version) >= MAX_VERSION
    return whole if is_cut and whole else listed.version


def _purl(listed: ListedComponent, version: str | None) -> str:
    if listed.purl:
        purl = listed.purl if listed.purl.version else replace(listed.purl, version=version)
        return str(purl)
    return package_url(GENERIC, listed.name, version)


def _state(listed: ListedComponent) -> State:
    state = STATES.get(only(listed.facts, "state") or "")
    return state or (State.DECLARED if listed.scope == EXCLUDED else State.INSTALLED)


def _evidence(listed: ListedComponent) -> Evidence:
    return Evidence(
        listed.places[0].removeprefix("/"),
        _layer(listed),
        listed.technique if listed.technique in TECHNIQUES else UNKNOWN,
        listed.line,
        number(listed.facts, "ordinal") or 0,
    )


def _layer(listed: ListedComponent) -> int | None:
    layer = number(listed.facts, "layer:index")
    return number(listed.facts, "layer") if layer is None else layer


def _hashes(listed: ListedComponent) -> tuple[str, ...]:
    facts = listed.facts
    own = () if "checksums-of" in facts else listed.hashes
    return (*own, *facts.get("hash", ()), *facts.get("artefact-digests", ()))


def _files(listed: ListedComponent) -> Iterator[str]:
    """Yield the files that a component of ours is, and not what tells of it."""
    if "state" not in listed.facts:
        return
    is_file = only(listed.facts, "kind") == LIBRARY
    for place in listed.places[0 if is_file else 1 :]:
        if not _CONDA_RECORD.fullmatch(place):
            yield place.removeprefix("/")
