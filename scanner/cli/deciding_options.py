"""Options on what somebody has decided: rules to ignore findings, VEX documents, policies."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias, TypeVar

import typer

from scanner.cli.attestation_options import verifying_key
from scanner.cli.output import creation_date
from scanner.decided.decisions import Decisions
from scanner.errors import ScannerError

if TYPE_CHECKING:
    from scanner.decided.rule import Rule
    from scanner.match.baseline import Baseline
    from scanner.metadata.vex.document import VexDocument
    from scanner.model.inventory import Inventory
    from scanner.policy.policy import Policy
    from scanner.settings import Settings

T = TypeVar("T")
PANEL = "Decisions"
ATTACHED = Path("oci")
"""Stands for what is attached to the image; a file of that name is ``./oci`` below another."""

Ignored: TypeAlias = Annotated[
    list[str],
    typer.Option(
        "--ignore",
        metavar="ID",
        rich_help_panel=PANEL,
        show_default=False,
        help="Do not count a vulnerability, by any of its names; it is still shown. May be given "
        "several times. In a file (--decisions) somebody says why, and until when.",
    ),
]
IgnoredWhileNoFix: TypeAlias = Annotated[
    list[str],
    typer.Option(
        "--ignore-while-no-fix",
        metavar="ID",
        rich_help_panel=PANEL,
        show_default=False,
        help="The same as long as no version fixes it. May be given several times.",
    ),
]
DecisionFiles: TypeAlias = Annotated[
    list[Path],
    typer.Option(
        "--decisions",
        metavar="FILE",
        rich_help_panel=PANEL,
        envvar="LADING_DECISIONS",
        show_default=False,
        help="Which findings to ignore, with a reason, an owner and an end (YAML; "
        "docs/decisions.md). May be given several times.",
    ),
]
VexFiles: TypeAlias = Annotated[
    list[Path],
    typer.Option(
        "--vex",
        metavar="FILE|oci",
        rich_help_panel=PANEL,
        show_default=False,
        help="What somebody states on vulnerabilities: OpenVEX, CSAF or CycloneDX as JSON; oci is "
        "what is attached to the image in its registry (docs/vex.md). May be given several times.",
    ),
]
VexKey: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--vex-key",
        metavar="FILE",
        rich_help_panel=PANEL,
        show_default=False,
        help="Follow of what is attached (--vex oci) what is signed with the private key to this "
        "public one (PEM). Without it, nothing of that is followed, and it is only told.",
    ),
]
VexRepositories: TypeAlias = Annotated[
    list[Path],
    typer.Option(
        "--vex-repository",
        metavar="DIR",
        rich_help_panel=PANEL,
        show_default=False,
        help="A VEX repository: a directory with an index.json, of whose documents those are "
        "followed that are on what was found. May be given several times; of a package, the first "
        "counts that has it.",
    ),
]
StrictDecisions: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--strict-decisions",
        rich_help_panel=PANEL,
        help="Exit with 1 if a rule to ignore findings has expired, or ignores nothing.",
    ),
]
PolicyFile: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--policy",
        metavar="FILE",
        rich_help_panel=PANEL,
        envvar="LADING_POLICY",
        show_default=False,
        help="What is reason to fail, and what is told (YAML; docs/policy.md). Then a severity is "
        "reason only by the policy, unless --fail-on is given, too.",
    ),
]
BaselineFile: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--baseline",
        metavar="REPORT",
        rich_help_panel=PANEL,
        show_default=False,
        help="Count only findings that a saved report (json), or an SBOM with vulnerabilities "
        "(CycloneDX), does not have.",
    ),
]
AsOf: TypeAlias = Annotated[
    datetime | None,
    typer.Option(
        "--as-of",
        metavar="DAY",
        formats=["%Y-%m-%d"],
        rich_help_panel=PANEL,
        show_default=False,
        help="The day by which rules expire and data are old, as 2026-12-31; by default that of "
        "SOURCE_DATE_EPOCH, or else today.",
    ),
]


def day(as_of: datetime | None) -> date:
    """Return the day of a judgement: the wanted one, that of the build, or this one."""
    if as_of is not None:
        return as_of.date()
    created = creation_date()
    return date.fromisoformat(created[:10]) if created else datetime.now(UTC).date()


def decisions_of(
    ignored: list[str], while_no_fix: list[str], files: list[Path], vex: list[Path]
) -> Decisions:
    """Return what options say, or end with a usage error."""
    from scanner.decisions import load_rules, load_vex

    rules = [_rule(name) for name in ignored]
    rules += [_rule(name, until_fix=True) for name in while_no_fix]
    for file in files:
        rules += loaded(partial(load_rules, file), "--decisions")
    files = [file for file in vex if file != ATTACHED]
    documents = [loaded(partial(load_vex, file), "--vex") for file in files]
    return Decisions(rules=tuple(rules)).with_documents(documents)


def check_vex(
    vex: list[Path], key: Path | None, repositories: list[Path], *, by_target: bool
) -> None:
    """Check options on what is stated on a target, or end with a usage error."""
    if key and ATTACHED not in vex:
        raise typer.BadParameter("it is for --vex oci.", param_hint="--vex-key")
    if key:
        verifying_key(key)  # before anything else is done
    if not by_target and (ATTACHED in vex or repositories):
        hint = "--vex-repository" if repositories else "--vex oci"
        raise typer.BadParameter("only lading scan and attest follow it.", param_hint=hint)


def stated_on(
    inventory: Inventory,
    repositories: list[Path],
    *,
    attached: bool,
    key: Path | None,
    settings: Settings,
) -> list[VexDocument]:
    """Return what is stated on an inventory.

    Raises:
        LayersError: if it cannot be known what is attached to the image.

    """
    documents = []
    if attached:
        from scanner.attestation.attached_vex import attached_vex, scanned_image

        image = scanned_image(inventory.subject, settings)
        documents.append(attached_vex(image, verifying_key(key) if key else None))
    if repositories:
        from scanner.vex_repository import vex_in

        documents.append(loaded(partial(vex_in, repositories, inventory), "--vex-repository"))
    return documents


def policy_of(file: Path) -> Policy:
    """Return the policy of a file, or end with a usage error."""
    from scanner.decisions import load_policy

    return loaded(partial(load_policy, file), "--policy")


def baseline_at(location: str) -> Baseline:
    """Return what a saved report knows, or end with a usage error."""
    from scanner.saved import baseline_in

    return loaded(partial(baseline_in, location), "--baseline")


def loaded(load: Callable[[], T], option: str) -> T:
    """Return what is loaded, or end with a usage error."""
    try:
        return load()
    except ScannerError as error:
        raise typer.BadParameter(str(error), param_hint=option) from error


def _rule(name: str, *, until_fix: bool = False) -> Rule:
    from scanner.decided.rule import COMMAND_LINE, Rule

    return Rule(ids=frozenset((name.upper(),)), reason=COMMAND_LINE, until_fix=until_fix)
