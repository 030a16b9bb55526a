"""What rules ask of a document as a whole."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from scanner.model.contact import Kind
from scanner.model.document import SPDX
from scanner.model.inventory import Coverage
from scanner.quality.datum import Datum
from scanner.quality.presence import Presence, told_if

if TYPE_CHECKING:
    from collections.abc import Callable

    from scanner.model.document import DocumentFacts
    from scanner.model.inventory import Inventory


def is_date(text: str | None) -> bool:
    """Tell whether a text is a moment in ISO 8601, with its time zone."""
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return False
    return moment.tzinfo is not None


def _coverage(inventory: Inventory, _facts: DocumentFacts) -> Presence:
    """Tell whether all was read; if not, each document says so, and what kept it from that."""
    is_whole = inventory.coverage is not Coverage.INCOMPLETE
    return Presence.TOLD if is_whole else Presence.UNKNOWN


def _in_one_of(**lowest: tuple[int, ...]) -> Callable[[Inventory, DocumentFacts], Presence]:
    """Return what looks for a format in at least some version, each by its name."""
    known = {name.lower(): version for name, version in lowest.items()}

    def presence(_: Inventory, facts: DocumentFacts) -> Presence:
        version = known.get((facts.format or "").lower())
        return told_if(version is not None and facts.version >= version)

    return presence


FORMAT: Final[Datum[Inventory]] = Datum(
    name="format",
    presence=_in_one_of(cyclonedx=(), spdx=()),
    why="it is neither CycloneDX nor SPDX",
    advice="Write one of them: --format cyclonedx-json, spdx-json.",
)
BSI_FORMAT: Final[Datum[Inventory]] = Datum(
    name="format",
    presence=_in_one_of(cyclonedx=(1, 6), spdx=(3, 0, 1)),
    why="it is neither CycloneDX 1.6 or later, nor SPDX 3.0.1 or later",
    advice="Write one of them: --format cyclonedx-json, spdx-3-json.",
)
SPDX_2: Final[Datum[Inventory]] = Datum(
    name="format",
    presence=lambda _, facts: told_if(facts.format == SPDX and facts.version in ((2, 2), (2, 3))),
    why="it is not SPDX 2.2 or 2.3",
    advice="Write that: --format spdx-json, spdx-tag-value.",
)
ENCODING: Final[Datum[Inventory]] = Datum(
    name="encoding",
    presence=lambda _, facts: told_if(facts.encoding in ("json", "xml", "tag-value")),
    why="it is in no form that machines can be sure to read",
    advice="Write JSON, XML or tag-value.",
)
VERSION_OF_FORMAT: Final[Datum[Inventory]] = Datum(
    name="format-version",
    presence=lambda _, facts: told_if(facts.version),
    why="it does not tell of which version of its format it is",
    advice="Fill specVersion (CycloneDX) or spdxVersion (SPDX).",
)
SCHEMA: Final[Datum[Inventory]] = Datum(
    name="schema",
    presence=lambda _, facts: told_if(facts.is_valid),
    why="it is not valid by its schema",
    advice="lading sbom validate tells where.",
)
NAMESPACE: Final[Datum[Inventory]] = Datum(
    name="namespace",
    presence=lambda _, facts: told_if(facts.namespace),
    why="nothing tells it from other documents",
    advice="Fill serialNumber (CycloneDX) or documentNamespace (SPDX).",
)
DOCUMENT_NAME: Final[Datum[Inventory]] = Datum(
    name="document-name",
    presence=lambda _, facts: told_if(facts.name),
    why="it has no name",
    advice="Fill DocumentName (SPDX).",
)
URI: Final[Datum[Inventory]] = Datum(
    name="sbom-uri",
    presence=lambda _, facts: told_if(facts.imprint.uri or facts.namespace),
    why="it has no URI",
    advice="Give --sbom-uri.",
)
TIMESTAMP: Final[Datum[Inventory]] = Datum(
    name="timestamp",
    presence=lambda _, facts: told_if(is_date(facts.created)),
    why="it does not tell when it was made",
    advice="Give --timestamp, or SOURCE_DATE_EPOCH.",
)
AUTHOR: Final[Datum[Inventory]] = Datum(
    name="author",
    presence=lambda _, facts: told_if(any(each.name for each in facts.imprint.authors)),
    why="it does not tell who had it made",
    advice="Give --author.",
)
AUTHOR_OR_TOOL: Final[Datum[Inventory]] = Datum(
    name="author",
    presence=lambda _, facts: told_if(
        facts.tools or any(each.name for each in facts.imprint.authors)
    ),
    why="it tells neither who had it made nor by what it was made",
    advice=AUTHOR.advice,
)
AUTHOR_ADDRESS: Final[Datum[Inventory]] = Datum(
    name="author-address",
    presence=lambda _, facts: told_if(
        any(each.email or each.url for each in facts.imprint.authors)
    ),
    why="it does not tell how to reach whoever had it made",
    advice="Give --author with an address or a URL: 'Example GmbH <sbom@example.org>'.",
)
ORGANIZATION: Final[Datum[Inventory]] = Datum(
    name="author-organization",
    presence=lambda _, facts: told_if(
        any(each.name and each.kind is Kind.ORGANIZATION for each in facts.imprint.authors)
    ),
    why="it names no organization among its creators",
    advice="Give --author with the name of one: 'Example GmbH <sbom@example.org>'.",
)
DOCUMENT_SUPPLIER: Final[Datum[Inventory]] = Datum(
    name="document-supplier",
    presence=lambda _, facts: told_if(facts.imprint.supplier and facts.imprint.supplier.name),
    why="it does not tell who supplies what it is of",
    advice="Give --supplier.",
)
TOOL: Final[Datum[Inventory]] = Datum(
    name="tool",
    presence=lambda _, facts: told_if(any(name for name, _ in facts.tools)),
    why="it does not tell by what it was made",
    advice="Name the tool.",
)
TOOL_VERSION: Final[Datum[Inventory]] = Datum(
    name="tool-version",
    presence=lambda _, facts: told_if(any(name and version for name, version in facts.tools)),
    why="it does not tell by which version of which tool it was made",
    advice="Name the tool and its version.",
)
LIFECYCLE: Final[Datum[Inventory]] = Datum(
    name="lifecycle",
    presence=lambda _, facts: told_if(facts.lifecycle),
    why="it does not tell at which point of the software's life it was made",
    advice="Fill lifecycles (CycloneDX), sbomType (SPDX 3) or the creator's comment (SPDX 2).",
)
PRIMARY: Final[Datum[Inventory]] = Datum(
    name="primary-component",
    presence=lambda inventory, _: told_if(inventory.subject.location or inventory.subject.names),
    why="it does not tell what it is of",
    advice="Fill metadata.component (CycloneDX) or what the document describes (SPDX).",
)
DATA_LICENSE: Final[Datum[Inventory]] = Datum(
    name="data-license",
    presence=lambda _, facts: told_if(facts.data_license),
    why="it does not tell under which licence it may be passed on",
    advice="Fill metadata.licenses (CycloneDX) or dataLicense (SPDX).",
)
SIGNATURE: Final[Datum[Inventory]] = Datum(
    name="signature",
    presence=lambda _, facts: told_if(facts.is_signed),
    why="it is not signed",
    advice="Sign it: lading sbom attach IMAGE --key; score attached:IMAGE --key.",
)
COVERAGE: Final[Datum[Inventory]] = Datum(
    name="coverage",
    presence=_coverage,
    why="something could not be read, so that components may be missing",
    advice="Read the problems that the document lists, and scan again.",
)
NO_VULNERABILITIES: Final[Datum[Inventory]] = Datum(
    name="no-vulnerabilities",
    presence=lambda _, facts: told_if(not facts.has_vulnerabilities),
    why="it has vulnerabilities in it, which change more often than it",
    advice="Write them to a document of their own.",
)
