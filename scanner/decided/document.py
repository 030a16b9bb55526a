"""A YAML file of decisions: mappings that know their lines, and nothing that surprises.

YAML 1.1 has ``NO`` for false, and ``1.10`` for a number that is 1.1. Where a text is wanted, both
are errors that say so. So are keys that are there twice, of which YAML takes the last, and what
lets a small file become a large one: aliases.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

import yaml

from scanner.errors import UnusableDecision

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

MAX_BYTES: Final = 4 << 20
MAX_DEPTH: Final = 8
_TEXT: Final = "tag:yaml.org,2002:str"
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NUMBER: Final = re.compile(r"\d{1,9}(?:\.\d{1,9})?", re.ASCII)
_NULL: Final = "tag:yaml.org,2002:null"


@dataclass(frozen=True, slots=True)
class Section:
    """A mapping of a file, that is asked for its values. A value may be one or a list of some."""

    location: str
    line: int
    values: Mapping[str, yaml.Node]

    def text(self, key: str) -> str:
        """Return a text that has to be there."""
        text = self.optional_text(key)
        if text is None:
            raise self.error(f"it has no {key}")
        return text

    def optional_text(self, key: str) -> str | None:
        """Return a text that is there at most once."""
        texts = self.texts(key)
        if len(texts) > 1:
            raise self.error(f"there can be only one {key}", key)
        return texts[0] if texts else None

    def texts(self, key: str) -> tuple[str, ...]:
        """Return one text, or those of a list."""
        node = self.values.get(key)
        if node is None:
            return ()
        items = node.value if isinstance(node, yaml.SequenceNode) else [node]
        if not items:
            raise self.error(f"{key} is empty", key)
        return tuple(self._text(key, item) for item in items)

    def choice(self, key: str, choices: Collection[str], default: str | None = None) -> str:
        """Return one of several words, that has to be there if there is no default."""
        return self.optional_choice(key, choices) or default or self.text(key)

    def optional_choice(self, key: str, choices: Collection[str]) -> str | None:
        """Return one of several words, if it is there."""
        self.choices(key, choices)
        return self.optional_text(key)

    def choices(self, key: str, choices: Collection[str]) -> tuple[str, ...]:
        """Return some of several words."""
        texts = self.texts(key)
        for text in texts:
            if text not in choices:
                raise self.error(f"{text!r} is none of {', '.join(choices)}", key)
        return texts

    def day(self, key: str) -> date:
        """Return a date that has to be there."""
        node = self.values.get(key)
        if node is None:
            raise self.error(f"it has no {key}")
        if isinstance(node, yaml.ScalarNode) and _DAY.fullmatch(node.value):
            try:
                return date.fromisoformat(node.value)
            except ValueError:
                pass
        raise self.error(f"{key} is no date like 2026-12-31", key)

    def optional_number(self, key: str) -> float | None:
        """Return a number that is not negative, if it is there."""
        node = self.values.get(key)
        if node is None:
            return None
        if isinstance(node, yaml.ScalarNode) and _NUMBER.fullmatch(node.value):
            return float(node.value)
        raise self.error(f"{key} is no number", key)

    def optional_whole(self, key: str) -> int | None:
        """Return a whole number of at least 1, if it is there."""
        number = self.optional_number(key)
        if number is None or (number >= 1 and number.is_integer()):
            return None if number is None else int(number)
        raise self.error(f"{key} is no whole number of at least 1", key)

    def section(self, key: str, known: Collection[str] | None = None) -> Section | None:
        """Return a mapping, whose keys may be any unless they are known."""
        node = self.values.get(key)
        return None if node is None else _section(self.location, node, known)

    def within(self, key: str, known: Collection[str] | None = None) -> Section:
        """Return the same; an empty one, if there is none."""
        return self.section(key, known) or Section(self.location, self.line, {})

    def sections(self, key: str, known: Collection[str]) -> tuple[Section, ...]:
        """Return the mappings of a list."""
        node = self.values.get(key)
        if node is None or node.tag == _NULL:
            return ()
        if not isinstance(node, yaml.SequenceNode):
            raise self.error(f"{key} is no list", key)
        return tuple(_section(self.location, item, known) for item in node.value)

    def error(self, reason: str, key: str | None = None) -> UnusableDecision:
        """Return an error at one of its keys."""
        line = _line(self.values[key]) if key else self.line
        return UnusableDecision(self.location, line, reason)

    def _text(self, key: str, node: yaml.Node) -> str:
        if not isinstance(node, yaml.ScalarNode):
            raise self.error(f"{key} is no text", key)
        text: str = node.value
        if node.tag == _TEXT and text.strip():
            return text
        line = _line(node)
        if not text.strip():
            raise UnusableDecision(self.location, line, f"{key} is empty")
        kind = node.tag.rpartition(":")[2]
        reason = f'{key}: YAML takes {text} for a {kind}; write "{text}"'
        raise UnusableDecision(self.location, line, reason)


def read(data: bytes, location: str, known: Collection[str]) -> Section:
    """Return the mapping that a file is, whose keys are all known.

    Raises:
        UnusableDecision: if it is not YAML, or more than it takes to write decisions down.

    """
    if len(data) > MAX_BYTES:
        raise UnusableDecision(location, 1, f"it is larger than {MAX_BYTES >> 20} MiB")
    try:
        _check(data, location)
        node = yaml.compose(data, yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        reason = " ".join(filter(None, (error.context, error.problem)))
        raise UnusableDecision(location, line, f"it is no YAML: {reason}") from error
    except yaml.YAMLError as error:
        reason = " ".join(str(error).split())
        raise UnusableDecision(location, 1, f"it is no YAML: {reason}") from error
    if node is None:
        raise UnusableDecision(location, 1, "it is empty")
    return _section(location, node, known)


def _check(data: bytes, location: str) -> None:
    """Refuse what is deep, or refers to itself, before anything is built of it."""
    depth = 0
    for event in yaml.parse(data, yaml.CSafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise UnusableDecision(location, _line(event), "it has anchors or aliases")
        if depth > MAX_DEPTH:
            raise UnusableDecision(location, _line(event), "it is too deep")


def _section(location: str, node: yaml.Node, known: Collection[str] | None) -> Section:
    if not isinstance(node, yaml.MappingNode):
        raise UnusableDecision(location, _line(node), "a mapping is wanted here")
    values: dict[str, yaml.Node] = {}
    for key, value in node.value:
        name = key.value if isinstance(key, yaml.ScalarNode) else "a collection"
        if known is not None and name not in known:
            reason = f"{name} is unknown; known are {', '.join(known)}"
            raise UnusableDecision(location, _line(key), reason)
        if not isinstance(key, yaml.ScalarNode) or key.tag != _TEXT:
            raise UnusableDecision(location, _line(key), f"as a key, {name} needs quotes")
        if name in values:
            raise UnusableDecision(location, _line(key), f"{name} is there twice")
        values[name] = value
    return Section(location, _line(node), values)


def _line(place: yaml.Node | yaml.Event) -> int:
    """Return where something begins; the first line of a file is 1."""
    mark = place.start_mark
    assert mark is not None, "whatever is read has a place"
    return mark.line + 1
