"""What was found in texts, kept between scans: each is read once, whatever images it is in."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from scanner.licenses.corpus import BUNDLED
from scanner.licenses.field import parse_field
from scanner.licenses.pointer import Pointer
from scanner.licenses.text import Identified, identify
from scanner.model.license import LicenseMatch

if TYPE_CHECKING:
    from layers.store import Store

FORM: Final = 1
"""Raised when the same text would come to something else."""


class Identification:
    """Identifies texts, each once; what a store has of them is believed."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[str, Identified] = {}
        self._data = hashlib.sha256(BUNDLED.read_bytes()).hexdigest()

    def of_text(self, text: str) -> tuple[LicenseMatch, ...]:
        """Return the licences that a text is or speaks of."""
        return self.of(text.encode("utf-8", "surrogatepass")).matches

    def of(self, data: bytes) -> Identified:
        """Return what was found in a file."""
        digest = hashlib.sha256(data).hexdigest()
        if digest not in self._known:
            self._known[digest] = self._stored(data, digest)
        return self._known[digest]

    def _stored(self, data: bytes, digest: str) -> Identified:
        key = hashlib.sha256(f"license {FORM} {self._data} {digest}".encode()).hexdigest()
        if (stored := self._store.get(key)) is not None:
            return _identified(stored)
        found = identify(data, licence_called=lambda name: parse_field(name).expression)
        self._store.put(key, json.dumps(asdict(found)).encode())
        return found


def _identified(data: bytes) -> Identified:
    document = json.loads(data)
    pointers = (
        Pointer(paths=tuple(each["paths"]), connector=each["connector"], line=each["line"])
        for each in document["pointers"]
    )
    return Identified(
        matches=tuple(LicenseMatch(**each) for each in document["matches"]),
        coverage=document["coverage"],
        remainder=document["remainder"],
        is_choice=document["is_choice"],
        copyrights=tuple(document["copyrights"]),
        pointers=tuple(pointers),
        limits=tuple(document["limits"]),
    )
