"""Texts that have to go with what is passed on, each once, and for whom it stands there.

Texts are one if they differ in nothing but copyright lines, case, spacing and punctuation. Names in
conditions (``Neither the name of …``) keep them apart, although they make no other licence: a
distribution's text must not be replaced by one that protects somebody else's name.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final, assert_never

from scanner.licenses.copyright import claim_in, without_claim
from scanner.licenses.tree import Choice, Every, License, Pair, leaves, tree_of
from scanner.licenses.words import decoded, lines_of, words_of
from scanner.model.names import normalized

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from scanner.licenses.tree import Expression, Leaf
    from scanner.model.component import Component
    from scanner.model.license import LicenseText

_WHOLE: Final = frozenset(("exact", "text"))
"""How a match was found that is the licence itself; the others only speak of it."""


@dataclass(frozen=True, slots=True, order=True)
class Bearer:
    """A distribution that a text is for."""

    name: str
    version: str
    copyrights: tuple[str, ...] = ()
    """The lines by which somebody claims a copyright in its copy of the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """One text that has to be given, and for whom."""

    title: str
    """The licences that it is; else the name of its file."""
    text: str
    bearers: tuple[Bearer, ...]
    is_standard: bool = False
    """Whether it is from the list of SPDX, for the distributions have none of their own."""


def attributions(
    components: Iterable[Component],
    texts: Mapping[str, bytes],
    text_of: Callable[[str], str | None],
) -> Iterator[Attribution]:
    """Yield the texts of components by their titles, and then standard ones for who has none."""
    listed = tuple(components)
    yield from _own(listed, texts)
    yield from _standard(listed, texts, text_of)


def lacking(component: Component, texts: Mapping[str, bytes]) -> tuple[Leaf, ...]:
    """Return the concluded licences that are in none of the component's own texts.

    Of a choice, one is enough.
    """
    licensing = component.licensing
    tree = tree_of(licensing.concluded) if licensing and licensing.concluded else None
    if licensing is None or tree is None:
        return ()
    found = (
        tree_of(match.expression)
        for text in licensing.detected
        if text.digest in texts
        for match in text.matches
        if match.technique in _WHOLE
    )
    return _absent(tree, {leaf for each in found if each for leaf in leaves(each)})


def _absent(tree: Expression, present: set[Leaf]) -> tuple[Leaf, ...]:
    match tree:
        case License() | Pair():
            return () if tree in present else (tree,)
        case Every():
            missing = (leaf for part in tree.parts for leaf in _absent(part, present))
            return tuple(dict.fromkeys(missing))
        case Choice():
            branches = [_absent(part, present) for part in tree.parts]
            return () if () in branches else leaves(tree)
        case _:
            assert_never(tree)


def _own(components: tuple[Component, ...], texts: Mapping[str, bytes]) -> Iterator[Attribution]:
    uses: dict[str, list[tuple[Component, LicenseText]]] = defaultdict(list)
    for component in components:
        for text in component.licensing.detected if component.licensing else ():
            if text.digest in texts:
                uses[text.digest].append((component, text))
    copies: dict[str, list[str]] = defaultdict(list)
    for digest in sorted(uses):
        if key := _key(texts[digest]):
            copies[key].append(digest)
    titles = {key: _title(uses[digests[0]][0][1]) for key, digests in copies.items()}
    order = sorted(copies, key=lambda key: (titles[key].casefold(), copies[key]))
    for key in order:
        digests = copies[key]
        lines = lines_of(decoded(texts[digests[0]]))
        bearers = _bearers(use for digest in digests for use in uses[digest])
        if len(digests) > 1:  # whose claims are whose stands with the bearers
            told = {claim for bearer in bearers for claim in bearer.copyrights}
            lines = list(_without(told, lines))
        yield Attribution(title=titles[key], text="\n".join(lines), bearers=bearers)


def _without(claims: set[str], lines: Iterable[str]) -> Iterator[str]:
    """Yield lines that are none of these claims, and no empty ones where one of these was."""
    is_blank = was_claim = False
    for line in lines:
        if claim_in(line) in claims:
            was_claim = True
        elif line.strip() or not (was_claim and is_blank):
            yield line
            is_blank, was_claim = not line.strip(), was_claim and not line.strip()


def _key(data: bytes) -> str | None:
    """Return what two copies of a text have in common; None if there is nothing in it.

    What has nothing but claims has in common with no other.
    """
    text = decoded(data)
    words = [word for line in lines_of(text) for word in words_of(without_claim(line))]
    common = " ".join(words) or text.strip()
    return sha256(common.encode("utf-8", "replace")).hexdigest() if common else None


def _title(text: LicenseText) -> str:
    expressions = sorted({match.expression for match in text.matches})
    return ", ".join(expressions) or text.path.rpartition("/")[2]


def _bearers(uses: Iterable[tuple[Component, LicenseText | None]]) -> tuple[Bearer, ...]:
    claims: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for component, text in uses:
        named = component.name, component.version or ""
        claims[named].update(dict.fromkeys(text.copyrights if text else ()))
    bearers = (Bearer(*named, tuple(lines)) for named, lines in claims.items())
    return tuple(sorted(bearers, key=lambda bearer: (normalized(bearer.name), bearer)))


def _standard(
    components: tuple[Component, ...],
    texts: Mapping[str, bytes],
    text_of: Callable[[str], str | None],
) -> Iterator[Attribution]:
    bearers: dict[Leaf, list[Component]] = defaultdict(list)
    for component in components:
        for leaf in lacking(component, texts):
            bearers[leaf].append(component)
    for leaf in sorted(bearers, key=lambda leaf: str(leaf).casefold()):
        names = (leaf.license, leaf.exception) if isinstance(leaf, Pair) else (leaf.id,)
        parts = [text_of(name.removesuffix("+")) for name in names]
        yield Attribution(
            title=str(leaf),
            text="\n\n".join(part for part in parts if part),
            bearers=_bearers((component, None) for component in bearers[leaf]),
            is_standard=True,
        )
