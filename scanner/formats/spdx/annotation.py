"""What SPDX has no field for, as the text of an annotation: one JSON object."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_ENCODER: Final = json.JSONEncoder(separators=(",", ":"))


def statement(facts: Mapping[str, object]) -> str:
    r"""Return facts as JSON on one line, in which every character that is not ASCII is escaped.

    So it survives any form that it is put into: ``</`` is ``<\/``, which is the same to JSON, and
    does not end a text of the tag-value form.
    """
    return _ENCODER.encode(facts).replace("</", "<\\/")
