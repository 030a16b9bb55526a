"""Documents of every format, as what a parser makes of them."""

from __future__ import annotations

import json
from typing import Any

from lxml import etree

from scanner.formats import EMITTERS


def parsed(name: str, document: bytes) -> Any:  # noqa: ANN401 - an object, or an element
    """Return what a document in a format says, which has to be well-formed."""
    if "xml" in EMITTERS[name].media_type:
        # A text of ten megabytes is an error of its own without this.
        return etree.fromstring(document, etree.XMLParser(huge_tree=True))
    if "json" in EMITTERS[name].media_type:
        return json.loads(document)
    return [tuple(line.split(b": ", 1)) for line in document.splitlines() if b": " in line]
