"""A score in lines for people: by categories, with the reasons for what is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.quality.score import CategoryScore, Score

SHOWN: Final = 0.005
"""What a loss comes to that is seen in two digits."""


def lines_of(score: Score) -> Iterator[str]:
    """Yield the score, and what each category gets and loses."""
    components = f"{score.components} component{'' if score.components == 1 else 's'}"
    yield f"{score.value:.2f} of 10, grade {score.grade} ({components}, rubric of sbomqs 2.0)"
    if score.attainable < 10 - SHOWN:
        yield f"At most {score.attainable:.2f} could be reached without making anything up."
    for category in score.categories:
        yield from _category(category, score)


def _category(category: CategoryScore, score: Score) -> Iterator[str]:
    if not category.is_applicable:
        yield f"{category.name}: not applicable"
        return
    yield f"{category.name}: {category.value:.2f} (weight {category.weight})"
    for feature in category.features:
        if not feature.is_applicable:
            yield f"  {feature.name}: not applicable"
        elif feature.have < feature.total:
            lost = score.lost(category, feature)
            have = f"{feature.have} of {feature.total}"
            yield f"  -{lost:.2f} {feature.name}, {have}: {feature.why}. {feature.advice}"
