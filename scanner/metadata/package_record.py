"""What the database of a package manager says of its packages that have Python files."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageRecord:
    """One installed package."""

    name: str
    version: str
    epoch: str | None = None
    """Where that is apart from the version, as with rpm."""
    architecture: str | None = None
    source: str | None = None
    """The package of sources that it was built from, where that has another name."""
    license: str | None = None
    maintainer: str | None = None
    """Who made it a package, or sells it: a name, an address, or both."""
    files: Mapping[str, str | None] = field(default_factory=dict)
    """The digests (``algorithm:hex``), where there are any, of its Python files, by path."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageRecords:
    """What there is in one database."""

    records: tuple[PackageRecord, ...] = ()
    oddities: tuple[str, ...] = ()

    def to_bytes(self) -> bytes:
        """Return all of it, as what is kept of a database that is too large to be kept itself."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def of_bytes(cls, data: bytes) -> PackageRecords:
        """Return what :meth:`to_bytes` wrote."""
        document = json.loads(data)
        records = (PackageRecord(**record) for record in document["records"])
        return cls(records=tuple(records), oddities=tuple(document["oddities"]))
