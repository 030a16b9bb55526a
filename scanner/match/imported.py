"""What VEX documents in an index say: it holds for every scan with that, as if given to it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scanner.advisories.index import AdvisoryIndex
    from scanner.judging import Judging


def with_imported(judging: Judging, index: AdvisoryIndex) -> Judging:
    """Return a judgement that follows the statements of an index, too.

    Raises:
        UnreadableAdvisories: if a document of it cannot be read.

    """
    if not index.documents():
        return judging
    from scanner.advisories.vex import vex_in

    given, documents = judging.decisions, vex_in(index).values()
    statements = (each for document in documents for each in document.statements)
    malformed = (each for document in documents for each in document.malformed)
    decisions = replace(
        given,
        statements=(*given.statements, *statements),
        malformed=(*given.malformed, *malformed),
    )
    return replace(judging, decisions=decisions)
