"""Tables of TOML files, read with an error that says where something has no meaning."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from layers.registry.address import redacted
from layers.registry.errors import InvalidConfiguration

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


@dataclass(frozen=True, slots=True)
class TomlTable:
    """A table, and where it is; its methods raise InvalidConfiguration for what they can't give."""

    file: str
    place: str
    values: Mapping[str, object]

    @classmethod
    def read(cls, file: str) -> TomlTable:
        """Return all of a file.

        Raises:
            InvalidConfiguration: if it can't be read.

        """
        try:
            return cls(file, "", tomllib.loads(Path(file).read_text("utf-8")))
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise InvalidConfiguration(file, reason) from error

    def text(self, key: str) -> str | None:
        """Return a text that is not empty, or None if there is none."""
        return self._as_text(key, self.values[key]) if key in self.values else None

    def texts(self, key: str) -> tuple[str, ...] | None:
        """Return a list of texts."""
        if key not in self.values:
            return None
        return tuple(self._as_text(key, item) for item in self.list(key))

    def text_or_texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, which may be written without brackets if it is one."""
        if isinstance(self.values.get(key), list):
            return self.texts(key) or ()
        text = self.text(key)
        return (text,) if text else ()

    def flag(self, key: str) -> bool | None:
        """Return what is true or false."""
        value = self.values.get(key)
        if not isinstance(value, bool | None):
            self.fail(key, "true or false")
        return value

    def list(self, key: str) -> list[object]:
        """Return a list, empty if there is none."""
        value = self.values.get(key, [])
        if not isinstance(value, list):
            self.fail(key, "a list")
        return value

    def table(self, key: str) -> TomlTable:
        """Return a table in this one, empty if there is none."""
        return self.as_table(key, self.values.get(key, {}))

    def tables(self, key: str) -> tuple[TomlTable, ...]:
        """Return a list of tables."""
        return tuple(self.as_table(key, item) for item in self.list(key))

    def as_table(self, key: str, value: object) -> TomlTable:
        """Return a value as a table."""
        if not isinstance(value, dict):
            self.fail(key, "a table")
        return TomlTable(self.file, self._place(key), value)

    def check_keys(self, known: Collection[str]) -> None:
        """Raise for a key that is not known."""
        for key in sorted(self.values.keys() - known):
            there = ", ".join(sorted(known))
            reason = f"{self._place(key)} is unknown; there are {there}"
            raise InvalidConfiguration(self.file, reason)

    def fail(self, key: str, wanted: str) -> NoReturn:
        """Raise, for a value that is not what is wanted."""
        reason = f"{redacted(self._place(key))} is not {wanted}"
        raise InvalidConfiguration(self.file, reason)

    def _as_text(self, key: str, value: object) -> str:
        if not isinstance(value, str) or not value:
            self.fail(key, "a text")
        return value

    def _place(self, key: str) -> str:
        return f"{self.place}.{key}" if self.place else key
