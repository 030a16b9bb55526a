"""Lists of people and their addresses, as metadata have them (RFC 5322, 3.4, at its best).

Few are in that form: commas in names are not quoted, people are divided by semicolons or an "and",
some have no address and some no name. ``email.utils.getaddresses`` drops words of such values, and
others in each version of Python.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from scanner.metadata.party import is_full_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_TOKEN: Final = re.compile(
    r"""
    (?P<quoted>"(?:[^"\\]|\\.)*"(?!@))
    |<(?P<address>[^<>]*)>(?:\s*\([^()]*\))*
    |(?P<separator>[,;]|\s(?:and|&)(?=\s|$))
    |\([^()]*\)|[^"(<,;\s]+|.
    """,
    re.VERBOSE | re.DOTALL,
)
"""A comment in parentheses hides commas; behind an address it says nothing of who that is."""
_ESCAPED: Final = re.compile(r"\\(.)", re.DOTALL)
_SCHEME: Final = "mailto:"
_AROUND: Final = "()[]{}<>'\".:"
"""What may stand at the ends of an address that is not in angle brackets."""
_PAIRS: Final = (("'", "'"), ('"', '"'), ("(", ")"))
"""What may stand around a whole name."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One of a list: a name, an address, or both; several addresses if nothing divides them."""

    name: str
    addresses: tuple[str, ...] = ()
    separator: str = ""
    """What stands behind it."""


def entries_in(text: str) -> Iterator[Entry]:
    """Yield the entries of a list, as they stand there."""
    run: list[Entry] = []
    for entry in _parts(text):
        if not entry.addresses:
            run.append(entry)
        elif entry.name:
            *names, last = _regrouped([*run, entry])
            yield from names
            yield replace(last, addresses=entry.addresses)
            run = []
        else:
            yield from _regrouped(run)
            yield entry
            run = []
    yield from _regrouped(run)


def _regrouped(names: Sequence[Entry]) -> Sequence[Entry]:
    """Return several names if each is surely one, and one that separators are part of if not."""
    if len(names) < 2 or all(is_full_name(entry.name) for entry in names):  # noqa: PLR2004
        return names
    pieces = [f"{entry.name}{entry.separator} " for entry in names[:-1]]
    return [Entry("".join([*pieces, names[-1].name]))]


def _parts(text: str) -> Iterator[Entry]:
    """Yield what separators, and addresses in angle brackets, divide a text into."""
    texts: list[str] = []
    for token in _TOKEN.finditer(text):
        if token["address"] is not None:
            name = _unwrapped("".join(texts))
            address = token["address"].strip().removeprefix(_SCHEME)
            yield Entry(name, (address,) if address else ())
        elif token["separator"]:
            yield from _without_brackets("".join(texts), token["separator"])
        else:
            quoted = token["quoted"]
            texts.append(_ESCAPED.sub(r"\1", quoted[1:-1]) if quoted else token[0])
            continue
        texts.clear()
    yield from _without_brackets("".join(texts), "")


def _without_brackets(text: str, separator: str) -> Iterator[Entry]:
    """Yield the addresses that are words of their own, and what else there is as their name."""
    addresses: list[str] = []
    others: list[str] = []
    for word in text.split():
        is_address = "@" in word[1:] and "://" not in word
        (addresses if is_address else others).append(word)
    name = _unwrapped(" ".join(others))
    if name or addresses:
        clean = (word.strip(_AROUND).removeprefix(_SCHEME) for word in addresses)
        yield Entry(name, tuple(clean), separator)


def _unwrapped(name: str) -> str:
    name = name.strip()
    for start, end in _PAIRS:
        if len(name) > 1 and name.startswith(start) and name.endswith(end):
            name = name[1:-1].strip()
    return name
