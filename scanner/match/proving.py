"""A verdict in words: a reason in a line, and a proof that can be checked by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.model.advisory import Status
from scanner.model.proof import Proof
from scanner.model.version import parsed

if TYPE_CHECKING:
    from scanner.model.advisory import Verdict
    from scanner.model.version import InstalledVersion


def reason_of(ground: Proof, version: InstalledVersion) -> str:
    """Return the range or the listed version that decided, or why nothing could."""
    if ground.listed is not None:
        return f"{ground.listed} is listed"
    if ground.interval is None:
        return f"the installed version {version.text} is not a version (PEP 440)"
    if ground.status is Status.UNDETERMINED:
        return f"the advisory's bound {ground.bound} is not a version (PEP 440)"
    return f"{ground.interval}, by repair {ground.repair}" if ground.repair else ground.interval


def proof_of(record: str, entry: int, verdict: Verdict, version: InstalledVersion) -> Proof:
    """Return the step by which one entry of a record gave its answer."""
    return proved(ground_of(record, entry, verdict), version)


def ground_of(record: str, entry: int, verdict: Verdict) -> Proof:
    """Return what of a proof is the same for all versions that meet the same bound."""
    interval, group, listed = verdict.interval, verdict.group, verdict.listed
    if interval is None or group is None:
        return Proof(
            record=record,
            entry=entry,
            status=verdict.status,
            installed="",
            listed=listed,
            bound=None if listed is None else str(parsed(listed) or listed),
            rule="P8" if listed is None else "P3",
        )
    is_doubtful = verdict.status is Status.UNDETERMINED
    return Proof(
        record=record,
        entry=entry,
        status=verdict.status,
        installed="",
        interval=interval.text,
        bound=", ".join(group.unreadable) if is_doubtful else interval.nearest,
        repair=", ".join(group.repairs) or None,
        rule="P7" if is_doubtful else None,
    )


def proved(ground: Proof, version: InstalledVersion) -> Proof:
    """Return the proof for one version."""
    beside = ground.interval or ground.listed or ""
    return Proof(
        record=ground.record,
        entry=ground.entry,
        status=ground.status,
        installed=_compared(version) if "+" in beside else version.public_text,
        interval=ground.interval,
        listed=ground.listed,
        bound=ground.bound,
        repair=ground.repair,
        rule=ground.rule or _rule_of(version, beside),
    )


def _rule_of(version: InstalledVersion, interval: str) -> str | None:
    """Return the rule without which a version would not be in an interval, if there is one."""
    if version.full is None:
        return "P8"
    if version.full is not version.public and "+" not in interval:
        return "P5"
    return "P4" if version.is_prerelease else None


def _compared(version: InstalledVersion) -> str:
    """Return a version as it is compared with one that has a local segment (P5)."""
    return version.public_text if version.full is None else str(version.full)
