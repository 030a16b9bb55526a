"""The score of a document, from 0 to 10, with the reasons for each point that it lacks.

The items of a bill that are counted are those that it lists; what was scanned is not one of them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import fsum
from typing import TYPE_CHECKING, Final

from scanner.quality.item import SUBJECT, items_of
from scanner.quality.presence import Presence
from scanner.quality.rubric import GRADES, RUBRIC

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scanner.model.document import DocumentFacts
    from scanner.model.inventory import Inventory
    from scanner.quality.datum import Owner
    from scanner.quality.rubric import Feature

FULL: Final = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureScore:
    """What one feature gets."""

    name: str
    weight: float
    have: int
    """How many have it."""
    total: int
    """Of how many: components, or the one document."""
    attainable: int
    """How many could have it, without anything being made up."""
    is_applicable: bool
    why: str
    """Why the others do not have it."""
    advice: str

    @property
    def value(self) -> float:
        """Its score."""
        return FULL * self.have / self.total if self.total else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryScore:
    """What a category gets, by its features."""

    name: str
    weight: int
    features: tuple[FeatureScore, ...]

    @property
    def is_applicable(self) -> bool:
        """Whether there is anything to be measured: a document may list nothing."""
        return any(each.is_applicable for each in self.features)

    @property
    def value(self) -> float:
        """The mean of its features, by their weights."""
        return _mean((each.value, each.weight) for each in self.features if each.is_applicable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What a document gets, by categories."""

    components: int
    categories: tuple[CategoryScore, ...]

    @property
    def value(self) -> float:
        """The mean of its categories, by their weights."""
        applicable = (each for each in self.categories if each.is_applicable)
        return _mean((each.value, each.weight) for each in applicable)

    @property
    def grade(self) -> str:
        """``A`` to ``F``."""
        return grade_of(self.value)

    def lost(self, category: CategoryScore, feature: FeatureScore) -> float:
        """Return how much higher the score would be if nothing was lacking of a feature."""
        if not feature.is_applicable:
            return 0.0
        features = fsum(each.weight for each in category.features if each.is_applicable)
        categories = fsum(each.weight for each in self.categories if each.is_applicable)
        return (FULL - feature.value) * (feature.weight / features) * (category.weight / categories)

    @property
    def attainable(self) -> float:
        """The most that it could get without anything being made up."""
        return replace(self, categories=tuple(map(_filled, self.categories))).value


def score(inventory: Inventory, facts: DocumentFacts) -> Score:
    """Return what a document of the inventory gets."""
    items = [item for item in items_of(inventory, facts) if item.place != SUBJECT]
    return Score(
        components=len(items),
        categories=tuple(
            CategoryScore(
                name=category.name,
                weight=category.weight,
                features=(
                    *(_score(feature, (inventory,), facts) for feature in category.document),
                    *(_score(feature, items, facts) for feature in category.components),
                ),
            )
            for category in RUBRIC
        ),
    )


def grade_of(value: float) -> str:
    """Return the grade of a score."""
    return next(grade for grade, lowest in GRADES if value >= lowest)


def _score(feature: Feature[Owner], owners: Sequence[Owner], facts: DocumentFacts) -> FeatureScore:
    datum = feature.datum
    lacking = [each for each in owners if datum.found_in(each, facts) is not Presence.TOLD]
    have = len(owners) - len(lacking)
    return FeatureScore(
        name=datum.name,
        weight=feature.weight,
        have=have,
        total=len(owners),
        attainable=have + sum(map(feature.could_be_told, lacking)),
        is_applicable=bool(owners) and feature.is_applicable(facts),
        why=datum.why,
        advice=datum.advice,
    )


def _filled(category: CategoryScore) -> CategoryScore:
    """Return a category in which everything is told that can be."""
    features = (replace(each, have=each.attainable) for each in category.features)
    return replace(category, features=tuple(features))


def _mean(weighted: Iterable[tuple[float, float]]) -> float:
    pairs = tuple(weighted)
    weights = fsum(weight for _, weight in pairs)
    return fsum(value * weight for value, weight in pairs) / weights if weights else 0.0
