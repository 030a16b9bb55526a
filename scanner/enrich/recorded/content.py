"""What was installed, as one digest: over the paths and digests of all files that were recorded."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from layers.path import bytes_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from scanner.enrich.recorded.recorded import Recorded
    from scanner.model.component import Component, Evidence


def with_content(
    component: Component, recorded: Mapping[Evidence, Recorded], changed: Collection[str]
) -> Component:
    """Return a component with the digest of its files, if all are there as they were recorded.

    What belongs to a package of the operating system is not compared with its own list.
    """
    found = recorded.get(component.evidence)
    if found is None or component.owner:
        return component
    rows = {row.path: row.digest for row in found.files.rows() if row.digest}
    if not rows or any(found.at(path) in changed for path in rows):
        return component
    lines = "".join(f"{path} {digest}\n" for path, digest in sorted(rows.items()))
    digest = hashlib.sha256(bytes_of(lines)).hexdigest()
    return replace(component, installed_digest=f"sha256:{digest}")
