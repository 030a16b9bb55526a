"""Who supplies a package, and from whom it originally comes.

SPDX means by a supplier the actual source of distribution (SPDX 2.3, 7.5): of what an operating
system's package or a channel of conda brought, that is its maintainer or the channel, and who wrote
it is the originator. What is bundled in a distribution comes from whoever supplies that, and what
names nobody from whoever says to supply the whole image.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from scanner.formats.container import image_reference
from scanner.formats.plain_text import printable
from scanner.metadata.contact import contacts_of
from scanner.metadata.supplier import supplier_of
from scanner.model.component import State
from scanner.model.contact import Kind
from scanner.model.interpreter import CPYTHON, GRAALPY, PYPY
from scanner.model.system_package import CONDA

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from scanner.model.component import Component
    from scanner.model.contact import Contact, ContactFields, Supplier
    from scanner.model.interpreter import Interpreter
    from scanner.model.inventory import Subject
    from scanner.model.system_package import Owner, SystemPackage

MAX_PARENTS: Final = 8
"""How far up a part looks for whoever supplies it; real ones are three deep."""
ANACONDA: Final = "Anaconda, Inc."
OFFICIAL: Final = "library"
"""The namespace in which Docker Hub has images of many people."""
IMPLEMENTERS: Final = {
    CPYTHON: "Python Software Foundation",
    PYPY: "The PyPy Project",
    GRAALPY: "Oracle",
}
_CHANNEL: Final = re.compile(
    r"https://(?:conda\.anaconda\.org/(?P<account>[\w.-]+)|(?P<company>repo\.anaconda\.com))/",
    re.ASCII,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """A person or an organization."""

    name: str
    kind: Kind
    email: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agents:
    """Those behind one package."""

    supplier: Agent | None = None
    basis: str | None = None
    """What tells the supplier: ``metadata``, ``package``, ``channel``, ``repository`` (a guess),
    ``implementation``, ``parent`` or ``imprint``."""
    originators: tuple[Agent, ...] = ()
    """Everybody else whom its metadata names."""
    unusable: tuple[str, ...] = ()
    """What stands where an address should be."""
    withheld: int = 0
    """How many addresses are not told."""


NOBODY: Final = Agents()


def agents_of(
    components: Sequence[Component],
    system_packages: Iterable[SystemPackage],
    supplier: Supplier | None = None,
) -> list[Agents]:
    """Return who is behind each component, in their order; ``supplier`` is that of the whole."""
    maintainers = {each.purl: each.contact_fields for each in system_packages}
    own = [_own(each, maintainers) for each in components]
    places = {
        each.evidence.path: number
        for number, each in reversed([*enumerate(components)])
        if not each.is_part
    }
    whole = supplied_by(supplier) if supplier else NOBODY
    found = []
    for number, agents in enumerate(own):
        known = agents
        if known.supplier is None:
            known = _inherited(agents, _parents(number, components, places), own)
        # What is only declared is in nothing that anybody supplies.
        if known.supplier is None and components[number].state is not State.DECLARED:
            known = replace(agents, supplier=whole.supplier, basis=whole.basis)
        found.append(known)
    return found


def image_agents(subject: Subject) -> Agents:
    """Return the account whose repository an image is in, which is a guess."""
    reference = image_reference(subject)
    account = reference.repository.rpartition("/")[0].partition("/")[0] if reference else ""
    if not account or account == OFFICIAL:
        return NOBODY
    return Agents(supplier=Agent(name=account, kind=Kind.ORGANIZATION), basis="repository")


def supplied_by(supplier: Supplier) -> Agents:
    """Return who says to supply what was scanned."""
    return Agents(supplier=agent_of(supplier), basis="imprint")


def agent_of(supplier: Supplier) -> Agent | None:
    """Return a supplier as SPDX has one: by a name, and an address if there is one."""
    name = printable(supplier.name or "").strip()
    return Agent(name=name, kind=supplier.kind, email=supplier.email) if name else None


def interpreter_agents(
    interpreter: Interpreter, system_packages: Iterable[SystemPackage]
) -> Agents:
    """Return who packaged an interpreter, and who makes it."""
    name = IMPLEMENTERS.get(interpreter.implementation or "")
    implementer = Agent(name=name, kind=Kind.ORGANIZATION) if name else None
    maintainers = {each.purl: each.contact_fields for each in system_packages}
    packager = _packager(interpreter.owner, maintainers)
    if packager:
        return Agents(
            supplier=packager,
            basis="package",
            originators=(implementer,) if implementer else (),
        )
    return Agents(supplier=implementer, basis="implementation" if implementer else None)


def _own(component: Component, maintainers: Mapping[str, ContactFields]) -> Agents:
    """Return those whom a component, or what it came in, names itself."""
    contacts = contacts_of(component.contact_fields)
    supplier = supplier_of(contacts, component.links)
    upstream = _agent(supplier) if supplier else None
    basis = "repository" if supplier and supplier.is_guess else "metadata"
    packager = _packager(component.owner, maintainers)
    chosen, basis = (packager, "package") if packager else (upstream, basis)
    if chosen is None and (chosen := _channel(component)):
        basis = "channel"
    named = (upstream, *(_named(each) for each in contacts))
    return Agents(
        supplier=chosen,
        basis=basis if chosen else None,
        originators=tuple(dict.fromkeys(each for each in named if each and each != chosen)),
        unusable=tuple(each.unusable for each in contacts if each.unusable),
        withheld=sum(each.is_withheld for each in contacts),
    )


def _inherited(agents: Agents, parents: Iterable[int], own: Sequence[Agents]) -> Agents:
    """Return who is behind what is only known as a part of something else."""
    suppliers = (own[number].supplier for number in parents)
    supplier = next(filter(None, suppliers), None)
    return replace(agents, supplier=supplier, basis="parent") if supplier else agents


def _parents(
    number: int, components: Sequence[Component], places: Mapping[str, int]
) -> Iterator[int]:
    """Yield what a component is a part of, the nearest first."""
    for _ in range(MAX_PARENTS):
        above = places.get(components[number].parent or "")
        if above is None:
            return
        number = above
        yield number


def _packager(owner: Owner | None, maintainers: Mapping[str, ContactFields]) -> Agent | None:
    """Return the maintainer of the system package that something belongs to."""
    fields = maintainers.get(owner.purl) if owner else None
    supplier = fields and supplier_of(contacts_of(fields), ())
    return _agent(supplier) if supplier else None


def _channel(component: Component) -> Agent | None:
    """Return whose channel a package of conda was downloaded from."""
    for record in filter(None, (component.conda, component)):
        for link in record.links if record.ecosystem == CONDA else ():
            if channel := _CHANNEL.match(link.url):
                return Agent(name=channel["account"] or ANACONDA, kind=Kind.ORGANIZATION)
    return None


def _agent(supplier: Supplier) -> Agent | None:
    name = printable(supplier.name or "") or supplier.email
    return Agent(name=name, kind=supplier.kind, email=supplier.email) if name else None


def _named(contact: Contact) -> Agent | None:
    name = printable(contact.name or "") or contact.email
    return Agent(name=name, kind=contact.kind, email=contact.email) if name else None
