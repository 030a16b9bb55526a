"""CycloneDX 1.4 to 1.7, as JSON and as XML.

A report becomes plain data of the newest version (:mod:`.document`), that data of another version
(:mod:`.version`), and these a text (:mod:`.json`, :mod:`.xml`).
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from scanner.formats.cyclonedx.document import UNNUMBERED, document_of
from scanner.formats.cyclonedx.json import json_of
from scanner.formats.cyclonedx.version import as_version
from scanner.formats.emitter import Emitter
from scanner.formats.serial_number import number_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scanner.formats.cyclonedx.data import Data
    from scanner.model.report import Report


def emit(
    report: Report,
    *,
    version: str,
    write: Callable[[Data], Iterator[str]],
    document_of: Callable[[Report], Data] = document_of,
) -> Iterator[str]:
    """Yield a report as a document of a version, in a form."""
    lines = list(write(as_version(document_of(report), version)))
    # The first, and no other: whoever made the image may have written the same.
    head = next(at for at, line in enumerate(lines) if UNNUMBERED in line)
    lines[head] = lines[head].replace(UNNUMBERED, number_of(lines).urn)
    yield from lines


def emitter_of(
    name: str, version: str, form: str, write: Callable[[Data], Iterator[str]]
) -> Emitter:
    """Return the emitter of a version, in a form."""
    return Emitter(
        name=name,
        media_type=f"application/vnd.cyclonedx+{form}; version={version}",
        emit=partial(emit, version=version, write=write),
    )


CYCLONEDX_JSON = emitter_of("cyclonedx-json", "1.6", "json", json_of)
CYCLONEDX_1_7_JSON = emitter_of("cyclonedx-1.7-json", "1.7", "json", json_of)
CYCLONEDX_1_5_JSON = emitter_of("cyclonedx-1.5-json", "1.5", "json", json_of)
CYCLONEDX_1_4_JSON = emitter_of("cyclonedx-1.4-json", "1.4", "json", json_of)
