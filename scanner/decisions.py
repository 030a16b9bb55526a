"""The files in which people write down what they decided on findings and licences."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scanner.errors import UnusableDecision

if TYPE_CHECKING:
    from pathlib import Path

    from scanner.decided.rule import Rule
    from scanner.licenses.decided.curation import Curation
    from scanner.licenses.decided.policy import Policy as LicensePolicy
    from scanner.metadata.vex.document import VexDocument
    from scanner.policy.policy import Policy

MAX_VEX_BYTES: Final = 64 << 20


def load_curations(path: Path) -> tuple[Curation, ...]:
    """Return the curations of a file.

    Raises:
        UnusableDecision: if one of them cannot be followed, or there is no file.

    """
    from scanner.licenses.decided.curation_file import curations_of

    return curations_of(_content(path), str(path))


def load_license_policy(path: Path) -> LicensePolicy:
    """Return the licence policy of a file.

    Raises:
        UnusableDecision: if something in it cannot be followed, or there is no file.

    """
    from scanner.licenses.decided.policy_file import policy_of

    return policy_of(_content(path), str(path))


def load_policy(path: Path) -> Policy:
    """Return the policy of a file, with the licence policy that it names.

    Raises:
        UnusableDecision: if something in one of them cannot be followed, or there is no file.

    """
    from scanner.policy.policy_file import policy_of

    policy = policy_of(_content(path), str(path))
    if policy.license_file is None:
        return policy
    return replace(policy, licenses=load_license_policy(path.parent / policy.license_file))


def load_rules(path: Path) -> tuple[Rule, ...]:
    """Return the rules of a file to ignore findings.

    Raises:
        UnusableDecision: if one of them cannot be followed, or there is no file.

    """
    from scanner.decided.rule_file import rules_of

    return rules_of(_content(path), str(path))


def load_vex(path: Path) -> VexDocument:
    """Return the statements of a VEX document.

    Raises:
        UnusableDecision: if it is none, or there is no file.

    """
    from scanner.metadata.vex.document import parse_vex

    data = _content(path, MAX_VEX_BYTES)
    if len(data) > MAX_VEX_BYTES:
        raise UnusableDecision(str(path), 1, f"it is larger than {MAX_VEX_BYTES >> 20} MiB")
    try:
        return parse_vex(data, str(path))
    except ValueError as error:
        raise UnusableDecision(str(path), 1, f"it is no VEX document: {error}") from error


def _content(path: Path, max_bytes: int | None = None) -> bytes:
    from scanner.decided.document import MAX_BYTES

    try:
        with path.open("rb") as file:
            return file.read((max_bytes or MAX_BYTES) + 1)
    except OSError as error:
        raise UnusableDecision(str(path), 1, error.strerror or str(error)) from error
