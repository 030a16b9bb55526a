"""An option of a command, as a file may set it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

Scalar: TypeAlias = bool | int | float | str
Value: TypeAlias = Scalar | list[Scalar]
Command: TypeAlias = tuple[str, ...]
"""The words of a command, as ``("sbom", "validate")``."""


class Kind(Enum):
    """What TOML, and JSON Schema, have a value be."""

    BOOLEAN = "boolean"
    INTEGER = "integer"
    NUMBER = "number"
    STRING = "string"

    def admits(self, value: object) -> bool:
        """Tell whether a value of TOML is of this kind."""
        match self:
            case Kind.BOOLEAN:
                return isinstance(value, bool)
            case Kind.INTEGER:
                return isinstance(value, int) and not isinstance(value, bool)
            case Kind.NUMBER:
                return isinstance(value, int | float) and not isinstance(value, bool)
            case Kind.STRING:
                return isinstance(value, str) and "\0" not in value


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One option of one command."""

    command: Command
    key: str
    """What files call it: its long name without the dashes."""
    parameter: str
    """What the command itself calls it."""
    kind: Kind
    is_many: bool
    """Whether it may be given several times; its value is an array then."""
    is_file: bool
    """Whether it names a file or a directory, maybe behind ``FORMAT=``."""
    metavar: str
    help: str
    default: Value | None
    fault: Callable[[Value], str | None]
    """Return what the option itself has against a value of the right kind, if anything."""
    choices: Callable[[], tuple[str, ...]]
    """Return all that it may be; empty if that is no list."""

    @property
    def wanted(self) -> str:
        """What a value is to be, in words."""
        words = {Kind.BOOLEAN: "true or false", Kind.INTEGER: "a whole number"}
        one = words.get(self.kind, f"a {self.kind.value}")
        return f"an array of {self.kind.value}s" if self.is_many else one

    def admits(self, value: object) -> bool:
        """Tell whether a value is of the right kind."""
        if not self.is_many:
            return self.kind.admits(value)
        return isinstance(value, list) and all(map(self.kind.admits, value))

    def is_in(self, table: Command) -> bool:
        """Tell whether a table is of the option's command, or of a group around it."""
        return self.command[: len(table)] == table

    def means_as(self, other: Option) -> bool:
        """Tell whether a value that is right for one is right for the other, and says the same."""
        return self._meaning == other._meaning

    @property
    def _meaning(self) -> tuple[object, ...]:
        return (self.kind, self.is_many, self.metavar, self.help, repr(self.default))
