"""``conda-lock.yml``, version 1: an entry for each package, platform and category.

What pip is to install is listed, too, with dependencies by name that may not be there: markers and
extras are left out.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scanner.metadata.conda_environment import MAIN
from scanner.metadata.conda_record import CondaRecord, hashes_in
from scanner.metadata.match_spec import package_at
from scanner.metadata.scoped_package import (
    NO_SOURCE,
    ScopedLock,
    ScopedPackage,
    document_of,
    entries_of,
    shown,
    source_at,
    stated,
)

if TYPE_CHECKING:
    from scanner.metadata.yaml_document import Value

VERSIONS: Final = frozenset(("1",))
_PIP: Final = "pip"


def parse_conda_lock(text: str) -> ScopedLock:
    """Read a lockfile.

    Raises:
        ValueError: if it is not YAML, or has no keys.

    """
    document = document_of(text, VERSIONS, "1")
    oddities = list(document.oddities)
    packages: dict[tuple[str | None, str, str], ScopedPackage] = {}
    entries, misfits = entries_of(document.root, "package")
    oddities += misfits
    for entry in entries:
        name, platform = stated(entry, "name"), stated(entry, "platform") or ""
        if name is None:
            oddities.append(f"line {entry.line}: a package without a name")
            continue
        found = _package(entry, name, platform)
        key = entry.text_at("manager"), name, platform
        known = packages.setdefault(key, found)
        if known is not found:
            is_needed = not (known.groups and found.groups)
            groups = () if is_needed else tuple(sorted({*known.groups, *found.groups}))
            packages[key] = replace(known, groups=groups)
    sources = document.root.at("metadata", "sources").items
    return ScopedLock(
        packages=tuple(packages.values()),
        sources=tuple(each.text for each in sources if each.text),
        oddities=tuple(oddities),
    )


def _package(entry: Value, name: str, platform: str) -> ScopedPackage:
    version, url = stated(entry, "version"), entry.text_at("url") or ""
    category = stated(entry, "category") or MAIN
    hashes = hashes_in({key: value.text for key, value in entry.at("hash").members.items()})
    requires = tuple(
        shown(f"{required} {versions.text or ''}".strip())
        for required, versions in entry.at("dependencies").members.items()
    )
    is_of_pip = entry.text_at("manager") == _PIP
    record = None
    if not is_of_pip:
        told = package_at(url) or CondaRecord(subdir=platform or None)
        build = told.build or stated(entry, "build")
        record = replace(
            told, name=name, version=version, build=build, hashes=hashes, depends=requires
        )
    return ScopedPackage(
        name=name,
        version=version,
        line=entry.line,
        last_line=entry.last_line,
        scopes=(("", platform),) if platform else (),
        groups=() if category == MAIN else (category,),
        hashes=hashes,
        requires=requires,
        source=source_at(url, hashes) if is_of_pip and url else NO_SOURCE,
        conda=record,
    )
