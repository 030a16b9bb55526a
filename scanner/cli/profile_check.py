"""What a rule says of a document that is written: on stderr, and in files."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from scanner.cli.gap_text import lines_of
from scanner.cli.output import write_file
from scanner.cli.quality_options import JSON
from scanner.cli.text import printable
from scanner.quality.profile import check, is_met
from scanner.quality.profiles import PROFILES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scanner.model.document import DocumentFacts
    from scanner.model.inventory import Inventory
    from scanner.quality.profile import Gap, Profile


def tells_all(
    inventory: Inventory, facts: DocumentFacts, name: str, outputs: Sequence[str]
) -> bool:
    """Say what a document of an inventory lacks by a profile, and return whether that is met.

    Each ``text|json=FILE`` gets all of it.

    Raises:
        UnwritableOutput: for the first that cannot be written.

    """
    profile = PROFILES[name]
    gaps = check(inventory, profile, facts)
    for output in outputs:
        form, _, location = output.partition("=")
        write_file(location, _report(form, profile, gaps).encode())
    for line in lines_of(profile, gaps):
        sys.stderr.write(f"lading: {printable(line)}\n")
    return is_met(gaps)


def _report(form: str, profile: Profile, gaps: tuple[Gap, ...]) -> str:
    if form == JSON:
        from scanner.formats.quality_json import gaps_json

        return gaps_json(profile, gaps)
    return "".join(f"{printable(line)}\n" for line in lines_of(profile, gaps, most=None))
