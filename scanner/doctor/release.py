"""Whether there is a newer release of Lading (PyPI's JSON interface)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from packaging.version import InvalidVersion, Version

from scanner.doctor.check import Check, State
from scanner.errors import FeedFailed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.advisories.web import Web

PROJECT: Final = "lading"


def release(web: Web, server: str, ours: str) -> Iterator[Check]:
    """Ask for the newest release; to get no answer is no fault of this machine's."""
    url = f"{server.rstrip('/')}/{PROJECT}/json"
    try:
        newest = json.loads(web.read(url))["info"]["version"]
        is_newer = Version(newest) > Version(ours)
    except FeedFailed as error:
        told = "no release is there" if error.absent else str(error)
        yield Check("release", PROJECT, State.ABSENT if error.absent else State.BROKEN, told)
    except (ValueError, KeyError, TypeError, InvalidVersion):
        yield Check("release", PROJECT, State.BROKEN, f"{url}: not what PyPI says of a project")
    else:
        told = f"{newest} is newer than {ours}" if is_newer else f"{ours} is the newest"
        yield Check("release", PROJECT, State.FINE, told)
