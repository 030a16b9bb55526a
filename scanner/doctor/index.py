"""The index of advisories: which one it is, how old, and whether it is signed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.attestation.file_signature import signature_location
from scanner.doctor.check import Check, State
from scanner.formats.wording.verdict import age_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from scanner.advisories.index import AdvisoryIndex

TOPIC: Final = "advisories"


def index(found: AdvisoryIndex, today: date, *, is_verified: bool) -> Iterator[Check]:
    """Tell what an index is, that was opened and perhaps verified."""
    told = f"{found.digest}, {found.counts['advisories']:,} advisories"
    yield Check(TOPIC, str(found.location), State.FINE, told)
    has_signature = signature_location(found.location).is_file()
    signature = "verified" if is_verified else "there, and not verified: give --db-key"
    state = State.FINE if is_verified or has_signature else State.ABSENT
    yield Check(TOPIC, "signature", state, "" if state is State.ABSENT else signature)
    for source in found.sources:
        yield Check(TOPIC, source.name, State.FINE, age_of(source, today))
