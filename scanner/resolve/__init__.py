"""Programs that settle on versions where a manifest only constrains them: one module each.

Those that are there are preferred in this order. None is run unless a user asks for it.
"""

from __future__ import annotations

from typing import Final

from layers.extensions import Extensions
from scanner.resolve.resolver import Resolver

RESOLVERS: Final = Extensions[Resolver](
    {
        "uv": "scanner.resolve.uv:UV",
        "pip-tools": "scanner.resolve.pip_tools:PIP_TOOLS",
    }
)
