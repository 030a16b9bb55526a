"""``WWW-Authenticate``: what a registry asks for who comes without authorization (RFC 9110).

One header may hold several challenges, and a challenge several parameters, all separated by
commas; only the sign behind a word tells whether it begins a challenge or a parameter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MAX_CHARACTERS: Final = 8192
_WORD: Final = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_NEXT: Final = re.compile(
    rf"[\s,]*(?:(?P<name>{_WORD})\s*=\s*(?:\"(?P<quoted>(?:[^\"\\]|\\.)*)\"|(?P<plain>{_WORD}))"
    rf"(?=\s*(?:,|$))|(?P<scheme>{_WORD})(?:\s+(?P<token68>[A-Za-z0-9._~+/-]+=*)(?=\s*(?:,|$)))?)"
)


@dataclass(frozen=True, slots=True)
class Challenge:
    """A scheme, and its parameters; names of both are in lower case."""

    scheme: str
    parameters: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        """Return a parameter, empty if there is none."""
        return self.parameters.get(name, "")


def challenges_in(header: str) -> tuple[Challenge, ...]:
    """Return the challenges of a header, up to where it breaks the grammar.

    A parameter that is there twice has its first value.
    """
    found: list[Challenge] = []
    parameters: dict[str, str] = {}
    for match in _matches(header[:MAX_CHARACTERS]):
        if match["scheme"]:
            parameters = {}
            found.append(Challenge(match["scheme"].lower(), parameters))
        else:
            quoted = match["quoted"]
            value = match["plain"] if quoted is None else re.sub(r"\\(.)", r"\1", quoted)
            parameters.setdefault(match["name"].lower(), value)
    return tuple(found)


def _matches(text: str) -> Iterator[re.Match[str]]:
    position = 0
    while match := _NEXT.match(text, position):
        yield match
        position = match.end()
