"""The versions of CycloneDX that a document can be in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.formats.cyclonedx.document import NEWEST
from scanner.formats.cyclonedx.version_1_4 import as_1_4
from scanner.formats.cyclonedx.version_1_5 import as_1_5
from scanner.formats.cyclonedx.version_1_6 import as_1_6

if TYPE_CHECKING:
    from collections.abc import Callable

    from scanner.formats.cyclonedx.data import Data

STEPS: Final[dict[str, Callable[[Data], Data]]] = {"1.6": as_1_6, "1.5": as_1_5, "1.4": as_1_4}
"""What makes a document one of this version, of one of the version before it in this table."""
VERSIONS: Final = (NEWEST, *STEPS)


def as_version(document: Data, version: str) -> Data:
    """Return a document of the newest version as one of another."""
    for step in VERSIONS[1 : VERSIONS.index(version) + 1]:
        document = STEPS[step](document)
    return {**document, "specVersion": version}
