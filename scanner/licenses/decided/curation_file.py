"""The file of curations. What is wrong in it is an error with its line, and nothing is guessed."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Final

from scanner.decided.distribution import KEYS, distributions_of
from scanner.decided.document import read
from scanner.errors import UnusableDecision
from scanner.licenses.decided.curation import Curation
from scanner.licenses.decided.overlap import may_share
from scanner.licenses.tree import tree_of
from scanner.model.license import NONE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scanner.decided.document import Section

DECISION: Final = (*KEYS, "concluded", "reason", "who", "when", "declared")


def curations_of(data: bytes, location: str) -> tuple[Curation, ...]:
    """Return the decisions of a file.

    Raises:
        UnusableDecision: if one of them cannot be followed, or two of them disagree.

    """
    document = read(data, location, ("curations",))
    curations = tuple(_curation(each) for each in document.sections("curations", DECISION))
    for first, second in _neighbours(curations):
        if first.concluded != second.concluded and _overlap(first, second):
            reason = (
                f"{second.concluded} for {second.distributions} disagrees with line {first.line}, "
                f"{first.concluded} for {first.distributions}"
            )
            raise UnusableDecision(location, second.line, reason)
    return curations


def _curation(section: Section) -> Curation:
    distributions = distributions_of(section)
    if distributions is None:
        raise section.error("it has no distribution")
    concluded = section.text("concluded")
    tree = tree_of(concluded)
    if tree is None and concluded != NONE:
        raise section.error(f"{concluded!r} is no expression of SPDX", "concluded")
    return Curation(
        distributions=distributions,
        concluded=str(tree or NONE),
        reason=" ".join(section.text("reason").split()),
        who=section.text("who"),
        when=section.day("when"),
        declared=section.optional_text("declared"),
        location=section.location,
        line=section.line,
    )


def _neighbours(curations: Iterable[Curation]) -> Iterator[tuple[Curation, Curation]]:
    """Yield the pairs that may be about one distribution, without a look at each with each."""
    patterns: list[Curation] = []
    by_name: dict[str, list[Curation]] = {}
    for curation in curations:
        for other in patterns:
            yield other, curation
        if any("*" in name for name in curation.distributions.names):
            for others in by_name.values():
                yield from ((other, curation) for other in others)
            patterns.append(curation)
            continue
        for name in curation.distributions.names:
            by_name.setdefault(name, []).append(curation)
    for others in by_name.values():
        yield from combinations(others, 2)


def _overlap(first: Curation, second: Curation) -> bool:
    declared = {first.declared, second.declared} - {None}
    return len(declared) < 2 and may_share(first.distributions, second.distributions)  # noqa: PLR2004
