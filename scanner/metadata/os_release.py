"""``os-release``: which operating system it is (freedesktop.org, os-release(5))."""

from __future__ import annotations

import re
from typing import Final

from scanner.model.operating_system import OperatingSystem

_VALUE: Final = re.compile(
    r"""^(?P<key>ID|VERSION_ID)=(?P<quote>["']?)(?P<value>[\w.+~-]{1,100})(?P=quote)[ \t\r]*$""",
    re.ASCII | re.MULTILINE,
)


def parse_os_release(data: bytes) -> OperatingSystem:
    """Read the file; of a key that is there twice, the last counts, as in a shell."""
    text = data.decode("utf-8", "replace")
    values = {match["key"]: match["value"] for match in _VALUE.finditer(text)}
    return OperatingSystem(values.get("ID", "").lower() or None, values.get("VERSION_ID"))
