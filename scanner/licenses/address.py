"""Licences by the addresses of their texts."""

from __future__ import annotations

import re
from typing import Final

from scanner.licenses.expression import parse_expression
from scanner.licenses.meaning import Meaning

PATTERN: Final = re.compile(r"<?\b(?:https?://|www\.)[^\s<>\"']{1,500}>?", re.IGNORECASE)
ADDRESSES: Final = {
    "apache.org/licenses/license-2.0": "Apache-2.0",
    "apache.org/licenses": "Apache-2.0",
    "boost.org/license_1_0": "BSL-1.0",
    "boost.org/users/license": "BSL-1.0",
    "creativecommons.org/publicdomain/zero/1.0": "CC0-1.0",
    "eclipse.org/legal/epl-v10": "EPL-1.0",
    "eclipse.org/legal/epl-2.0": "EPL-2.0",
    "eclipse.org/legal/epl-v20": "EPL-2.0",
    "gnu.org/licenses/old-licenses/gpl-1.0": "GPL-1.0-only",
    "gnu.org/licenses/old-licenses/gpl-2.0": "GPL-2.0-only",
    "gnu.org/licenses/gpl-2.0": "GPL-2.0-only",
    "gnu.org/licenses/gpl-3.0": "GPL-3.0-only",
    "gnu.org/licenses/agpl-3.0": "AGPL-3.0-only",
    "gnu.org/licenses/old-licenses/lgpl-2.0": "LGPL-2.0-only",
    "gnu.org/licenses/old-licenses/lgpl-2.1": "LGPL-2.1-only",
    "gnu.org/licenses/lgpl-2.1": "LGPL-2.1-only",
    "gnu.org/licenses/lgpl-3.0": "LGPL-3.0-only",
    "mozilla.org/mpl/2.0": "MPL-2.0",
    "mozilla.org/en-us/mpl/2.0": "MPL-2.0",
    "mozilla.org/mpl/1.1": "MPL-1.1",
    "opensource.org/licenses/bsd-license": "BSD-2-Clause",
    "opensource.org/licenses/mit-license": "MIT",
    "opensource.org/licenses/apache2.0": "Apache-2.0",
    "scripts.sil.org/ofl": "OFL-1.1",
    "openfontlicense.org": "OFL-1.1",
    "unlicense.org": "Unlicense",
    "wtfpl.net": "WTFPL",
    "sam.zoy.org/wtfpl": "WTFPL",
    "zlib.net/zlib_license": "Zlib",
}
"""By host and path, in lower case, without the file name's end."""
FAMILY_ADDRESSES: Final = {
    "gnu.org/licenses/gpl": "GPL",
    "gnu.org/copyleft/gpl": "GPL",
    "gnu.org/licenses/lgpl": "LGPL",
    "gnu.org/copyleft/lesser": "LGPL",
    "gnu.org/licenses/agpl": "AGPL",
    "mozilla.org/mpl": "MPL",
    "docs.python.org/3/license": "PSF",
    "python.org/psf/license": "PSF",
}
"""Addresses that have the newest version, or several."""
_BY_IDENTIFIER: Final = re.compile(
    r"(?:opensource\.org/licenses?|spdx\.org/licenses|choosealicense\.com/licenses)/([\w.+-]+)"
)
_CREATIVE: Final = re.compile(r"creativecommons\.org/licenses/([a-z-]+)/(\d\.\d)")
_END: Final = re.compile(r"(?:\.(?:html?|txt|php|md|json)|/|\.|,|;|\)|>)+$")
_BEGIN: Final = re.compile(r"^<?(?:https?://)?(?:www\.|repository\.)?", re.IGNORECASE)


def parse_address(url: str) -> Meaning:
    """Return what the address of a text comes to; mostly it only says where the text is."""
    place = _BEGIN.sub("", url.strip()).lower()
    place = _END.sub("", re.split(r"[?#]", place, maxsplit=1)[0])
    if expression := ADDRESSES.get(place):
        is_stated = not expression.endswith("-only")
        return Meaning(expression=expression, is_scope_stated=is_stated, reason="by its address")
    if family := FAMILY_ADDRESSES.get(place):
        return Meaning(family=family, reason="an address that does not tell the version")
    if found := _CREATIVE.match(place):
        return _identified(f"CC-{found[1]}-{found[2]}")
    if found := _BY_IDENTIFIER.match(place):
        return _identified(found[1])
    return Meaning(is_pointer=True, reason="an address, whose text is not here")


def _identified(identifier: str) -> Meaning:
    expression = parse_expression(identifier)
    if expression is None:
        return Meaning(is_pointer=True, reason="an address that tells no identifier")
    is_stated = not expression.text.endswith("-only")
    return Meaning(expression=expression.text, is_scope_stated=is_stated, reason="by its address")
