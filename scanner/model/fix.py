"""What to do about a finding."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """The version to go to: the nearest one above that no known record affects."""

    version: str | None
    """None if no better version than the installed one is known."""
    nearness: str | None = None
    """What stays the same: ``minor``, ``major``, or nothing."""
    remaining: tuple[str, ...] = ()
    """The vulnerabilities that even this version has: then none without any is known."""
    known_to: str | None = None
    """Who says that there is such a version: the ``index``, or a list of ``releases``."""
    is_admitted: bool | None = None
    """Whether all that requires the component allows the version, so that nothing else has to be
    raised; None if nothing is known to require it."""
    raised: str | None = None
    """The place of the direct dependency to raise, where the component is not one itself."""
    way: tuple[str, ...] = ()
    """The places from the direct dependency to the component, both included."""
