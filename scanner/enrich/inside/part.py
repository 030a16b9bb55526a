"""What is known only for being inside of a distribution."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scanner.model.component import MATCHED, Component, State
from scanner.model.contact import NO_CONTACTS
from scanner.model.license import DeclaredLicense

if TYPE_CHECKING:
    from scanner.model.component import Evidence, Link
    from scanner.model.contact import ContactFields


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Something inside of a distribution."""

    name: str
    version: str | None
    purl: str
    kind: str
    evidence: Evidence
    files: tuple[str, ...] = ()
    hashes: tuple[str, ...] = ()
    license: str | None = None
    contact_fields: ContactFields = NO_CONTACTS
    links: tuple[Link, ...] = ()

    def of(self, holder: Component) -> Component:
        """Return it as a component; if its distribution is not live, then it is not either."""
        return Component(
            name=self.name,
            version=self.version,
            purl=self.purl,
            kind=self.kind,
            state=State.BUNDLED if holder.state in MATCHED else holder.state,
            environment=holder.environment,
            evidence=self.evidence,
            owner=holder.owner,
            parent=holder.evidence.path,
            files=self.files,
            hashes=self.hashes,
            license=DeclaredLicense(expression=self.license),
            contact_fields=self.contact_fields,
            links=self.links,
        )
