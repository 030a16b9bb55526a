"""A record in the OSV format as its source has it: nothing left out, and packed."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from scanner.model.detail import Detail, Reference

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """One record; fields that we know nothing of are in it, too."""

    source: str
    """The name of the source."""
    id: str
    packed: bytes

    @classmethod
    def of(cls, source: str, record: Mapping[str, object]) -> SourceRecord:
        """Pack a record.

        Raises:
            ValueError: if it holds what JSON or UTF-8 have not.

        """
        text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
        return cls(source, str(record["id"]), zlib.compress(text.encode(), 9))

    def unpacked(self) -> dict[str, object]:
        """Return the record.

        Raises:
            ValueError, zlib.error: if it is damaged.

        """
        return cast("dict[str, object]", json.loads(self.text()))

    def text(self) -> bytes:
        """Return the record as JSON.

        Raises:
            zlib.error: if it is damaged.

        """
        return zlib.decompress(self.packed)

    def modified(self) -> str:
        """Return when it was changed last, as it says.

        Raises:
            ValueError, zlib.error: if it is damaged.

        """
        return str(self.unpacked().get("modified") or "")

    def detail(self) -> Detail:
        """Return what it says to people.

        Raises:
            ValueError, zlib.error: if it is damaged.

        """
        record = self.unpacked()
        specific = record.get("database_specific")
        cwes = specific.get("cwe_ids") if isinstance(specific, dict) else None
        return Detail(
            id=self.id,
            summary=_text(record.get("summary")),
            details=_text(record.get("details")),
            references=tuple(
                Reference(str(item.get("type") or "WEB"), str(item["url"]))
                for item in _list(record.get("references"))
                if isinstance(item, dict) and item.get("url")
            ),
            cwes=tuple(str(cwe) for cwe in _list(cwes)),
        )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
