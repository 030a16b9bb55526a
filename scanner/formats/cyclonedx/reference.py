"""The references (``bom-ref``) by which the parts of a document speak of each other.

A component is an installation, so a package URL is not enough; its place makes it one of a kind.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

if TYPE_CHECKING:
    from scanner.model.component import Component

SUBJECT: Final = "subject"
"""What was scanned."""
TOOL: Final = "lading"
"""What found it all."""
_PLAIN: Final = re.compile(r"[A-Za-z0-9_.~/-]*", re.ASCII)
"""A path that is quoted by itself, as nearly all are."""


def reference_of(component: Component) -> str:
    """Return a reference to a component, whatever the bytes of its path."""
    evidence = component.evidence
    entry = "" if evidence.line is None else f":{evidence.line}"
    entry += f":{evidence.ordinal}" if evidence.ordinal else ""
    return placed(component.purl, evidence.path) + entry


def placed(purl: str, path: str) -> str:
    """Return a reference to what is at a path."""
    return f"{purl}#/{path if _PLAIN.fullmatch(path) else quote(path, errors='surrogatepass')}"
