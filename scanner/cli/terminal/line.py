"""Lines of text on a terminal, in which nothing from an image is markup or acts."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from scanner.cli.text import printable
from scanner.formats.wording.verdict import Tone
from scanner.model.advisory import Level

MAX_CHARACTERS = 1_000
"""Of a single text: a name in an image may be megabytes long."""
MAX_LINES = 20
"""Of what is listed one by one, and is told as a whole by the formats for programs."""
LEVELS = {
    Level.CRITICAL: "bold red",
    Level.HIGH: "red",
    Level.MEDIUM: "yellow",
    Level.LOW: "blue",
    Level.NONE: "dim",
    Level.UNKNOWN: "magenta",
}
TONES = {
    Tone.HOT: "bold red",
    Tone.WARM: "bold yellow",
    Tone.ODD: "magenta",
    Tone.CALM: "bold green",
}


def text_of(text: str, style: str = "") -> Text:
    """Return a text as it is, or its beginning."""
    rest = "…" if len(text) > MAX_CHARACTERS else ""
    return Text(printable(text[:MAX_CHARACTERS]) + rest, style)


def print_list(title: Text, lines: Iterable[Text], console: Console) -> None:
    """Print lines below a title, only so many of them: the last, which matter most."""
    shown = list(lines)
    console.print(title)
    if len(shown) > MAX_LINES:
        more = f"  … {len(shown) - MAX_LINES} more, see --format json"
        console.print(text_of(more, "dim"))
    for line in shown[-MAX_LINES:]:
        console.print(Text("  ").append_text(line), soft_wrap=True)
    console.print()


def print_wrapped(line: Text, console: Console, indent: str = "") -> None:
    """Print a line, and whatever of it has no room in further ones, a bit to the right."""
    line.rstrip()
    if len(indent) + line.cell_len <= console.width:
        console.print(Text(indent).append_text(line), soft_wrap=True)
        return
    for number, part in enumerate(line.wrap(console, console.width - len(indent) - 2)):
        part.rstrip()
        console.print(Text(indent if number == 0 else f"{indent}  ").append_text(part))
