"""What a rule finds missing, and a score, as JSON.

Keys are only ever added while ``format`` stays the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.formats.json_text import json_text
from scanner.quality.profile import is_met

if TYPE_CHECKING:
    from scanner.quality.profile import Gap, Profile
    from scanner.quality.score import CategoryScore, Score

FORMAT: Final = 1
DIGITS: Final = 4
"""Of numbers; more would only show how they are stored."""


def gaps_json(profile: Profile, gaps: tuple[Gap, ...]) -> str:
    """Return a check: whether the rule is met, and each gap."""
    return json_text(
        {
            "format": FORMAT,
            "profile": profile.name,
            "title": profile.title,
            "url": profile.url,
            "is_met": is_met(gaps),
            "gaps": [
                {
                    "element": gap.element,
                    "reference": gap.reference,
                    "place": gap.place,
                    "component": gap.component,
                    "presence": gap.presence.value,
                    "is_accepted": gap.is_accepted,
                    "why": gap.why,
                    "advice": gap.advice,
                }
                for gap in gaps
            ],
        }
    )


def score_json(score: Score) -> str:
    """Return a score, by categories and features."""
    return json_text(
        {
            "format": FORMAT,
            "rubric": "sbomqs 2.0",
            "score": round(score.value, DIGITS),
            "grade": score.grade,
            "attainable": round(score.attainable, DIGITS),
            "components": score.components,
            "categories": [_category(each, score) for each in score.categories],
        }
    )


def _category(category: CategoryScore, score: Score) -> dict[str, object]:
    return {
        "name": category.name,
        "weight": category.weight,
        "score": round(category.value, DIGITS) if category.is_applicable else None,
        "features": [
            {
                "name": each.name,
                "weight": each.weight,
                "score": round(each.value, DIGITS) if each.is_applicable else None,
                "have": each.have,
                "total": each.total,
                "attainable": each.attainable,
                "lost": round(score.lost(category, each), DIGITS),
                "why": None if each.have == each.total else each.why,
                "advice": None if each.have == each.total else each.advice,
            }
            for each in category.features
        ],
    }
