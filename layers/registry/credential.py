"""Who we are to a registry."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Credential:
    """A user and a password, or a token that stands for both."""

    username: str
    secret: str = field(repr=False)
    is_identity_token: bool = False

    @property
    def basic(self) -> str:
        """The value of a header with it (RFC 7617)."""
        pair = f"{self.username}:{self.secret}".encode()
        return f"Basic {base64.b64encode(pair).decode('ascii')}"
