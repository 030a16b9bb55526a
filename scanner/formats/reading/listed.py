"""SBOMs in the formats that there are standards for, as inventories.

Where a document is ours, its own properties tell what the standard has no words for, and the
inventory is the one that it was made of, as far as docs/sbom-loss.md says. Of any other, a
component's evidence is the document and what that calls the component.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scanner.formats.reader import SBOM, Reader
from scanner.formats.reading.component import components_in, foreign
from scanner.formats.reading.facts import flag, only
from scanner.formats.reading.interpreter import environments_in
from scanner.graph.reach import directness, graph_of
from scanner.metadata.sbom_document import TAG_VALUE, XML, parse_sbom
from scanner.metadata.secret import redacted
from scanner.metadata.spdx_3_document import CONTEXT
from scanner.model.component import MATCHED, Component, Problem, State
from scanner.model.dependency import Basis, stated
from scanner.model.inventory import Coverage, Inventory, LayerFacts, Subject
from scanner.model.names import normalized

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scanner.metadata.listed_component import SbomDocument
    from scanner.model.dependency import Dependency, Directness

MAX_BYTES: Final = 512 << 20
MAX_COMPONENTS: Final = 1_000_000
STATES: Final = {state.value: state for state in State}
BASES: Final = {basis.value: basis for basis in Basis}
COVERAGES: Final = {coverage.value: coverage for coverage in Coverage}
_LAYER: Final = re.compile(r"layer:([0-9]{1,4}):.*", re.DOTALL)
_PROBLEM: Final = re.compile(r"/(?P<path>.+?): (?P<reason>.*)", re.DOTALL)


def read(data: bytes, location: str) -> Inventory:
    """Return what a document lists."""
    document = parse_sbom(data, MAX_BYTES, MAX_COMPONENTS)
    by_reference: dict[str, Component] = {}
    components = []
    for reference, component in components_in(document, location):
        components.append(component)
        by_reference.setdefault(reference, component)
    dependencies = tuple(_dependencies(document, by_reference))
    known = _directness(document, by_reference, dependencies)
    return Inventory(
        subject=_subject(document, location),
        coverage=_coverage(document),
        environments=tuple(environments_in(document)),
        components=tuple(replace(each, directness=known.get(each.place)) for each in components),
        problems=tuple(_problems(document, location)),
        included=frozenset(_included(document)) or MATCHED,
        dependencies=dependencies,
        emails_withheld=only(document.facts, "emails") == "withheld",
        foreign=foreign(document, document.unread),
    )


def _subject(document: SbomDocument, location: str) -> Subject:
    listed, subject = document.subject, Subject(location=location, source=SBOM)
    if listed is None:
        return subject
    digest = listed.purl.version if listed.purl and listed.purl.kind == "oci" else listed.version
    is_digest = digest is not None and digest.startswith("sha256:")
    facts = listed.facts
    names = facts.get("image-name") or facts.get("names") or ((listed.name,) if not facts else ())
    verified = (flag(document.facts, "verified"), flag(facts, "verified"))
    return replace(
        subject,
        source=only(facts, "source") or SBOM,
        names=names,
        digest=digest if is_digest else None,
        image_id=only(facts, "image-id"),
        platform=only(facts, "platform"),
        layers=tuple(_layers(facts)),
        base_is_guess=flag(facts, "base-is-guess") or False,
        verified=False not in verified,
    )


def _layers(facts: Mapping[str, tuple[str, ...]]) -> Iterator[LayerFacts]:
    found = {int(match[1]) for match in map(_LAYER.fullmatch, facts) if match}
    for index in sorted(found):
        yield LayerFacts(
            index=index,
            diff_id=only(facts, f"layer:{index}:diff-id"),
            digest=only(facts, f"layer:{index}:digest"),
            created_by=only(facts, f"layer:{index}:created-by") or "",
            in_base=flag(facts, f"layer:{index}:in-base"),
        )


def _coverage(document: SbomDocument) -> Coverage:
    if not document.is_complete:
        return Coverage.INCOMPLETE
    return COVERAGES.get(only(document.facts, "coverage") or "", Coverage.SBOM)


def _included(document: SbomDocument) -> Iterator[State]:
    yield from (STATES[name] for name in document.facts.get("included", ()) if name in STATES)


def _problems(document: SbomDocument, location: str) -> Iterator[Problem]:
    for oddity in document.oddities:
        yield Problem("", SBOM, redacted(f"{location}: {oddity}"), not document.is_complete)
    for said in document.facts.get("problem", ()):
        match = _PROBLEM.fullmatch(said)
        yield Problem(match["path"], SBOM, match["reason"]) if match else Problem("", SBOM, said)


def _dependencies(
    document: SbomDocument, by_reference: Mapping[str, Component]
) -> Iterator[Dependency]:
    """Yield what depends on what, as far as both are there."""
    for source, target in document.dependencies:
        dependent, dependency = by_reference.get(source), by_reference.get(target)
        if dependent and dependency:
            yield stated(dependent, dependency)


def _directness(
    document: SbomDocument,
    by_reference: Mapping[str, Component],
    dependencies: tuple[Dependency, ...],
) -> Mapping[str, Directness]:
    """Return why the components of which dependencies are known are there."""
    subject = document.subject.reference if document.subject else ""
    wanted = {target for source, target in document.dependencies if source == subject}
    graphed = wanted | {reference for pair in document.dependencies for reference in pair}
    ours = {each.reference: each.facts for each in document.components if "direct" in each.facts}
    graphed |= ours.keys()
    known = {
        reference: each
        for reference, each in by_reference.items()
        if reference in graphed and not each.is_part
    }
    names = {normalized(known[each].name) for each in wanted if each in known}
    found = directness(known.values(), graph_of(dependencies), names)
    for reference, facts in ours.items():
        if component := by_reference.get(reference):
            guessed = found[component.place]
            found[component.place] = replace(
                guessed,
                is_direct=flag(facts, "direct") or False,
                basis=BASES.get(only(facts, "direct:known-from") or "", guessed.basis),
            )
    return found


def _has(pattern: bytes) -> re.Pattern[bytes]:
    return re.compile(rb'(?:\xef\xbb\xbf)?\s*\{.*?"' + pattern, re.DOTALL)


_CYCLONEDX: Final = _has(rb'bomFormat"\s*:')
_SPDX: Final = _has(rb'spdxVersion"\s*:')
_SYFT: Final = _has(rb'artifactRelationships"\s*:')
_NAMESPACE: Final = b"cyclonedx.org/schema/bom"

CYCLONEDX_JSON: Final = Reader(
    name="cyclonedx-json", detects=lambda head: _CYCLONEDX.match(head) is not None, read=read
)
CYCLONEDX_XML: Final = Reader(
    name="cyclonedx-xml",
    detects=lambda head: XML.match(head) is not None and _NAMESPACE in head.replace(b"\0", b""),
    read=read,
)
SPDX_JSON: Final = Reader(
    name="spdx-json", detects=lambda head: _SPDX.match(head) is not None, read=read
)
SPDX_3_JSON: Final = Reader(
    name="spdx-3-json", detects=lambda head: CONTEXT.search(head) is not None, read=read
)
SPDX_TAG_VALUE: Final = Reader(
    name="spdx-tag-value", detects=lambda head: TAG_VALUE.match(head) is not None, read=read
)
SYFT_JSON: Final = Reader(
    name="syft-json", detects=lambda head: _SYFT.match(head) is not None, read=read
)
