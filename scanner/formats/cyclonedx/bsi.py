"""Properties of the technical guideline TR-03183-2 of Germany's BSI, by the names it has for them.

They are about the file that a component is delivered as. What was installed is no file any more, so
of that only the licence is told; what is an archive still, or a library, is one. "Licence" is how
the guideline's taxonomy spells it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.model.component import State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.formats.cyclonedx.data import Data
    from scanner.model.component import Component

PREFIX: Final = "bsi:component:"
ARCHIVES: Final = frozenset(("wheel", "egg", "sdist", "conda"))
"""Kinds of components that may be an archive as it is delivered."""
LIBRARY: Final = "shared-library"


def bsi_properties(component: Component) -> list[Data]:
    """Return what is known of the file that a component is, and the licence that it is under."""
    return [
        {"name": f"{PREFIX}{name}", "value": value} for name, value in _values(component) if value
    ]


def _values(component: Component) -> Iterator[tuple[str, str | None]]:
    if component.kind == LIBRARY and len(component.files) == 1:
        yield "filename", component.files[0].rpartition("/")[2]
        yield "executable", "executable"
        yield "archive", "no archive"
        yield "structured", "structured"
    elif component.kind in ARCHIVES and (archive := _archive_of(component)):
        yield "filename", archive.rpartition("/")[2]
        yield "executable", "non-executable"
        yield "archive", "archive"
        yield "structured", "structured"
    concluded = component.licensing.concluded if component.licensing else None
    # Of several licences the one that is chosen is in effect, and nobody has chosen.
    yield "effectiveLicence", None if concluded and " OR " in concluded else concluded


def _archive_of(component: Component) -> str | None:
    path = component.evidence.path
    is_archive = component.state is State.ARCHIVE
    return path.rpartition("!/")[0] or (path if is_archive else None)
