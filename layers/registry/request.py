"""What a host is asked for, or to keep."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from layers.registry.address import Address

READING: Final = frozenset(("GET", "HEAD"))


@dataclass(frozen=True, slots=True)
class Request:
    """One request, without the authorization that it may need."""

    method: str
    address: Address
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None

    @property
    def is_reading(self) -> bool:
        """Whether nothing is changed by it, so that it may be sent wherever redirects lead."""
        return self.method in READING
