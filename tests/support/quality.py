"""A document that lacks nothing, and each way to take one thing out of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from scanner.model.component import Link
from scanner.model.contact import ContactFields, Kind, Supplier
from scanner.model.dependency import Basis, Directness
from scanner.model.document import CYCLONEDX, SPDX, DocumentFacts
from scanner.model.imprint import Imprint
from scanner.model.inventory import Coverage
from scanner.model.license import NOTHING_DECLARED, LicenseText, Licensing
from tests.support.reports import component, inventory_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from scanner.model.component import Component
    from scanner.model.inventory import Inventory

PUBLISHER = Supplier(
    name="Example GmbH", kind=Kind.ORGANIZATION, email="sbom@example.org", url="https://example.org"
)
STATED = frozenset(("dependency-completeness", "file-properties", "local-identifier", "purpose"))
CYCLONEDX_FACTS = DocumentFacts(
    format=CYCLONEDX,
    version=(1, 6),
    encoding="json",
    name="shop",
    namespace="urn:uuid:1",
    created="2026-11-21T10:00:00Z",
    tools=(("lading", "1.0"),),
    lifecycle="post-build",
    data_license="CC0-1.0",
    imprint=Imprint(
        authors=(PUBLISHER,),
        supplier=PUBLISHER,
        uri="https://example.org/shop.json",
        license="MIT",
        copyright="Copyright 2026 Example GmbH",
    ),
    is_signed=True,
    is_valid=True,
    states=STATED,
)
SPDX_FACTS = replace(CYCLONEDX_FACTS, format=SPDX, version=(2, 3))
TEXT = LicenseText(path="LICENSE", digest="sha256:1", copyrights=("Copyright 2026 Kim Doe",))
COMPLETE = component(
    contact_fields=ContactFields(author_email="Kim Doe <kim@doe.org>"),
    hashes=(f"sha512:{'a' * 128}", f"sha256:{'a' * 64}"),
    licensing=Licensing(declared="MIT", concluded="MIT", detected=(TEXT,)),
    links=(Link(label="Source", url="https://github.com/kim/idna"),),
    origin="https://files.test/idna-3.4.whl",
    directness=Directness(is_direct=True, basis=Basis.PROJECT),
    identities=("cpe:2.3:a:kim:idna:3.4:*:*:*:*:*:*:*",),
    kind="shared-library",
    files=("usr/lib/libidna.so",),
)
"""A component of which everything is told."""


def complete(*components: Component, **changes: object) -> Inventory:
    """Return the inventory of an image with components, by default one that lacks nothing."""
    found = inventory_of(*(components or (COMPLETE,)))
    subject = replace(found.subject, digest=f"sha512:{'a' * 128}")
    return replace(found, subject=subject, environments=(), **changes)  # type: ignore[arg-type]


def with_imprint(facts: DocumentFacts, **changes: object) -> DocumentFacts:
    """Return facts with another imprint."""
    return replace(facts, imprint=replace(facts.imprint, **changes))  # type: ignore[arg-type]


NO_NAME = replace(PUBLISHER, name=None)
NO_ADDRESS = replace(PUBLISHER, email=None, url=None)
PERSON = replace(PUBLISHER, kind=Kind.PERSON)
UNLICENSED: dict[str, object] = {"licensing": None, "license": NOTHING_DECLARED}
COMPONENTS_WITHOUT: dict[str, dict[str, Any]] = {
    "checksum": {"hashes": ()},
    "concluded-license": {"licensing": Licensing(declared="MIT", detected=(TEXT,))},
    "copyright": {"licensing": Licensing(declared="MIT", concluded="MIT")},
    "cpe": {"identities": ()},
    "declared-license": {"licensing": Licensing(concluded="MIT", detected=(TEXT,))},
    "dependencies": {"directness": None},
    "download": {"origin": None},
    "filename": {"kind": "dist-info"},
    "hash": {"hashes": ()},
    "identifier": {"purl": "", "identities": ()},
    "license": UNLICENSED,
    "name": {"name": ""},
    "not-deprecated": {"licensing": Licensing(concluded="GPL-2.0", declared="GPL-2.0")},
    "not-restrictive": {"licensing": Licensing(concluded="GPL-2.0-only", declared="MIT")},
    "purl": {"purl": ""},
    "sha-512": {"hashes": (f"sha256:{'a' * 64}",)},
    "source": {"links": ()},
    "strong-checksum": {"hashes": (f"sha1:{'a' * 40}",)},
    "supplier": {"contact_fields": ContactFields(author_email="kim@doe.org"), "links": ()},
    "supplier-address": {"contact_fields": ContactFields(author="Kim Doe"), "links": ()},
    "valid-license": {"licensing": None, "license": replace(NOTHING_DECLARED, text="a licence")},
    "version": {"version": None},
}
"""What to change of the complete component for a datum to be gone."""
DOCUMENTS_WITHOUT: dict[str, Callable[[DocumentFacts], DocumentFacts]] = {
    "author": lambda facts: with_imprint(replace(facts, tools=()), authors=(NO_NAME,)),
    "author-address": lambda facts: with_imprint(facts, authors=(NO_ADDRESS,)),
    "author-organization": lambda facts: with_imprint(facts, authors=(PERSON,)),
    "data-license": lambda facts: replace(facts, data_license=None),
    "dependency-completeness": lambda facts: replace(facts, states=frozenset()),
    "document-name": lambda facts: replace(facts, name=None),
    "document-supplier": lambda facts: with_imprint(facts, supplier=None),
    "encoding": lambda facts: replace(facts, encoding="yaml"),
    "file-properties": lambda facts: replace(facts, states=frozenset()),
    "format": lambda facts: replace(facts, format="SWID"),
    "format-version": lambda facts: replace(facts, version=()),
    "lifecycle": lambda facts: replace(facts, lifecycle=None),
    "local-identifier": lambda facts: replace(facts, states=STATED - {"local-identifier"}),
    "namespace": lambda facts: replace(facts, namespace=None),
    "no-vulnerabilities": lambda facts: replace(facts, has_vulnerabilities=True),
    "purpose": lambda facts: replace(facts, states=STATED - {"purpose"}),
    "sbom-uri": lambda facts: with_imprint(replace(facts, namespace=None), uri=None),
    "schema": lambda facts: replace(facts, is_valid=False),
    "signature": lambda facts: replace(facts, is_signed=False),
    "timestamp": lambda facts: replace(facts, created="2026-11-21"),
    "tool": lambda facts: replace(facts, tools=()),
    "tool-version": lambda facts: replace(facts, tools=(("lading", None),)),
}
"""What to change of a document for a datum to be gone."""
INVENTORIES_WITHOUT: dict[str, Callable[[Inventory], Inventory]] = {
    "coverage": lambda found: replace(found, coverage=Coverage.INCOMPLETE),
    "primary-component": lambda found: replace(
        found, subject=replace(found.subject, location="", names=())
    ),
}
"""What to change of an inventory for a datum to be gone."""


def without(name: str, found: Inventory, facts: DocumentFacts) -> tuple[Inventory, DocumentFacts]:
    """Return a document without one datum: of the document, or of each component."""
    if change := INVENTORIES_WITHOUT.get(name):
        return change(found), facts
    if alter := DOCUMENTS_WITHOUT.get(name):
        facts = alter(facts)
        if name != "file-properties":
            return found, facts
        name = "filename"
    changed = tuple(replace(each, **COMPONENTS_WITHOUT[name]) for each in found.components)
    return replace(found, components=changed), facts
