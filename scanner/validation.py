"""What is wrong with a document: what cannot be read of it, and what leads nowhere."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from scanner.formats import READERS
from scanner.formats.wording.subject import counted
from scanner.metadata.sbom_document import parse_sbom

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_BYTES: Final = 512 << 20
MAX_COMPONENTS: Final = 1_000_000
NATIVE: Final = "json"


def format_of(data: bytes) -> str | None:
    """Return the name of the format of a document; None if it is none that is known."""
    return next((name for name, reader in READERS.items() if reader.detects(data)), None)


def faults(name: str, data: bytes) -> Iterator[str]:
    """Yield what is wrong with a document of a format, beyond what its schema can tell."""
    if name == NATIVE:
        inventory = READERS[name].read(data, "")
        yield from (each.reason for each in inventory.problems if each.cataloger == "sbom")
        return
    document = parse_sbom(data, MAX_BYTES, MAX_COMPONENTS)
    yield from document.oddities
    subject = (document.subject,) if document.subject else ()
    references = Counter(each.reference for each in (*subject, *document.components))
    if unnamed := references.pop("", 0):
        yield f"{counted(unnamed, 'component')} without a reference"
    for reference, count in references.items():
        if count > 1:
            yield f"{count:,} components with the reference {reference!r:.200}"
    named = {reference for pair in document.dependencies for reference in pair}
    for reference in sorted(named - references.keys()):
        yield f"a dependency of what is not listed: {reference!r:.200}"
