"""uv (``uv pip compile``), which resolves for any Python and platform, whatever it runs on."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from scanner.resolve.resolver import INPUT, Resolver

if TYPE_CHECKING:
    from scanner.resolve.resolver import Request

PLATFORMS: Final = {
    "darwin/amd64": "x86_64-apple-darwin",
    "darwin/arm64": "aarch64-apple-darwin",
    "linux/amd64": "x86_64-unknown-linux-gnu",
    "linux/arm64": "aarch64-unknown-linux-gnu",
    "linux/riscv64": "riscv64-unknown-linux",
    "windows/386": "i686-pc-windows-msvc",
    "windows/amd64": "x86_64-pc-windows-msvc",
    "windows/arm64": "aarch64-pc-windows-msvc",
}
DEFAULT_PYTHON: Final = "3.13"
"""Not that of this machine: of that, nothing may depend."""


def _arguments(request: Request) -> tuple[str, ...]:
    return (
        "pip",
        "compile",
        "--no-config",
        "--no-progress",
        "--no-python-downloads",
        "--color=never",
        "--annotation-style=line",
        # Some interpreter has to be there, and ours is.
        f"--python={sys.executable}",
        f"--python-version={request.python or DEFAULT_PYTHON}",
        f"--python-platform={PLATFORMS[request.platform]}",
        *(() if request.may_build else ("--no-build",)),
        INPUT,
    )


def _variables(request: Request) -> dict[str, str]:
    return {"UV_DEFAULT_INDEX": request.index} if request.index else {}


def _objection(request: Request) -> str | None:
    is_known = request.platform in PLATFORMS
    return None if is_known else f"does not resolve for {request.platform}"


UV: Final = Resolver(
    name="uv",
    program="uv",
    arguments=_arguments,
    variables=_variables,
    objection=_objection,
    default_python=DEFAULT_PYTHON,
)
