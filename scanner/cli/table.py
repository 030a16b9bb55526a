"""Tables without lines, printed as fast as a known image is scanned.

``rich`` measures, wraps and pads each cell by itself, which takes longer for hundreds of rows than
all else together. Where every cell fits, that comes to lines of text.
"""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

GAP = 2
"""Blanks between columns."""


def table_of(title: str | None = None) -> Table:
    """Return an empty table."""
    return Table(
        title=title,
        title_justify="left",
        title_style="bold",
        box=None,
        pad_edge=False,
        padding=(0, GAP, 0, 0),
        header_style="dim",
    )


def print_table(table: Table, console: Console) -> None:
    """Print a table that has nothing but text in it; what does not fit is wrapped."""
    heads = [[column.header] if table.show_header else [] for column in table.columns]
    pairs = zip(heads, table.columns, strict=True)
    columns = [[_text(cell) for cell in (*head, *column.cells)] for head, column in pairs]
    widths = [max((cell.cell_len for cell in cells), default=0) for cells in columns]
    fits = sum(widths) + GAP * len(widths) <= console.width
    if not fits or any("\n" in cell.plain for cells in columns for cell in cells):
        console.print(table)
        return
    if table.title:
        console.print(_text(table.title), style="bold")
    lines = []
    for number, row in enumerate(zip(*columns, strict=True)):
        line = Text(style="dim" if number == 0 and table.show_header else "")
        for cell, width, column in zip(row, widths, table.columns, strict=True):
            blanks = " " * (width - cell.cell_len)
            is_right = column.justify == "right"
            parts = (blanks, cell) if is_right else (cell, blanks)
            line.append_text(Text.assemble(*parts, " " * GAP))
        line.rstrip()
        lines.append(line)
    console.print(Text("\n").join(lines), soft_wrap=True)


def _text(cell: object) -> Text:
    return cell if isinstance(cell, Text) else Text(str(cell))
