"""Writes the table of categories from the index of ScanCode's LicenseDB (CC-BY-4.0).

The index is a part of ``license-expression``. Of its 2,579 licences those stay that SPDX lists: the
table is a fiftieth of it, and is read in half a millisecond.
"""

from __future__ import annotations

import json
from collections import defaultdict
from importlib import resources
from pathlib import Path
from typing import Final

from scanner.licenses.tree import tree_of

TABLE: Final = Path("scanner/licenses/categories.json")
NARROW: Final = frozenset(
    (
        "389-exception",
        "Asterisk-linking-protocols-exception",
        "CGAL-linking-exception",
        "DigiRule-FOSS-exception",
        "GPL-3.0-389-ds-base-exception",
        "GPL-CC-1.0",
        "Gmsh-exception",
        "OpenJDK-assembly-exception-1.0",
        "RRDtool-FLOSS-exception-2.0",
        "Universal-FOSS-exception-1.0",
        "erlang-otp-linking-exception",
        "gnu-javamail-exception",
        "openvpn-openssl-exception",
        "stunnel-exception",
        "vsftpd-openssl-exception",
    )
)
"""Exceptions for one library, one protocol, free programs only, or a late remedy.

ScanCode has them as limited copyleft, but for all else that is linked the licence stays what it is.
"""


def main() -> None:
    """Write the table that is in the package."""
    index = resources.files("license_expression") / "data" / "scancode-licensedb-index.json"
    licenses: dict[str, set[str]] = defaultdict(set)
    widening: set[str] = set()
    for entry in json.loads(index.read_text("utf-8")):
        category = entry["category"].lower().replace(" ", "-")
        for key in (entry.get("spdx_license_key"), *entry.get("other_spdx_license_keys", ())):
            if not key or key.startswith("LicenseRef-"):
                continue
            if tree_of(key):
                licenses[category].add(key)
            elif entry["is_exception"] and category == "copyleft-limited" and key not in NARROW:
                widening.add(key)
    table = {category: sorted(ids) for category, ids in sorted(licenses.items())}
    document = {"licenses": table, "widening exceptions": sorted(widening)}
    TABLE.write_text(json.dumps(document, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
