"""How findings follow from advisories, as JSON: the steps in the words of the model.

Keys are only ever added while ``format`` stays the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.formats.exact_json import exact_text
from scanner.formats.record_json import Forms, Spelling, add_forms
from scanner.formats.report_json import FORMS as REPORT_FORMS
from scanner.model.explanation import (
    Comparison,
    Edge,
    EntryAccount,
    EntryStep,
    Explanation,
    FindingAccount,
    IntervalStep,
    Judgement,
    RangeAccount,
    RecordAccount,
    RecordStep,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMAT: Final = 1
SPELLINGS: Final[Mapping[type, Spelling]] = {Judgement: Spelling(frozenset(("place",)))}
FORMS: Final[Forms] = dict(REPORT_FORMS)
add_forms(
    FORMS,
    (),
    (
        *(RangeAccount, EntryAccount, RecordAccount),
        *(Comparison, IntervalStep, EntryStep, RecordStep),
        *(Edge, FindingAccount, Judgement, Explanation),
    ),
    SPELLINGS,
)


def explanation_json(explanation: Explanation) -> str:
    """Return an explanation as a document."""
    written = FORMS["Explanation"].write(explanation)
    assert isinstance(written, dict)
    return exact_text({"format": FORMAT} | written)
