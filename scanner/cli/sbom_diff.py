"""``lading sbom diff``: which components came, went, or are other ones."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from scanner.cli import options
from scanner.cli.output import standard_output, warn_of_gaps
from scanner.cli.process import set_up
from scanner.cli.progress import shown_progress
from scanner.cli.reading import Reading, reads
from scanner.cli.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.difference import Difference

SIDE = "An SBOM, a saved report, or whatever is scanned."
FORMATS = ("text", "json")


@reads
def diff(
    before: Annotated[str, typer.Argument(metavar="A", show_default=False, help=SIDE)],
    after: Annotated[str, typer.Argument(metavar="B", show_default=False, help=SIDE)],
    shown: Annotated[str, options.format_in(FORMATS)] = "text",
    *,
    reading: Reading,
) -> None:
    """Report which components are in B and not in A, in A and not in B, or are different.

    Different is the version, the licence, where it is from, the artefact's digest, or the system
    package. Exits with 1 if anything is.
    """
    from scanner.difference import differences
    from scanner.match.policy import CLEAN, FINDINGS, INCOMPLETE
    from scanner.model.inventory import Coverage
    from scanner.pipeline import scan

    set_up(reading.verbose)
    with shown_progress(reading.quiet) as progress:
        settings = replace(reading.settings(), progress=progress)
        sides = [scan(target, settings) for target in (before, after)]
    found = differences(*sides)
    with standard_output() as stdout:
        stdout.writelines(_json(found) if shown == "json" else _lines(found))
    for side in sides:
        warn_of_gaps(side)
    if any(side.coverage is Coverage.INCOMPLETE for side in sides):
        raise typer.Exit(INCOMPLETE)
    raise typer.Exit(FINDINGS if found else CLEAN)


def _lines(found: tuple[Difference, ...]) -> Iterator[str]:
    """Yield a line for each component, and one for each of its fields that is another."""
    for each in found:
        sign = "~" if each.changed else "+" if each.after else "-"
        versions = ", ".join((each.after or each.before)["version"])
        yield printable(f"{sign} {each.name} {'' if each.changed else versions}".rstrip()) + "\n"
        for name in each.changed:
            sides = (", ".join(filter(None, side[name])) for side in (each.before, each.after))
            yield printable(f"    {name}: {' → '.join(side or 'none' for side in sides)}") + "\n"


def _json(found: tuple[Difference, ...]) -> Iterator[str]:
    document = [
        {
            "name": each.name,
            "changed": list(each.changed),
            "before": {name: list(values) for name, values in each.before.items()},
            "after": {name: list(values) for name, values in each.after.items()},
        }
        for each in found
    ]
    yield json.dumps(document, indent=2) + "\n"
