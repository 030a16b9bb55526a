"""Options of ``lading tree``, beside those of every command that reads a target."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from scanner.cli.options import files_in, format_in
from scanner.formats.drawing import DRAWINGS

if TYPE_CHECKING:
    from scanner.formats.drawing.drawing import Detail
    from scanner.graph.view import Wish

TreeFormat: TypeAlias = Annotated[str, format_in(DRAWINGS)]
TreeFiles: TypeAlias = Annotated[list[str], files_in(DRAWINGS)]
Why: TypeAlias = Annotated[
    str | None,
    typer.Option("--why", metavar="NAME", help="Show only what leads to a distribution."),
]
Depth: TypeAlias = Annotated[
    int | None, typer.Option("--depth", metavar="N", min=0, help="Show only as many levels.")
]
Reverse: TypeAlias = Annotated[
    bool, typer.Option("--reverse", "-r", help="Show what requires each distribution.")
]
Possible: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--possible",
        help="Show what is there and required only by an extra that nobody is known to have asked "
        "for, too.",
    ),
]
ShowExtras: TypeAlias = Annotated[
    bool, typer.Option("--show-extras", help="Show the extra that each requirement stands on.")
]
ShowMarkers: TypeAlias = Annotated[
    bool, typer.Option("--show-markers", help="Show the marker that each requirement stands on.")
]


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which part of the graph is shown, and what of it."""

    why: Why = None
    depth: Depth = None
    reverse: Reverse = False
    possible: Possible = False
    show_extras: ShowExtras = False
    show_markers: ShowMarkers = False

    def wish(self) -> Wish:
        """Return the part."""
        from scanner.graph.view import Wish

        return Wish(
            why=self.why,
            depth=self.depth,
            is_reverse=self.reverse,
            has_possible=self.possible,
        )

    def detail(self) -> Detail:
        """Return what is shown of each requirement."""
        from scanner.formats.drawing.drawing import Detail

        return Detail(extras=self.show_extras, markers=self.show_markers)
