"""What a rule finds missing, in lines for people: by what it asks for, and by component."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.quality.profile import is_met

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scanner.quality.profile import Gap, Profile

MAX_COMPONENTS: Final = 20
"""How many are named where a file could have all."""


def lines_of(
    profile: Profile, gaps: Sequence[Gap], most: int | None = MAX_COMPONENTS
) -> Iterator[str]:
    """Yield whether the rule is met, what is missing and how to fill it, and what lacks it."""
    yield f"{profile.name}: {'met' if is_met(tuple(gaps)) else 'not met'} ({profile.title})"
    required = [gap for gap in gaps if not gap.is_accepted]
    accepted = [gap for gap in gaps if gap.is_accepted]
    yield from _elements("missing", required)
    yield from _elements("accepted", accepted)
    yield from _components(required, most)


def _elements(kind: str, gaps: Sequence[Gap]) -> Iterator[str]:
    """Yield a line for each element, in the order of the rule."""
    by_element: dict[tuple[str, str, str], list[Gap]] = {}
    for gap in gaps:
        key = (gap.element, gap.reference, gap.presence.value)
        by_element.setdefault(key, []).append(gap)
    for (element, reference, presence), found in by_element.items():
        of = "the document" if found[0].place is None else _counted(len(found))
        state = presence if presence == kind else f"{kind}, {presence}"
        gap = found[0]
        yield f"  {state}: {element} of {of} [{reference}]: {gap.why}. {gap.advice}"


def _components(gaps: Sequence[Gap], most: int | None) -> Iterator[str]:
    """Yield a line for each component, with all that is missing of it."""
    by_component: dict[tuple[str, str], list[str]] = {}
    for gap in gaps:
        if gap.place is not None:
            key = (gap.component or "", gap.place)
            by_component.setdefault(key, []).append(gap.element)
    for (component, place), elements in list(by_component.items())[:most]:
        where = f" (/{place})" if place else ""
        yield f"  {component}{where}: {', '.join(dict.fromkeys(elements))}"
    if most is not None and (more := len(by_component) - most) > 0:
        yield f"  and {_counted(more)} more: --profile-report text=FILE has them all"


def _counted(count: int) -> str:
    return f"{count} component{'s' if count > 1 else ''}"
