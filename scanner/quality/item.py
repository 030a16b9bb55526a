"""The items of a bill: each component, each interpreter, and what was scanned itself.

Rules ask the same of all three, so they are brought into one form, and what takes a while to read,
as who answers for a distribution, is read once for all rules.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scanner.licenses.expression import MAX_LENGTH, parse_expression
from scanner.metadata.contact import contacts_of
from scanner.metadata.repository import source_of
from scanner.metadata.supplier import supplier_of
from scanner.model.component import State
from scanner.model.interpreter import CPYTHON
from scanner.model.license import NONE
from scanner.model.names import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.model.component import Component
    from scanner.model.contact import Supplier
    from scanner.model.document import DocumentFacts
    from scanner.model.interpreter import Interpreter
    from scanner.model.inventory import Inventory, Subject

SUBJECT: Final = ""
"""The place of what was scanned."""
_ARCHIVES: Final = frozenset(("wheel", "egg", "sdist", "conda"))
_WEB: Final = ("https://", "http://")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What a bill says of one thing."""

    place: str
    """:attr:`Component.place`, the path of an interpreter, or :data:`SUBJECT`."""
    name: str
    version: str | None = None
    purl: str | None = None
    cpes: tuple[str, ...] = ()
    supplier: Supplier | None = None
    is_address_withheld: bool = False
    """Whether somebody's address is known, and not told."""
    hashes: tuple[str, ...] = ()
    """``algorithm:hex``, of the one artefact that it was installed from."""
    concluded: str | None = None
    """The licence that somebody holds to be right."""
    declared: str | None = None
    """The licence that its own metadata come to, or :data:`scanner.model.license.NONE`."""
    is_licensed: bool = False
    """Whether anything at all is said of its licence, be it only a name."""
    copyrights: tuple[str, ...] = ()
    source: str | None = None
    """Where its source is."""
    download: str | None = None
    """Where the artefact is that it was installed from."""
    filename: str | None = None
    """Of the file that it is, if it is one."""
    are_dependencies_told: bool = False
    """Whether it is told what it depends on, be it nothing."""

    @property
    def label(self) -> str:
        """What to call it."""
        return f"{self.name} {self.version}" if self.version else self.name


def items_of(inventory: Inventory, facts: DocumentFacts) -> tuple[Item, ...]:
    """Return what a document of an inventory lists: first what it is of."""
    return (_subject(inventory, facts), *_components(inventory), *_interpreters(inventory))


def _subject(inventory: Inventory, facts: DocumentFacts) -> Item:
    subject, imprint = inventory.subject, facts.imprint
    reference = _reference(subject)
    return Item(
        place=SUBJECT,
        name=reference or subject.location,
        version=imprint.version or subject.digest,
        purl=_image_purl(reference, subject.digest),
        supplier=imprint.supplier,
        hashes=(subject.digest,) if subject.digest else (),
        concluded=imprint.license,
        declared=imprint.license,
        is_licensed=imprint.license is not None,
        copyrights=(imprint.copyright,) if imprint.copyright else (),
        download=reference if subject.digest else None,
        are_dependencies_told=any(each.directness for each in inventory.components),
    )


def _reference(subject: Subject) -> str | None:
    """Return the first name that is a reference, and not just a tag."""
    return next((name for name in subject.names if "/" in name or ":" in name), None)


def _image_purl(reference: str | None, digest: str | None) -> str | None:
    """Return the package URL of an image that has a name (purl type ``oci``)."""
    if not reference or not digest:
        return None
    name = reference.partition("@")[0].rpartition("/")[2].partition(":")[0].lower()
    return f"pkg:oci/{quoted(name, '')}@{quoted(digest, ':')}"


def _components(inventory: Inventory) -> Iterator[Item]:
    told = {place for each in inventory.dependencies for place in (each.dependent, each.dependency)}
    for each in inventory.documented_components:
        yield _component(each, is_in_graph=each.directness is not None or each.place in told)


def _component(component: Component, *, is_in_graph: bool) -> Item:
    contacts = contacts_of(component.contact_fields)
    licensing = component.licensing
    declared = licensing.declared if licensing else _expression(component)
    texts = licensing.detected if licensing else ()
    return Item(
        place=component.place,
        name=component.name,
        version=component.version,
        purl=component.purl,
        cpes=tuple(each for each in component.identities if each.startswith("cpe:")),
        supplier=supplier_of(contacts, component.links),
        is_address_withheld=any(contact.is_withheld for contact in contacts),
        hashes=() if component.has_several_artefacts else component.hashes,
        concluded=licensing.concluded if licensing else None,
        declared=declared,
        is_licensed=_is_licensed(component, declared),
        copyrights=tuple(
            claim for text in texts if not text.is_third_party for claim in text.copyrights
        ),
        source=component.origin if component.is_checked_out else source_of(component.links),
        download=_download(component),
        filename=_filename(component),
        are_dependencies_told=is_in_graph,
    )


def _is_licensed(component: Component, declared: str | None) -> bool:
    license_, licensing = component.license, component.licensing
    is_concluded = licensing is not None and licensing.concluded is not None
    is_named = any((license_.expression, license_.text, license_.classifiers, license_.names))
    return is_concluded or is_named or declared not in (None, NONE)


def _expression(component: Component) -> str | None:
    """Return what is declared as an expression of SPDX, where nobody has asked for more."""
    for text in (component.license.expression, component.license.text):
        if text and len(text) <= MAX_LENGTH and (found := parse_expression(text)):
            return found.text
    return None


def _download(component: Component) -> str | None:
    if component.origin and component.origin.startswith(_WEB):
        return component.origin
    links = (each.url for each in component.links if each.label.lower() == "download")
    return next((url for url in links if url.startswith(_WEB)), None)


def _filename(component: Component) -> str | None:
    """Return the name of the one file that it is: an archive, or a library."""
    if component.kind == "shared-library" and len(component.files) == 1:
        return component.files[0].rpartition("/")[2]
    archive, inside, _ = component.evidence.path.rpartition("!/")
    if component.kind not in _ARCHIVES or not (inside or component.state is State.ARCHIVE):
        return None
    return (archive or component.evidence.path).rpartition("/")[2]


def _interpreters(inventory: Inventory) -> Iterator[Item]:
    """Yield each interpreter whose version is known, once for all that it runs."""
    found = (each for environment in inventory.environments for each in environment.interpreters)
    for path, interpreter in sorted({each.path: each for each in found if each.path}.items()):
        if interpreter.evidence and (version := _version(interpreter)):
            name = (interpreter.implementation or "").lower().replace(CPYTHON.lower(), "python")
            purl = f"pkg:generic/{name}@{quoted(version, '')}"
            yield Item(place=path, name=name, version=version, purl=purl)


def _version(interpreter: Interpreter) -> str | None:
    is_python = interpreter.implementation == CPYTHON
    return interpreter.version if is_python else interpreter.implementation_version
