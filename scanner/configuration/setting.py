"""What files set: options with values, each with the line that it is from.

A key counts for every command in or below its table that has the option: on top for all commands,
in ``[sbom]`` for those of that group, in ``[sbom.validate]`` for one. The nearest table counts, and
a later document before an earlier one, whatever its tables are.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from difflib import get_close_matches
from os.path import expanduser
from typing import TYPE_CHECKING, Final, TypeAlias, cast

from scanner.errors import UnusableConfiguration

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from scanner.configuration.document import Document
    from scanner.configuration.option import Command, Option, Value

MAX_WORDS: Final = 4
"""More than a command has."""
Found: TypeAlias = "Setting | UnusableConfiguration"


@dataclass(frozen=True, slots=True)
class Setting:
    """An option, its value, and the file and line that say so."""

    option: Option
    value: Value
    origin: str


def settled(
    documents: Iterable[Document], options: Iterable[Option]
) -> dict[tuple[Command, str], Setting]:
    """Return what counts of several documents, by command and key; later ones count before.

    Raises:
        UnusableConfiguration: for the first thing in them that cannot be followed.

    """
    options = tuple(options)
    result: dict[tuple[Command, str], Setting] = {}
    for document in documents:
        for found in settings_in(document, options):
            if isinstance(found, UnusableConfiguration):
                raise found
            result[found.option.command, found.option.key] = found
    return result


def settings_in(document: Document, options: Iterable[Option]) -> Iterator[Found]:
    """Yield what a document sets, broader tables first, and all that is wrong with it."""
    options = tuple(options)
    groups = {option.command[:size] for option in options for size in range(1, MAX_WORDS)}
    tables: deque[tuple[Command, Mapping[str, object]]] = deque([((), document.table)])
    while tables:
        path, table = tables.popleft()
        below = tuple(option for option in options if option.command[: len(path)] == path)
        for key, value in table.items():
            if (*path, key) not in groups:
                yield from _settings(document, (*path, key), value, below)
            elif isinstance(value, dict):
                tables.append(((*path, key), value))
            elif any(option.key == key for option in below):
                yield from _settings(document, (*path, key), value, below)
            else:
                reason = f"{key}: {_shown(value)} is not a table."
                yield UnusableConfiguration(document.origin((*path, key)), reason)


def _settings(
    document: Document, path: Command, value: object, options: tuple[Option, ...]
) -> Iterator[Found]:
    key = path[-1]
    meant = [option for option in options if option.key == key]
    if not meant:
        words = {
            option.command[len(path) - 1] for option in options if option.command[len(path) - 1 :]
        }
        known = words | {option.key for option in options}
        yield UnusableConfiguration(document.origin(path), _unknown(path, known))
    for option in meant:
        if reason := _fault(option, value, document.location):
            command = " ".join(("lading", *option.command))
            place = _place(document, path, option, value)
            if len(path) <= len(option.command):
                reason += " What is for one command only is to be in its own table."
            yield UnusableConfiguration(place, f"{key} of {command}: {reason}")
        else:
            placed = _placed(option, cast("Value", value), document.location)
            yield Setting(option, placed, document.origin(path))


def _fault(option: Option, value: object, location: Path) -> str | None:
    if not option.admits(value):
        return f"{_shown(value)} is not {option.wanted}."
    return option.fault(_placed(option, cast("Value", value), location))


def _place(document: Document, path: Command, option: Option, value: object) -> str:
    """Return where a wrong value is: of an array, where the wrong element is, if that is one."""
    if option.is_many and isinstance(value, list):
        for index, element in enumerate(value):
            if _fault(option, [element], document.location):
                return document.origin((*path, index))
    return document.origin(path)


def _unknown(path: Command, known: set[str]) -> str:
    where = f" in [{'.'.join(path[:-1])}]" if path[:-1] else ""
    near = get_close_matches(path[-1].replace("_", "-"), sorted(known), n=1, cutoff=0.5)
    hint = f"; do you mean {near[0]!r}?" if near else ""
    return f"unknown key {path[-1]!r}{where}{hint}"


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, bool):
        return str(value).lower()
    return repr(value) if isinstance(value, str | int | float | list) else str(value)


def _placed(option: Option, value: Value, location: Path) -> Value:
    """Return a value whose relative paths are from the directory of the file that names them."""
    if not option.is_file:
        return value
    if isinstance(value, list):
        return [_from(location, str(each), option.metavar) for each in value]
    return _from(location, str(value), option.metavar)


def _from(location: Path, text: str, metavar: str) -> str:
    begin, sign, path = text.partition("=") if "=" in metavar else ("", "", text)
    if path in {"", "-"}:
        return text
    home = expanduser(path)  # noqa: PTH111 - which leaves what is nobody's home as it is
    return f"{begin}{sign}{location.parent / home}"
