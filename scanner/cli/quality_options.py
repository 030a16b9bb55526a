"""Options of the commands that tell how good an SBOM is."""

from __future__ import annotations

from typing import Annotated, TypeAlias

import typer

from scanner.cli.options import TERMINAL, choice, format_in, outputs_in
from scanner.formats import SBOM_EMITTERS
from scanner.quality.profiles import PROFILES

JSON = "json"
TEXT = "text"


ProfileName: TypeAlias = Annotated[
    str | None,
    choice(
        "--profile",
        names=PROFILES,
        metavar="PROFILE",
        help=f"Check the document by a rule: {', '.join(PROFILES)}. What is missing goes to "
        "stderr, and the exit code is 1 if the rule is not met. The document has a timestamp then.",
    ),
]
CheckedProfile: TypeAlias = Annotated[
    str | None,
    choice(
        "--profile",
        names=PROFILES,
        metavar="PROFILE",
        help=f"Check it by a rule, too: {', '.join(PROFILES)}. What is missing goes to stderr.",
    ),
]
ProfileReports: TypeAlias = Annotated[
    list[str],
    typer.Option(
        "--profile-report",
        metavar="text|json=FILE",
        callback=outputs_in((TEXT, JSON)),
        show_default=False,
        help="Write everything that --profile finds missing to a file. May be given several times.",
    ),
]
ScoreFormat: TypeAlias = Annotated[
    str,
    format_in((TERMINAL, JSON)),
]
ScoredDocument: TypeAlias = Annotated[
    str,
    choice(
        "--document",
        names=SBOM_EMITTERS,
        metavar="FORMAT",
        help="As which document to score a target that is none yet: the formats of sbom.",
    ),
]
FailUnder: TypeAlias = Annotated[
    float,
    typer.Option(
        "--fail-under",
        metavar="SCORE",
        min=0,
        max=10,
        help="Exit with 1 if the score is lower.",
    ),
]
