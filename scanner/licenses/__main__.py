"""Builds the corpus of licence texts from the SPDX licence list: ``make spdx``.

The list's own repository has no archive with a digest; the crate ``spdx`` is a copy of it that
does, names the release of the list, and has the texts of exceptions as well, which npm's
``spdx-license-list`` lacks. The texts of its licences are the same words.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
import tarfile
from pathlib import Path
from typing import Final

from scanner.licenses.build import Listed, build
from scanner.licenses.corpus import BUNDLED

SHA256: Final = "646c5a367da914e3babcb9cd8e91c37ccaac42325b8f86f036513ad103f2a716"
"""Of ``spdx-0.13.6.crate``, as in the index of crates.io; it has release 3.29.0 of the list."""
_VERSION: Final = re.compile(r'const VERSION: &str = "([\d.]+)"')
_ENTRY: Final = re.compile(
    r"(License|Exception) \{\s*name: \"([^\"]+)\",\s*(?:full_name: r#\"(.*?)\"#,\s*)?"
    r"index: \d+,\s*flags: ([^,]+),"
)
_INCLUDE: Final = re.compile(r'"([^"]+)",\s*include!\("([^"]+)"\)')
_LITERAL: Final = re.compile(r'\s*r(#+)"(.*)"\1\s*', re.DOTALL)


def main() -> int:
    """Build the corpus, and say how large it is."""
    parser = argparse.ArgumentParser(prog="python -m scanner.licenses", description=__doc__)
    parser.add_argument("source", type=Path, help="the crate 'spdx', a tar archive")
    parser.add_argument("destination", type=Path, nargs="?", default=BUNDLED)
    parser.add_argument("--sha256", default=SHA256, help="digest that the archive must have")
    arguments = parser.parse_args()
    digest = hashlib.sha256(arguments.source.read_bytes()).hexdigest()
    if digest != arguments.sha256:
        parser.error(f"{arguments.source}: SHA-256 is {digest}, not {arguments.sha256}")
    version, listed = _read(arguments.source)
    data = build(version, listed)
    arguments.destination.write_bytes(data)
    sys.stderr.write(
        f"{arguments.destination}: release {version}, {len(listed)} texts, {len(data):,} bytes\n"
    )
    return 0


def _read(source: Path) -> tuple[str, list[Listed]]:
    files = {}
    with tarfile.open(source) as archive:
        for member in archive:
            path = member.name.partition("/src/")[2]
            content = archive.extractfile(member)
            if content and path.startswith(("text", "identifiers")):
                files[path] = content.read().decode()
    identifiers = files["identifiers.rs"]
    version = _VERSION.search(identifiers)
    if not version:
        raise ValueError(source)
    sources = dict(_INCLUDE.findall(files["text.rs"]))
    listed = []
    for kind, identifier, name, flags in _ENTRY.findall(identifiers):
        literal = _LITERAL.fullmatch(files.get(sources.get(identifier, ""), ""))
        if literal and identifier != "NOASSERTION":
            listed.append(
                Listed(
                    id=identifier,
                    name=name or identifier,
                    text=literal[2],
                    is_exception=kind == "Exception",
                    is_deprecated="IS_DEPRECATED" in flags,
                )
            )
    return version[1], listed


if __name__ == "__main__":
    sys.exit(main())
