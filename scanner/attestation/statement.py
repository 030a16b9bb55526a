"""Statements about an artifact, after the in-toto attestation framework, versions 0.1 and 1.

The document that is signed stands in a statement as it is, character for character, and is taken
out of it so: whoever compares the digest of an SBOM with that of one they know finds them equal.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from layers.document import Document
from layers.errors import LayersError
from scanner.errors import UntrustedAttestation, UnusableSbom

if TYPE_CHECKING:
    from layers.digest import Digest
    from layers.limits import Limits
    from scanner.attestation.sbom_type import DocumentType

PAYLOAD_TYPE: Final = "application/vnd.in-toto+json"
TYPE: Final = "https://in-toto.io/Statement/v1"
TYPES: Final = frozenset((TYPE, "https://in-toto.io/Statement/v0.1"))
SPACE: Final = " \t\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What is said, and of what."""

    predicate_type: str
    document: bytes
    """What is said, as it was signed."""
    subjects: tuple[str, ...]
    """Digests, as ``algorithm:hex``."""

    def is_about(self, subject: Digest) -> bool:
        """Tell whether it is about an image."""
        return str(subject) in self.subjects


def statement_of(
    document: bytes, kind: DocumentType, name: str, subject: Digest, limits: Limits
) -> bytes:
    """Return the statement that a document is the SBOM of an image.

    Raises:
        UnusableSbom: if the document would not come out of it as it goes in, for it is no text, or
            not the JSON that it seems to be.

    """
    start = json.dumps(
        {
            "_type": TYPE,
            "subject": [{"name": name, "digest": {subject.algorithm: subject.hex}}],
            "predicateType": kind.predicate_type,
        }
    )
    try:
        text = document.decode("utf-8")
        predicate = text if kind.is_json else json.dumps(text)
        statement = f'{start[:-1]}, "predicate":{predicate}}}'.encode()
        is_whole = parse_statement(statement, limits).document == document
    except (UnicodeDecodeError, UntrustedAttestation) as error:
        raise UnusableSbom(kind.name, f"not to be signed: {error}") from error
    if not is_whole:
        raise UnusableSbom(kind.name, "not to be signed: more than one document")
    return statement


def parse_statement(data: bytes, limits: Limits) -> Statement:
    """Read a statement.

    Raises:
        UntrustedAttestation: for what is none.

    """
    try:
        fields = Document.parse("statement", data, limits)
        if fields.text("_type") not in TYPES:
            raise UntrustedAttestation("what is signed is not a statement of in-toto")
        return Statement(
            predicate_type=fields.text("predicateType"),
            document=_predicate(data.decode("utf-8")).encode(),
            subjects=tuple(
                f"{algorithm}:{value}"
                for subject in fields.objects("subject")
                for algorithm, value in subject.mapping("digest").items()
            ),
        )
    except (LayersError, UnicodeEncodeError) as error:
        raise UntrustedAttestation(f"what is signed cannot be read: {error}") from error


def _predicate(text: str) -> str:
    """Return the predicate of a statement that is known to be JSON, as it stands there."""
    decoder = json.JSONDecoder()
    position = _behind_space(text, 0) + 1
    while text[(position := _behind_space(text, position))] != "}":
        key, position = decoder.raw_decode(text, position)
        start = _behind_space(text, position) + 1
        value, position = decoder.raw_decode(text, _behind_space(text, start))
        position = _behind_space(text, position)
        if key == "predicate":
            return value if isinstance(value, str) else text[start:position]
        position += text[position] == ","
    raise UntrustedAttestation("what is signed says nothing")


def _behind_space(text: str, position: int) -> int:
    while text[position] in SPACE:
        position += 1
    return position
