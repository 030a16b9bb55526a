"""Values in cells of spreadsheets, where they must not act.

A cell that begins like a formula is one for a spreadsheet program, and may run others (OWASP calls
it CSV injection). An apostrophe before it says that it is text.
"""

from __future__ import annotations

import re
from typing import Final, TypeAlias

from scanner.formats.plain_text import printable_lines

MAX_CHARACTERS: Final = 32_767
"""What a cell of Excel may hold; more makes a workbook that it calls damaged."""
BYTE_ORDER_MARK: Final = "\ufeff"
Value: TypeAlias = str | int | float | None
_CUT: Final = " … (cut from {:,} characters)"
_FORMULA: Final = re.compile(r"[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


def cell_text(text: str, max_characters: int = MAX_CHARACTERS) -> str:
    """Return a text with nothing in it that XML or a person cannot read, cut to what fits."""
    cut = _CUT.format(len(text)) if len(text) > max_characters else ""
    visible = printable_lines(text[: max_characters - len(cut)])
    if len(visible) + len(cut) > max_characters:
        cut = cut or _CUT.format(len(text))
        visible = visible[: max_characters - len(cut)]
    return visible + cut


def is_formula(text: str) -> bool:
    """Tell whether a spreadsheet program may take a text for something to compute."""
    return _FORMULA.match(text) is not None


def guarded(value: Value) -> Value:
    """Return a value for a table that is text, where nothing else tells a formula from it."""
    if not isinstance(value, str):
        return value
    text = cell_text(value)
    return f"'{cell_text(value, MAX_CHARACTERS - 1)}" if is_formula(text) else text
