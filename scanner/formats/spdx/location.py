"""Places that packages are downloaded from, as far as SPDX can name them.

That is a URL, or one in the notation of pip for version control (SPDX 2.3, 7.7). A directory that
something was installed from is none, nor is an address that only means something to one machine.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from scanner.model.system_package import CONDA

if TYPE_CHECKING:
    from scanner.model.component import Component

_LOCATION: Final = re.compile(
    r"(?:(?:git|hg|svn|bzr)\+)?(?:https?|ssh|git|svn|sftp|ftp)://"
    r"(?:[\w.!~*'()%;:&=+$,-]+@)?[a-z0-9]+(?:[.-][a-z0-9]+)*\.[a-z]{2,}(?::[0-9]{1,5})?"
    r"(?:[/?#](?:[A-Za-z0-9._~!$&'()*+,;=:@/?#-]|%[0-9A-Fa-f]{2})*)?",
    re.IGNORECASE | re.ASCII,
)
"""What is surely a URL (RFC 3986) at a public host: readers refuse a document for any other."""


def is_location(text: str) -> bool:
    """Tell whether something is a URL that every reader takes for one."""
    return _LOCATION.fullmatch(text) is not None


def download_location(component: Component) -> str | None:
    """Return where what was installed can be downloaded, if that was recorded."""
    candidates = [component.origin or ""]
    for record in filter(None, (component.conda, component)):
        if record.ecosystem == CONDA:
            candidates += [link.url for link in record.links if link.label == "Download"]
    return next(filter(is_location, candidates), None)
