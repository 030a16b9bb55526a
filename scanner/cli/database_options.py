"""Options on the local index of advisories, and which index is used."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from scanner.errors import UnreadableAdvisories

if TYPE_CHECKING:
    from scanner.advisories.index import AdvisoryIndex

logger = logging.getLogger(__name__)

NAME = "advisories.sqlite"
LEAST_SHARE = 0.5
"""Of the advisories of the bundled index, for another one to take its place."""

Database: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--db",
        metavar="FILE",
        envvar="LADING_DB",
        show_default=False,
        help="The index of advisories. By default the newer one of what comes with Lading and of "
        f"~/.local/share/lading/{NAME}, which `lading db update` writes.",
    ),
]
DatabaseKey: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--db-key",
        metavar="FILE",
        envvar="LADING_DB_KEY",
        show_default=False,
        help="Use the index only if it is signed with the private key to this public one (PEM).",
    ),
]
AsJson: TypeAlias = Annotated[bool, typer.Option("--json", help="Write JSON.")]
Force: TypeAlias = Annotated[
    bool, typer.Option("--force", help="Believe a source that has lost most of its records.")
]


def own_database() -> Path:
    """Return where the index of the user is, or would be."""
    home = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(home).expanduser() / "lading" / NAME


def today() -> str:
    """Return the day, which a reproducible build may set (``SOURCE_DATE_EPOCH``)."""
    from scanner.cli.output import NOW, creation_date

    return str(creation_date() or creation_date(NOW))[:10]


@contextmanager
def opened_index(location: Path | None, key: Path | None) -> Iterator[AdvisoryIndex]:
    """Open the index that is to be used.

    Raises:
        UnreadableAdvisories: if there is none, or it is damaged or of another format.
        UntrustedAttestation: if it is not signed with the key.
        UnusableKey: if that is none.

    """
    from scanner.advisories.index import AdvisoryIndex

    place = location or newest_database()
    if key is not None:
        verify(place, key)
    with AdvisoryIndex.opened(place) as index:
        yield index


def verify(location: Path, key: Path) -> None:
    """Return if an index, and the detail file beside it, are what was signed.

    Raises:
        UntrustedAttestation, UnreadableAdvisories, UnusableKey: if not.

    """
    from scanner.advisories.detail_file import check_edition
    from scanner.attestation.file_signature import verify_file
    from scanner.cli.attestation_options import verifying_key

    verify_file(location, verifying_key(key))
    check_edition(location)


def newest_database() -> Path:
    """Return the newer one of the bundled index and the user's.

    A few records of today are no reason to forget thousands of yesterday, so the user's has to be
    about as large, too.
    """
    from scanner.advisories.index import BUNDLED, AdvisoryIndex

    own = own_database()
    if not own.exists():
        return BUNDLED
    try:
        with AdvisoryIndex.opened(own) as mine, AdvisoryIndex.opened(BUNDLED) as bundled:
            count, enough = mine.counts["advisories"], bundled.counts["advisories"] * LEAST_SHARE
            is_newer = mine.date >= bundled.date
            documents = mine.counts["documents"]
    except UnreadableAdvisories as error:
        logger.warning("%s; the index that comes with Lading is used", error)
        return BUNDLED
    is_used = is_newer and count >= enough
    if documents and not is_used:
        reason = "VEX documents in it are not followed until it is updated, or --db names it"
        logger.warning("%s is older or smaller than what comes with Lading: %s", own, reason)
    if is_newer and count < enough:
        reason = "the index that comes with Lading is used, unless --db names it"
        logger.warning("%s has no more than %d advisories; %s", own, count, reason)
    return own if is_used else BUNDLED
