"""A distribution, or a part of one, as a component."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from scanner.formats.cyclonedx.bsi import bsi_properties
from scanner.formats.cyclonedx.data import Data, flag, known, properties
from scanner.formats.cyclonedx.evidence import evidence_of, layer_of
from scanner.formats.cyclonedx.license import license_evidence, license_properties, licenses_of
from scanner.formats.cyclonedx.organizational_entity import parties_of
from scanner.formats.cyclonedx.reference import reference_of
from scanner.formats.cyclonedx.version_range import version_range
from scanner.formats.external_reference import external_references, origin_reference
from scanner.model.component import State
from scanner.model.dependency import PYPI
from scanner.model.names import normalized
from scanner.model.system_package import CONDA

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scanner.model.component import Component
    from scanner.model.declaration import Declaration
    from scanner.model.inventory import Inventory

MAX_VERSION: Final = 1024
"""The schema refuses a document with a longer one; the package URL has it whole."""
ALGORITHMS: Final = {
    "md5": "MD5",
    "sha1": "SHA-1",
    "sha256": "SHA-256",
    "sha384": "SHA-384",
    "sha512": "SHA-512",
}
SIZES: Final = {"md5": 32, "sha1": 40, "sha256": 64, "sha384": 96, "sha512": 128}
INTERPRETERS: Final = frozenset(("python", "pypy", "graalpy"))
"""Packages of conda that are what others run on."""
NEVER_RUN: Final = frozenset(
    (State.CACHE, State.TEST_DATA, State.SOURCE, State.STALE, State.REMOVED)
)
_HEXADECIMAL: Final = re.compile(r"[0-9a-fA-F]+")


def component_of(
    component: Component, inventory: Inventory, unmet: Iterable[tuple[str, str]] = ()
) -> Data:
    """Return all that is known of a component; ``unmet`` of its requirements, as properties."""
    name = normalized(component.name) if component.ecosystem == PYPI else component.name
    parties = parties_of(component)
    is_declared = component.state is State.DECLARED
    digests = [] if component.has_several_artefacts else list(hashes(component.hashes))
    return known(
        {
            "type": _type(component),
            "bom-ref": reference_of(component),
            **parties.fields,
            "name": name,
            "version": shown_version(component),
            "versionRange": _version_range(component) if is_declared else None,
            "isExternal": True if is_declared else None,
            "description": component.summary or None,
            "scope": _scope(component),
            "hashes": digests,
            "licenses": licenses_of(component, inventory.license_texts),
            "purl": component.purl,
            "externalReferences": [
                *external_references(component.links),
                *origin_reference(component.origin, digests),
            ],
            "properties": [
                *properties(
                    [
                        ("name", component.name if component.name != name else None),
                        *_facts(component),
                        *parties.properties,
                        *_declaration(component.declaration),
                        *unmet,
                        *license_properties(component.licensing),
                        *layer_of(component.evidence, inventory.subject),
                    ]
                ),
                *bsi_properties(component),
            ],
            "evidence": evidence_of(component) | license_evidence(component.licensing),
        }
    )


def shown_version(component: Component) -> str | None:
    """Return the version, as far as the schema lets it be told."""
    return component.version[:MAX_VERSION] if component.version else None


def hashes(digests: Iterable[str]) -> Iterator[Data]:
    """Yield the digests of an artefact that the schema has a name for."""
    for digest in digests:
        algorithm, _, content = digest.partition(":")
        is_whole = len(content) == SIZES.get(algorithm) and _HEXADECIMAL.fullmatch(content)
        if is_whole:
            yield {"alg": ALGORITHMS[algorithm], "content": content}


def _type(component: Component) -> str:
    is_interpreter = component.ecosystem == CONDA and component.name in INTERPRETERS
    return "platform" if is_interpreter else "library"


def _scope(component: Component) -> str | None:
    """Return whether it is needed at run time.

    By the standard, what is installed is required, whoever asked for it; what is optional is not
    there. A bundle or an archive does not tell.
    """
    if component.state in NEVER_RUN:
        return "excluded"
    if declaration := component.declaration:
        if declaration.groups:
            return "excluded"
        return "optional" if declaration.for_extras else "required"
    return None if component.state in {State.BUNDLED, State.ARCHIVE} else "required"


def _version_range(component: Component) -> str | None:
    declaration = component.declaration
    if component.version or declaration is None or component.ecosystem != PYPI:
        return None
    return version_range(declaration.specifier)


def _facts(component: Component) -> Iterator[tuple[str, str | None]]:
    """Yield what CycloneDX has no field for."""
    directness = component.directness
    yield "kind", component.kind
    yield "state", component.state.value
    yield "environment", f"/{component.environment}"
    yield "ordinal", str(component.evidence.ordinal or "") or None
    yield "installer", component.installer
    yield "requested", flag(component.requested)
    yield "direct", flag(directness.is_direct) if directness else None
    yield "direct:known-from", directness.basis.value if directness else None
    yield "origin", component.origin
    yield "from-source", flag(component.from_source)
    yield "requires-python", component.requires_python
    yield "noarch", component.noarch
    yield "code-present", flag(component.code_present)
    yield "removed-in", None if component.removed_in is None else str(component.removed_in)
    yield "owner", str(component.owner) if component.owner else None
    yield "owner:purl", component.owner.purl if component.owner else None
    yield "parent", component.parent and f"/{component.parent}"
    for purl in component.identities:
        yield "identity", purl
    yield "shadowed-by", component.shadowed_by and f"/{component.shadowed_by}"
    yield "installed-digest", component.installed_digest
    is_release = component.has_several_artefacts
    for digest in component.hashes:
        if is_release or not any(hashes([digest])):
            yield "hash", digest


def _declaration(declaration: Declaration | None) -> Iterator[tuple[str, str | None]]:
    if declaration is None:
        return
    yield "declared:requirement", declaration.requirement
    yield "declared:locked", flag(declaration.is_locked)
    yield "declared:direct", flag(declaration.is_direct)
    yield "declared:version-assumed", flag(declaration.is_version_assumed or None)
    for name, values in (
        ("group", declaration.groups),
        ("for-extra", declaration.for_extras),
        ("platform", declaration.platforms),
    ):
        for value in values:
            yield f"declared:{name}", value
