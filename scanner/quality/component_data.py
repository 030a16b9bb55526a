"""What rules ask of each component, and of what was scanned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.model.license import NONE
from scanner.quality.datum import Datum
from scanner.quality.presence import Presence, told_if

if TYPE_CHECKING:
    from scanner.model.document import DocumentFacts
    from scanner.quality.item import Item

COMPLETENESS_NAME: Final = "dependency-completeness"
PURPOSE_NAME: Final = "purpose"
FILE_PROPERTIES_NAME: Final = "file-properties"


def _address(item: Item, _facts: DocumentFacts) -> Presence:
    supplier = item.supplier
    if supplier and (supplier.email or supplier.url):
        return Presence.TOLD
    return Presence.WITHHELD if item.is_address_withheld else Presence.MISSING


def _declared(item: Item, _facts: DocumentFacts) -> Presence:
    """Tell what metadata declare; that they declare nothing is known, and written as such."""
    return Presence.UNKNOWN if item.declared == NONE else told_if(item.declared)


def has_hash(item: Item, *algorithms: str) -> bool:
    """Tell whether an artefact's digest is told, by any of these algorithms if some are given."""
    known = {each.partition(":")[0].lower().replace("-", "") for each in item.hashes}
    return bool(known & set(algorithms) if algorithms else known)


NAME: Final[Datum[Item]] = Datum(
    name="name",
    presence=lambda item, _: told_if(item.name.strip()),
    why="it has no name",
    advice="Name it in what the document was made of.",
)
VERSION: Final[Datum[Item]] = Datum(
    name="version",
    presence=lambda item, _: told_if(item.version),
    why="nothing tells its version",
    advice="Install it with its metadata (dist-info); of what was scanned, give --subject-version.",
)
SUPPLIER: Final[Datum[Item]] = Datum(
    name="supplier",
    presence=lambda item, _: told_if(item.supplier and item.supplier.name),
    why="its metadata name nobody",
    advice="Ask its authors to fill Author or Maintainer; of what was scanned, give --supplier.",
)
ADDRESS: Final[Datum[Item]] = Datum(
    name="supplier-address",
    presence=_address,
    why="its metadata have neither an address that takes mail nor a URL to ask at",
    advice="Ask its authors to fill Author-email or Project-URL; of what was scanned, give "
    "--supplier with an address.",
)
IDENTIFIER: Final[Datum[Item]] = Datum(
    name="identifier",
    presence=lambda item, _: told_if(item.purl or item.cpes),
    why="there is no package URL for it",
    advice="Scan an image by its name in a registry, so that it has one.",
)
PURL: Final[Datum[Item]] = Datum(
    name="purl",
    presence=lambda item, _: told_if(item.purl),
    why=IDENTIFIER.why,
    advice=IDENTIFIER.advice,
)
CPE: Final[Datum[Item]] = Datum(
    name="cpe",
    presence=lambda item, _: told_if(item.cpes),
    why="no distribution tells its CPE, and a guessed one is somebody else's",
    advice="Nothing: tools that ask for it take the package URL as well.",
)
HASH: Final[Datum[Item]] = Datum(
    name="hash",
    presence=lambda item, _: told_if(has_hash(item)),
    why="nothing recorded the digest of the artefact that it was installed from",
    advice="Install by a URL with a hash, or with an installer that records it (PEP 610, PEP 710).",
)
CHECKSUM: Final[Datum[Item]] = Datum(
    name="checksum",
    presence=lambda item, _: told_if(
        has_hash(item, "sha1", "sha224", "sha256", "sha384", "sha512", "blake2b256", "blake3")
    ),
    why=HASH.why,
    advice=HASH.advice,
)
STRONG_CHECKSUM: Final[Datum[Item]] = Datum(
    name="strong-checksum",
    presence=lambda item, _: told_if(
        has_hash(item, "sha256", "sha384", "sha512", "blake2b256", "blake3")
    ),
    why=HASH.why,
    advice=HASH.advice,
)
DEPLOYABLE_HASH: Final[Datum[Item]] = Datum(
    name="sha-512",
    presence=lambda item, _: told_if(has_hash(item, "sha512")),
    why="nothing recorded the SHA-512 of the file that it was delivered as",
    advice="Only whoever has the wheel or the archive can hash it: no index of Python packages "
    "gives a SHA-512.",
)
LICENSE: Final[Datum[Item]] = Datum(
    name="license",
    presence=lambda item, _: told_if(item.is_licensed),
    why="neither its metadata nor its texts tell its licence",
    advice="Decide it in a file for --curations; of what was scanned, give --subject-license.",
)
CONCLUDED: Final[Datum[Item]] = Datum(
    name="concluded-license",
    presence=lambda item, _: told_if(item.concluded),
    why="what is said of its licence leaves open which one it is",
    advice=LICENSE.advice,
)
DECLARED: Final[Datum[Item]] = Datum(
    name="declared-license",
    presence=_declared,
    why="its metadata declare no licence that SPDX has a name for",
    advice="Ask its authors for a License-Expression (PEP 639).",
)
COPYRIGHT: Final[Datum[Item]] = Datum(
    name="copyright",
    presence=lambda item, _: told_if(item.copyrights),
    why="none of its licence texts has a copyright notice",
    advice="Ask its authors to ship one; of what was scanned, give --subject-copyright.",
)
DEPENDENCIES: Final[Datum[Item]] = Datum(
    name="dependencies",
    presence=lambda item, _: told_if(item.are_dependencies_told),
    why="nothing tells what it depends on",
    advice="Nothing: it is a part of something else, or has no metadata.",
)
COMPLETENESS: Final[Datum[Item]] = Datum(
    name=COMPLETENESS_NAME,
    presence=lambda _, facts: told_if(COMPLETENESS_NAME in facts.states),
    why="it is not told how complete its list of dependencies is",
    advice="Write CycloneDX 1.6 or SPDX 3.0.1, which have a place for it.",
)
FILENAME: Final[Datum[Item]] = Datum(
    name="filename",
    presence=lambda item, _: told_if(item.filename),
    why="what was installed is many files, and the one that it was delivered as is gone",
    advice="Nothing: only an archive or a library that lies in the image has a name of its own.",
)
FILE_PROPERTIES: Final[Datum[Item]] = Datum(
    name=FILE_PROPERTIES_NAME,
    presence=lambda item, facts: told_if(item.filename or FILE_PROPERTIES_NAME in facts.states),
    why="whether the file is executable, an archive and structured can be told only of a file",
    advice=FILENAME.advice,
)
SOURCE: Final[Datum[Item]] = Datum(
    name="source",
    presence=lambda item, _: told_if(item.source),
    why="none of its links leads to its source",
    advice="Ask its authors for a Project-URL called Source.",
)
DOWNLOAD: Final[Datum[Item]] = Datum(
    name="download",
    presence=lambda item, _: told_if(item.download),
    why="nothing recorded where it was downloaded from",
    advice=HASH.advice,
)
PURPOSE: Final[Datum[Item]] = Datum(
    name=PURPOSE_NAME,
    presence=lambda _, facts: told_if(PURPOSE_NAME in facts.states),
    why="it is not told whether it is a library, an application or something else",
    advice="Give it a type (CycloneDX) or a primary purpose (SPDX).",
)
