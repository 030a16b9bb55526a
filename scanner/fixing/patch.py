"""Edits in the text of a project's files: only where exactly one requirement is what was found.

Nothing else of a file is changed, neither its line ends nor what somebody wrote beside. What leads
out of the project is left alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from difflib import unified_diff
from typing import TYPE_CHECKING, Final

from scanner.fixing.plan import Task
from scanner.formats.plain_text import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from scanner.fixing.plan import Edit

MAX_BYTES: Final = 16 << 20
NO_END: Final = "\\ No newline at end of file\n"
_HASH: Final = "--hash"
_VALUE: Final = (
    r"""(?:"(?:[^"\\\n]|\\.){0,1000}+"|'[^'\n]{0,1000}+'|\[[^\]\n]{0,1000}+\]|[\w.+-]++)"""
)
_UP_TO_VERSION: Final = (
    rf"""\{{\s*+(?:(?!version\b)[\w-]++\s*+=\s*+{_VALUE}\s*+,\s*+)*+version\s*+=\s*+"""
)
"""Of an inline table of TOML: what it has before the version."""


@dataclass(frozen=True, slots=True)
class Patch:
    """One file as it is, and as it is to be."""

    path: str
    """In the project."""
    location: Path
    before: str
    after: str

    def lines(self) -> Iterator[str]:
        """Yield the difference as ``patch`` reads it."""
        names = f"a/{self.path}", f"b/{self.path}"
        for line in unified_diff(_lines(self.before), _lines(self.after), *names):
            yield line if line.endswith("\n") else f"{line}\n{NO_END}"


class _Unusable(Exception):
    """A file that is not edited, or a requirement in it."""


def patched(root: Path, edits: Iterable[Edit]) -> tuple[tuple[Patch, ...], tuple[Task, ...]]:
    """Return the files that edits change, and what cannot be edited and so is left to somebody."""
    by_path: defaultdict[str, list[Edit]] = defaultdict(list)
    for edit in edits:
        by_path[edit.path].append(edit)
    patches, tasks = [], []
    for path, of_file in sorted(by_path.items()):
        try:
            location = _inside(root, path)
            text = _text_at(location)
        except _Unusable as error:
            tasks += [_left(edit, str(error)) for edit in of_file]
            continue
        places: dict[tuple[int, int], str] = {}
        for edit in of_file:
            try:
                places[_place_of(edit, text)] = edit.wanted
            except _Unusable as error:
                tasks.append(_left(edit, str(error)))
        after = _replaced(text, places)
        if after != text:
            patches.append(Patch(path, location, text, after))
    return tuple(patches), tuple(tasks)


def _inside(root: Path, path: str) -> Path:
    if printable(path) != path:
        raise _Unusable("its name cannot be told in a patch")
    try:
        location = (root / path).resolve(strict=True)
    except (OSError, RuntimeError) as error:
        raise _Unusable("there is no such file") from error
    if not location.is_relative_to(root.resolve()) or not location.is_file():
        raise _Unusable("it is not a file of the project")
    return location


def _text_at(location: Path) -> str:
    try:
        with location.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        text = data.decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _Unusable(f"it cannot be read: {error}") from error
    if len(data) > MAX_BYTES:
        raise _Unusable(f"it has more than {MAX_BYTES:,} bytes")
    return text


def _place_of(edit: Edit, text: str) -> tuple[int, int]:
    """Return where in a text the specifier of a requirement begins and ends."""
    lines = _lines(text)
    begin = sum(map(len, lines[: edit.first_line - 1]))
    stated = "".join(lines[edit.first_line - 1 : edit.last_line])
    if _HASH in stated:
        raise _Unusable("its hashes are those of one version")
    places = [match.span("specifier") for match in _expression(edit).finditer(stated)]
    if len(places) != 1:
        raise _Unusable("it stands there otherwise" if not places else "it stands there twice")
    return begin + places[0][0], begin + places[0][1]


def _expression(edit: Edit) -> re.Pattern[str]:
    """Return what a requirement is found by: as PEP 508 has it, or as a key of TOML.

    What a key has is the specifier, or an inline table with it as its ``version``. Nothing in it
    gives back what it took, so that a long line takes no longer than it is.
    """
    name = "[-_.]+".join(map(re.escape, re.split("[-_.]+", edit.name)))
    extras = r"\s*+(?:\[[^\]\n]{0,1000}+\]\s*+)?+(?:\(\s*+)?+"
    assignment = rf"""["']?+\s*+=\s*+(?:{_UP_TO_VERSION})?+["']"""
    end = r"""(?=\s*+(?:[;)"'\#\\]|\Z|(?<=\n)))"""
    return re.compile(
        rf"(?<![\w.-]){name}(?:{assignment}|{extras})"
        rf"(?P<specifier>{re.escape(edit.specifier)}){end}",
        re.IGNORECASE | re.ASCII,
    )


def _replaced(text: str, places: dict[tuple[int, int], str]) -> str:
    for (begin, end), wanted in sorted(places.items(), reverse=True):
        text = f"{text[:begin]}{wanted}{text[end:]}"
    return text


def _left(edit: Edit, reason: str) -> Task:
    before, after = (_requirement(edit.name, each) for each in (edit.specifier, edit.wanted))
    what = f"{before}: have it be {after} ({reason})"
    return Task(place=edit.place, what=what)


def _requirement(name: str, specifier: str) -> str:
    """Return them in one: apart, where there is no operator between them."""
    return f"{name} {specifier}" if specifier[:1].isalnum() else f"{name}{specifier}"


def _lines(text: str) -> list[str]:
    """Return the lines of a text as editors and ``patch`` count them: by line feeds alone."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)
