"""Environment markers: ``python_version < "3.8" and extra == "x"`` (PyPA dependency specifiers).

Markers are asked about an installation that is not that of the running interpreter, and of which
not everything may be known. So a variable may have several values, and the answer is what all of
them give, or that it depends.

Which extra somebody asks for is known last. What is returned here is for which it holds, so that a
marker is looked at once, however long it is and however many extras there are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from scanner.metadata.specifier import admits, is_specifier
from scanner.model.names import normalized

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MAX_CHARACTERS: Final = 2048
"""Of a marker; the longest in a thousand popular distributions has 200."""
EXTRA: Final = "extra"
VERSIONS: Final = frozenset(
    ("implementation_version", "platform_release", "python_full_version", "python_version")
)
"""Variables that are compared as versions, where both sides are some."""
VARIABLES: Final = VERSIONS | {
    EXTRA,
    "implementation_name",
    "os_name",
    "platform_machine",
    "platform_python_implementation",
    "platform_system",
    "platform_version",
    "sys_platform",
}
OLD_NAMES: Final = {
    "os.name": "os_name",
    "platform.machine": "platform_machine",
    "platform.python_implementation": "platform_python_implementation",
    "platform.version": "platform_version",
    "python_implementation": "platform_python_implementation",
    "sys.platform": "sys_platform",
}
"""What setuptools and PEP 345 called them."""
END: Final = ("", "")
_TOKEN: Final = re.compile(
    r"""\s*(?:
        (?P<parenthesis>[()])
        |(?P<literal>'[^']*'|"[^"]*")
        |(?P<operator>===|[<>=!~]=|[<>]|not\s+in\b|in\b)
        |(?P<junction>and|or)\b
        |(?P<variable>[a-z_.]+)
    )\s*""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One variable and one text, in the order in which they stand there."""

    variable: str
    operator: str
    text: str
    is_reversed: bool = False
    """Whether the text comes first, as in ``"3" in python_version``."""


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker, each ``and`` and ``or`` behind the two that it joins."""

    terms: tuple[Comparison | str, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """For whom a marker holds in an installation."""

    always: bool
    extras: frozenset[str] = frozenset()
    """The extras, normalized, of which one has to be asked for where it does not hold always."""


ALWAYS: Final = Condition(always=True)


@lru_cache(maxsize=1024)
def parse_marker(text: str) -> Marker | None:
    """Read a marker; None if it is not one."""
    if len(text) > MAX_CHARACTERS:
        return None
    try:
        return Marker(tuple(_in_postfix(_tokens(text))))
    except (ValueError, IndexError):
        return None


def condition(marker: Marker, values: Mapping[str, tuple[str, ...]], *, unknown: bool) -> Condition:
    """Return for whom a marker holds.

    ``values`` are all that each variable may be; one that is not there may be anything. Where the
    answer depends on what is not known, it is ``unknown``: there is no *not* in markers, so that
    True gives all for whom it may hold, and False those for whom it does.
    """
    stack: list[Condition] = []
    for term in marker.terms:
        if isinstance(term, Comparison):
            stack.append(_compared(term, values, unknown=unknown))
        else:
            right, left = stack.pop(), stack.pop()
            stack.append(_either(left, right) if term == "or" else _both(left, right))
    return stack[0]


def _tokens(text: str) -> list[tuple[str, str]]:
    """Return kinds and texts; ValueError where a marker cannot go on like this."""
    tokens, at = [], 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise ValueError(text)
        tokens.append((match.lastgroup, match[match.lastgroup]))
        at = match.end()
    return tokens


def _in_postfix(tokens: list[tuple[str, str]]) -> Iterator[Comparison | str]:
    """Yield comparisons and what joins them, by Dijkstra's shunting yard: nothing recurses.

    Raises ValueError, or IndexError for a parenthesis too many, where it is not a marker.
    """
    waiting: list[str] = []
    rest = iter(tokens)
    wants_operand = True
    for kind, text in rest:
        if wants_operand is (kind == "junction" or text == ")"):
            raise ValueError(text)
        if text == "(":
            waiting.append(text)
        elif text == ")":
            while (top := waiting.pop()) != "(":
                yield top
        elif kind == "junction":
            while waiting and waiting[-1] in {"and", text}:
                yield waiting.pop()
            waiting.append(text)
            wants_operand = True
        else:
            yield _comparison((kind, text), next(rest, END), next(rest, END))
            wants_operand = False
    if wants_operand or "(" in waiting:
        raise ValueError(tokens)
    yield from reversed(waiting)


def _comparison(
    left: tuple[str, str], operator: tuple[str, str], right: tuple[str, str]
) -> Comparison:
    is_reversed = left[0] == "literal"
    variable, literal = (right, left) if is_reversed else (left, right)
    name = OLD_NAMES.get(variable[1], variable[1])
    sign = " ".join(operator[1].split())
    text = literal[1][1:-1]
    if (operator[0], literal[0]) != ("operator", "literal") or name not in VARIABLES:
        raise ValueError(name)
    if sign in {"~=", "==="} and not (name in VERSIONS and is_specifier(f"{sign}{text}")):
        raise ValueError(sign)
    return Comparison(name, sign, normalized(text) if name == EXTRA else text, is_reversed)


def _both(left: Condition, right: Condition) -> Condition:
    if left.always:
        return right
    return left if right.always else Condition(always=False, extras=left.extras & right.extras)


def _either(left: Condition, right: Condition) -> Condition:
    if left.always or right.always:
        return ALWAYS
    return Condition(always=False, extras=left.extras | right.extras)


def _compared(
    term: Comparison, values: Mapping[str, tuple[str, ...]], *, unknown: bool
) -> Condition:
    if term.variable == EXTRA:
        return _asked(term)
    answers = {_holds(term, value) for value in values.get(term.variable, ())}
    return Condition(always=answers.pop() if len(answers) == 1 else unknown)


def _asked(term: Comparison) -> Condition:
    """Return the condition of an extra; where no extra is asked for, ``extra`` is an empty text."""
    is_one = term.operator in {"==", ">=", "<="} or (term.operator == "in" and term.is_reversed)
    if is_one and term.text:
        return Condition(always=False, extras=frozenset((term.text,)))
    others = {"!=", "not in" if term.is_reversed else "in"}
    return Condition(always=is_one or term.operator in others)


def _holds(term: Comparison, value: str) -> bool:
    left, right = (term.text, value) if term.is_reversed else (value, term.text)
    if term.variable in VERSIONS and is_specifier(specifier := f"{term.operator}{right}"):
        return admits(specifier, left) is True
    match term.operator:
        case "in":
            return left in right
        case "not in":
            return left not in right
        case "==" | "<=" | ">=":
            return left == right
        case _:
            return term.operator == "!=" and left != right
