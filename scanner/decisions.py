"""The files in which people write down what they decided on licences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.errors import UnusableDecision

if TYPE_CHECKING:
    from pathlib import Path

    from scanner.licenses.decided.curation import Curation
    from scanner.licenses.decided.policy import Policy


def load_curations(path: Path) -> tuple[Curation, ...]:
    """Return the curations of a file.

    Raises:
        UnusableDecision: if one of them cannot be followed, or there is no file.

    """
    from scanner.licenses.decided.curation_file import curations_of

    return curations_of(_content(path), str(path))


def load_policy(path: Path) -> Policy:
    """Return the licence policy of a file.

    Raises:
        UnusableDecision: if something in it cannot be followed, or there is no file.

    """
    from scanner.licenses.decided.policy_file import policy_of

    return policy_of(_content(path), str(path))


def _content(path: Path) -> bytes:
    from scanner.decided.document import MAX_BYTES

    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise UnusableDecision(str(path), 1, error.strerror or str(error)) from error
