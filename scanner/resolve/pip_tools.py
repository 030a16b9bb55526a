"""pip-tools (``pip-compile``), which resolves for the Python and the platform that it runs on.

Which Python that is stands in what it writes.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final

from layers.reference import Platform
from scanner.resolve.resolver import INPUT, Resolver

if TYPE_CHECKING:
    from scanner.resolve.resolver import Request


def _arguments(request: Request) -> tuple[str, ...]:
    options = ["--no-input", "--disable-pip-version-check"]
    if not request.may_build:
        options.append("--only-binary=:all:")
    return (
        "--no-config",
        "--quiet",
        "--strip-extras",
        "--annotation-style=line",
        "--no-emit-index-url",
        "--no-emit-trusted-host",
        "--no-emit-options",
        "--resolver=backtracking",
        "--output-file=-",
        f"--pip-args={' '.join(options)}",
        INPUT,
    )


def _variables(request: Request) -> dict[str, str]:
    index = {"PIP_INDEX_URL": request.index} if request.index else {}
    # Without it, pip reads the configuration of this machine, and of its user.
    return {"PIP_CONFIG_FILE": os.devnull, **index}


def _objection(request: Request) -> str | None:
    own = str(Platform.parse(f"{sys.platform}/{os.uname().machine}"))
    return None if request.platform == own else f"resolves for {own} only"


PIP_TOOLS: Final = Resolver(
    name="pip-tools",
    program="pip-compile",
    arguments=_arguments,
    variables=_variables,
    objection=_objection,
)
