"""``lading explain``: what the records of a vulnerability say, and how a finding follows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from scanner.cli import options
from scanner.cli.declared_options import Beside, Selecting
from scanner.cli.judging_options import Judged
from scanner.cli.output import standard_output, warn_of_gaps
from scanner.cli.process import set_up
from scanner.cli.progress import shown_progress
from scanner.cli.reading import Reading, reads
from scanner.cli.text import printable

if TYPE_CHECKING:
    from scanner.advisories.index import AdvisoryIndex
    from scanner.judging import Judging
    from scanner.match.explanation import Question
    from scanner.model.explanation import Explanation

TEXT, JSON = "text", "json"


def _asked(texts: list[str]) -> list[str]:
    from scanner.match.asked import inventory_of

    try:
        inventory_of(texts)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    return texts


Identifier: TypeAlias = Annotated[
    str,
    typer.Argument(
        metavar="ID",
        show_default=False,
        help="A record by any of its names: PYSEC-…, CVE-…, GHSA-…, MAL-….",
    ),
]
OptionalTarget: TypeAlias = Annotated[
    str | None,
    typer.Argument(
        metavar="[TARGET]",
        show_default=False,
        help="Whose distributions are judged; without it, only what the records say is told.",
    ),
]
Versions: TypeAlias = Annotated[
    list[str],
    typer.Option(
        "--version",
        metavar="NAME==VERSION",
        callback=_asked,
        show_default=False,
        help="Judge that, or what a package URL names. May be given several times.",
    ),
]


@reads
def explain(
    identifier: Identifier,
    target: OptionalTarget = None,
    versions: Versions = [],  # noqa: B006 - typer copies it
    shown: Annotated[str, options.format_in((TEXT, JSON))] = TEXT,
    *,
    selecting: Selecting,
    beside: Beside,
    judged: Judged,
    reading: Reading,
) -> None:
    """Explain step by step what the records of ID say, and what follows for TARGET."""
    from scanner.match.asked import inventory_of
    from scanner.match.explanation import explained
    from scanner.match.policy import exit_code
    from scanner.model.report import Report
    from scanner.pipeline import audit, scan

    set_up(reading.verbose)
    with judged.index() as index:
        question = _question(identifier, index, judged.judging())
        inventories = [inventory_of(versions)] if versions else []
        if target is not None:
            settings = beside.applied(selecting.applied(reading.settings()))
            with shown_progress(reading.quiet) as progress:
                inventories.append(scan(target, replace(settings, progress=progress)))
        reports = [audit(inventory, index, question.judging) for inventory in inventories]
    with standard_output() as stdout:
        stdout.write(_written(shown, explained(question, reports)))
    for inventory in inventories:
        warn_of_gaps(inventory)
    codes = (exit_code(Report(inventory=inventory), "never") for inventory in inventories)
    raise typer.Exit(max(codes, default=0))


def _question(identifier: str, index: AdvisoryIndex, judging: Judging) -> Question:
    from scanner.match.explanation import Question, named, similar

    known = index.names()
    records = index.named(named(identifier, known))
    if not records:
        close = " or ".join(similar(identifier, known))
        hint = f" Did you mean {close}?" if close else ""
        message = f"no record goes by the name {identifier!r}.{hint}"
        raise typer.BadParameter(message, param_hint="ID")
    packages = {entry.package for record in records for entry in record.affected}
    return Question(
        asked=identifier,
        records=records,
        advisories=index.advisories_for(packages),
        digest=index.digest,
        judging=judging,
    )


def _written(form: str, explanation: Explanation) -> str:
    if form == JSON:
        from scanner.formats.explanation_json import explanation_json

        return explanation_json(explanation)
    from scanner.cli.explain_text import lines_of

    return "".join(f"{printable(line)}\n" for line in lines_of(explanation))
