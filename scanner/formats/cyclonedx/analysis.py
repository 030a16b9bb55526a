"""What was decided on a vulnerability, in the words of CycloneDX, which are others than VEX's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.formats.cyclonedx.data import Data, known
from scanner.formats.wording.sentence import ended
from scanner.model.decision import ACCEPTED, FIXED, NOT_AFFECTED

if TYPE_CHECKING:
    from scanner.model.finding import Finding

STATES: Final = {NOT_AFFECTED: "not_affected", FIXED: "resolved", ACCEPTED: "exploitable"}
JUSTIFICATIONS: Final = {
    "component_not_present": "code_not_present",
    "vulnerable_code_not_present": "code_not_present",
    "vulnerable_code_not_in_execute_path": "code_not_reachable",
    "vulnerable_code_cannot_be_controlled_by_adversary": "requires_environment",
    "inline_mitigations_already_exist": "protected_by_mitigating_control",
}
"""The next word that CycloneDX has; the detail has the one that was used."""
OWN: Final = frozenset(
    (
        *JUSTIFICATIONS.values(),
        "requires_configuration",
        "requires_dependency",
        "protected_by_compiler",
        "protected_at_runtime",
        "protected_at_perimeter",
    )
)


def analysis_of(finding: Finding, *, is_decided_elsewhere: bool = False) -> Data | None:
    """Return what was decided on a finding.

    Where somebody decided on the same vulnerability of another component, it is said that nobody
    did on this one: readers may not tell equal components apart.
    """
    decision = finding.decision
    if decision is None:
        if finding.left_to:
            return {
                "state": "in_triage",
                "detail": f"Left to the advisories for {finding.left_to}.",
            }
        return {"state": "in_triage"} if is_decided_elsewhere else None
    word = decision.justification
    response = "can_not_fix" if decision.until_fix else "will_not_fix"
    parts = (
        f"{word}:" if word and word not in OWN else None,
        ended(decision.reason or ""),
        ended(f"By {decision.owner}") if decision.owner else None,
        f"Until {decision.expires}." if decision.expires else None,
        "Until a version fixes it." if decision.until_fix else None,
    )
    return known(
        {
            "state": STATES.get(decision.status, "in_triage"),
            "justification": word if word in OWN else JUSTIFICATIONS.get(word or ""),
            "response": [response] if decision.status == ACCEPTED else [],
            "detail": " ".join(filter(None, parts)),
        }
    )
