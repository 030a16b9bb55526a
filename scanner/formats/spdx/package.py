"""A package of an SPDX document, in the words that its versions have in common.

What SPDX has no field for, as the state of a distribution, its place and what tells it, is in
``facts``: they become an annotation, whose text is a JSON object. JSON is escaped there so that it
has no line end, and whatever reads it gets back every path, whatever its bytes are.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Final

from scanner.formats.container import image_purl, image_reference
from scanner.formats.external_reference import external_references
from scanner.formats.plain_text import printable
from scanner.formats.spdx.agent import NOBODY, Agents, image_agents, supplied_by
from scanner.formats.spdx.license import (
    HEXADECIMALS,
    NOASSERTION,
    NOT_LICENSED,
    LicenseFacts,
    license_facts,
)
from scanner.formats.spdx.location import download_location, is_location
from scanner.model.imprint import NO_IMPRINT, Imprint
from scanner.model.interpreter import CPYTHON
from scanner.model.names import normalized, package_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from scanner.model.component import Component, Evidence
    from scanner.model.declaration import Declaration
    from scanner.model.interpreter import Interpreter
    from scanner.model.inventory import Inventory, Subject

SUBJECT: Final = "SPDXRef-Subject"
"""What was scanned."""
UNNAMED: Final = "unnamed"
"""SPDX has no package without a name."""
MAX_LABEL: Final = 60
DIGESTS: Final = {"md5": 32, "sha1": 40, "sha224": 56, "sha256": 64, "sha384": 96, "sha512": 128}
"""How many hexadecimal digits they have."""
_NOT_IN_LABEL: Final = re.compile(r"[^A-Za-z0-9.-]+")
ARCHIVES: Final = (".whl", ".egg", ".zip", ".conda", ".tgz", ".tar.gz", ".tar.bz2", ".tar.xz")


class Purpose(Enum):
    """What a package is."""

    CONTAINER = "container"
    DIRECTORY = "directory"
    LIBRARY = "library"
    INTERPRETER = "interpreter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Something on the web that is about a package."""

    type: str
    """In the words of CycloneDX."""
    url: str
    comment: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """What is told of one package."""

    id: str
    name: str
    version: str | None
    purpose: Purpose
    agents: Agents = NOBODY
    licensing: LicenseFacts = NOT_LICENSED
    purls: tuple[str, ...] = ()
    """The first is its own; the others are of the same thing, as that of its conda package."""
    checksums: tuple[tuple[str, str], ...] = ()
    """Of the artefact that it was installed from: algorithms and digests."""
    download: str | None = None
    homepage: str | None = None
    references: tuple[Reference, ...] = ()
    source_info: str | None = None
    file_name: str | None = None
    summary: str | None = None
    facts: Mapping[str, object] = field(default_factory=dict)


def subject_package(inventory: Inventory, imprint: Imprint = NO_IMPRINT) -> Package:
    """Return the package of what was scanned."""
    subject = inventory.subject
    reference = image_reference(subject)
    is_live = subject.is_live
    purl = image_purl(subject)
    agents = supplied_by(imprint.supplier) if imprint.supplier else image_agents(subject)
    return Package(
        id=SUBJECT,
        name=line(reference.name if reference else subject.location) or UNNAMED,
        version=line(imprint.version) or subject.digest,
        purpose=Purpose.DIRECTORY if is_live else Purpose.CONTAINER,
        agents=agents,
        licensing=LicenseFacts(
            declared=imprint.license or NOASSERTION,
            concluded=imprint.license or NOASSERTION,
            copyright=imprint.copyright,
        ),
        purls=(purl,) if purl else (),
        checksums=tuple(_checksums((subject.digest or "",))),
        facts=known(
            {
                "source": subject.source,
                "names": list(subject.names),
                "image-id": subject.image_id,
                "platform": subject.platform,
                "verified": subject.verified,
                "base-is-guess": subject.base_is_guess or None,
                "supplier-basis": agents.basis,
            }
        ),
    )


def component_package(component: Component, agents: Agents, inventory: Inventory) -> Package:
    """Return the package of a component."""
    name = normalized(component.name) if component.ecosystem == "pypi" else component.name
    references = [
        Reference(type=str(each["type"]), url=str(each["url"]), comment=_comment(each))
        for each in external_references(component.links)
    ]
    websites = (each for each in references if each.type == "website" and is_location(each.url))
    homepage = next(websites, None)
    download = download_location(component)
    licensing = license_facts(component, inventory.license_texts)
    return Package(
        id=_id("Package", component.name, component.purl, component.place, *component.files),
        name=line(name) or UNNAMED,
        version=line(component.version) or None,
        purpose=Purpose.LIBRARY,
        agents=agents,
        licensing=licensing,
        purls=tuple(dict.fromkeys((component.purl, *component.identities))),
        checksums=() if component.has_several_artefacts else tuple(_checksums(_hashes(component))),
        download=download,
        homepage=homepage.url if homepage else None,
        references=tuple(
            each for each in references if each is not homepage and each.url != download
        ),
        source_info="\n".join(_source(component)) or None,
        file_name=_file_name(component),
        summary=component.summary,
        facts={**_facts(component, agents, inventory.subject), **known(licensing.facts)},
    )


def interpreter_package(interpreter: Interpreter, agents: Agents, subject: Subject) -> Package:
    """Return the package of an interpreter whose version and evidence are known."""
    is_python = interpreter.implementation == CPYTHON
    name, version = interpreter.release or ("", None)
    path, evidence = interpreter.path or "", interpreter.evidence
    purl = package_url("generic", name, version)
    return Package(
        id=_id("Interpreter", name, purl, path),
        name=name,
        version=line(version),
        purpose=Purpose.INTERPRETER,
        agents=agents,
        purls=(purl,),
        file_name=line(f"./{path}"),
        source_info=f"belongs to {line(str(interpreter.owner))}" if interpreter.owner else None,
        facts=known(
            {
                "path": f"/{path}",
                "python-version": None if is_python else interpreter.version,
                "end-of-life": interpreter.end_of_life,
                "free-threaded": interpreter.is_free_threaded or None,
                "debug": interpreter.is_debug or None,
                "externally-managed": interpreter.is_externally_managed or None,
                "owner": str(interpreter.owner) if interpreter.owner else None,
                "owner:purl": interpreter.owner.purl if interpreter.owner else None,
                "supplier-basis": agents.basis,
                **(_evidence(evidence, subject) if evidence else {}),
            }
        ),
    )


def line(text: str | None) -> str:
    """Return what SPDX has on a single line."""
    return printable(text or "").strip()


def known(facts: Mapping[str, object]) -> dict[str, object]:
    """Return those that there are; false and zero are something, too."""
    return {name: value for name, value in facts.items() if value or value == 0}


def _facts(component: Component, agents: Agents, subject: Subject) -> dict[str, object]:
    """Return what there is no field for."""
    return known(
        {
            "name": component.name,
            "kind": component.kind,
            "state": component.state.value,
            "environment": f"/{component.environment}",
            "installer": component.installer,
            "requested": component.requested,
            "direct": component.directness and component.directness.is_direct,
            "direct:known-from": component.directness and component.directness.basis.value,
            "origin": component.origin,
            "from-source": component.from_source,
            "requires-python": component.requires_python,
            "noarch": component.noarch,
            "owner": str(component.owner) if component.owner else None,
            "owner:purl": component.owner.purl if component.owner else None,
            "parent": component.parent and f"/{component.parent}",
            "shadowed-by": component.shadowed_by and f"/{component.shadowed_by}",
            "code-present": component.code_present,
            "removed-in": component.removed_in,
            "installed-digest": component.installed_digest,
            "files": [f"/{path}" for path in component.files],
            "supplier-basis": agents.basis,
            "originators": [
                [each.kind.value, each.name, each.email] for each in agents.originators
            ],
            "unusable-emails": list(agents.unusable),
            "emails-withheld": agents.withheld or None,
            **_digests(component),
            **_declaration(component.declaration),
            **_evidence(component.evidence, subject),
            "conda-evidence": component.conda and f"/{component.conda.evidence.path}",
        }
    )


def _digests(component: Component) -> dict[str, object]:
    """Return digests that are no checksums of a package, or what its checksums are of instead."""
    if component.has_several_artefacts:
        return {"artefact-digests": list(component.hashes)}
    if component.conda and not component.hashes:
        return {"checksums-of": component.conda.purl if component.conda.hashes else None}
    checksums = {f"{algorithm}:{content}" for algorithm, content in _checksums(component.hashes)}
    return {"hash": [each for each in component.hashes if each not in checksums]}


def _evidence(evidence: Evidence, subject: Subject) -> dict[str, object]:
    """Return why something is believed to be there, and the layer that it is from."""
    layer = next((each for each in subject.layers if each.index == evidence.layer), None)
    return {
        "evidence": f"/{evidence.path}",
        "technique": evidence.technique,
        "line": evidence.line,
        "ordinal": evidence.ordinal or None,
        "layer": evidence.layer,
        "layer-diff-id": layer and layer.diff_id,
        "layer-digest": layer and layer.digest,
    }


def _source(component: Component) -> Iterator[str]:
    """Yield what is known of where a component comes from."""
    if component.installer:
        yield f"installed by {component.installer}"
    if component.origin:
        yield f"installed from {component.origin}"
    if component.from_source:
        yield "built from source when it was installed"
    if component.conda:
        yield f"came in the conda package {component.conda.purl}"
    if component.owner:
        yield f"belongs to {component.owner} ({component.owner.purl})"
    if component.parent:
        yield f"a part of what is in /{component.parent}"


def _file_name(component: Component) -> str | None:
    """Return the name of the file that a component is, if it is one."""
    if len(component.files) == 1:
        return line(f"./{component.files[0]}")
    path = component.evidence.path
    return line(f"./{path}") if path.endswith(ARCHIVES) else None


def _hashes(component: Component) -> tuple[str, ...]:
    """Return the digests of a distribution's artefact, or of the conda package it came in."""
    return component.hashes or (component.conda.hashes if component.conda else ())


def _declaration(declaration: Declaration | None) -> dict[str, object]:
    """Return what a manifest or a lockfile says."""
    if declaration is None:
        return {}
    return {
        "requirement": declaration.requirement,
        "locked": declaration.is_locked,
        "marker": declaration.marker,
        "groups": list(declaration.groups),
        "for-extras": list(declaration.for_extras),
        "version-assumed": declaration.is_version_assumed or None,
    }


def _checksums(digests: Iterable[str]) -> Iterator[tuple[str, str]]:
    for digest in dict.fromkeys(digests):
        algorithm, _, content = digest.partition(":")
        if len(content) == DIGESTS.get(algorithm) and re.fullmatch("[0-9a-f]+", content):
            yield algorithm, content


def _comment(reference: Mapping[str, object]) -> str | None:
    comment = reference.get("comment")
    return str(comment) if comment else None


def _id(kind: str, name: str, *keys: str) -> str:
    """Return an identifier that is the same whenever the same thing is at the same place."""
    label = _NOT_IN_LABEL.sub("-", name)[:MAX_LABEL].strip("-") or UNNAMED
    key = "\n".join(keys).encode("utf-8", "surrogatepass")
    return f"SPDXRef-{kind}-{label}-{hashlib.sha256(key).hexdigest()[:HEXADECIMALS]}"
