"""How bad a record in the OSV format says it is.

Only needed where an index is built: the library for CVSS is no dependency of a scan.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.model.advisory import Level, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

BANDS: Final = ((9.0, Level.CRITICAL), (7.0, Level.HIGH), (4.0, Level.MEDIUM), (0.1, Level.LOW))
PREFERENCE: Final = ("CVSS_V4", "CVSS_V3", "CVSS_V2")
"""The newest version that a record has; of several vectors of it, the worst."""
WORDS: Final = {
    "LOW": Level.LOW,
    "MODERATE": Level.MEDIUM,
    "MEDIUM": Level.MEDIUM,
    "HIGH": Level.HIGH,
    "CRITICAL": Level.CRITICAL,
}


def severity_of(record: Mapping[str, object]) -> Severity:
    """Return the severity of a record, from its vectors or else from GitHub's word for it."""
    vectors = list(_vectors(record))
    for preferred in PREFERENCE:
        scored = [
            (score, vector)
            for kind, vector in vectors
            if kind == preferred and (score := _score(kind, vector)) is not None
        ]
        if scored:
            score, vector = max(scored)
            return Severity(_level(score), score, vector)
    specific = record.get("database_specific")
    word = specific.get("severity") if isinstance(specific, dict) else None
    return Severity(WORDS.get(str(word).upper(), Level.UNKNOWN))


def _vectors(record: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    affected = record.get("affected")
    places = [record, *(affected if isinstance(affected, list) else [])]
    for place in places:
        severities = place.get("severity") if isinstance(place, dict) else None
        for severity in severities if isinstance(severities, list) else []:
            if isinstance(severity, dict):
                yield str(severity.get("type")), str(severity.get("score"))


def _score(kind: str, vector: str) -> float | None:
    import cvss
    from cvss.exceptions import CVSSError

    calculators = {"CVSS_V4": cvss.CVSS4, "CVSS_V3": cvss.CVSS3, "CVSS_V2": cvss.CVSS2}
    try:
        return float(calculators[kind](vector).scores()[0])
    except CVSSError:
        return None


def _level(score: float) -> Level:
    return next((level for least, level in BANDS if score >= least), Level.NONE)
