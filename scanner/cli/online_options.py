"""Options on asking servers about what was found, at the moment of a scan."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from scanner.cli.options import each_of
from scanner.cli.progress import shown_download

if TYPE_CHECKING:
    from scanner.advisories.index import AdvisoryIndex
    from scanner.cli.reading import Reading
    from scanner.judging import Judging
    from scanner.model.inventory import Inventory

PANEL = "Judgement"
ASKED = ("esms", "osv-api", "project-status", "pypi")
"""The feeds that are asked about packages."""

Online: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--online",
        rich_help_panel=PANEL,
        help="Ask servers for what they know by now of the distributions that were found, whose "
        "names so leave this machine, and match with that beside the index. A server that does "
        "not answer is an error (docs/advisories.md).",
    ),
]
OnlineSources: TypeAlias = Annotated[
    list[str],
    typer.Option(
        "--online-source",
        rich_help_panel=PANEL,
        metavar="NAME",
        callback=each_of(ASKED),
        autocompletion=lambda: list(ASKED),
        show_default=False,
        help=f"Whom to ask with --online: {', '.join(ASKED)}. May be given several times; by "
        "default osv-api and project-status. pypi is told versions, too.",
    ),
]
Mirror: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--mirror",
        rich_help_panel=PANEL,
        metavar="URL",
        envvar="LADING_DB_MIRROR",
        show_default=False,
        help="With --online, the server to ask instead, with a directory for each of these: "
        "URL/osv-api/v1/querybatch and so on.",
    ),
]


@dataclass(frozen=True, kw_only=True)
class Asking:
    """Whether servers are asked about what was found, and which."""

    online: Online = False
    online_sources: OnlineSources = field(default_factory=list)
    mirror: Mirror = None

    @contextmanager
    def index(
        self,
        local: AdvisoryIndex,
        found: tuple[Inventory, ...],
        judging: Judging,
        reading: Reading,
    ) -> Iterator[AdvisoryIndex]:
        """Give the index to match with: the local one, unless servers are asked.

        Raises:
            FeedFailed: if a server does not answer.

        """
        if not self.online:
            yield local
            return
        from scanner.advisories import online
        from scanner.match.asking import matched_releases

        with shown_download(reading.quiet) as progress:
            asking = online.Asking(
                releases=matched_releases(found, judging),
                feeds=tuple(dict.fromkeys(self.online_sources)) or online.DEFAULT_FEEDS,
                mirror=self.mirror,
                progress=progress,
            )
            with online.asked_online(local, asking, reading.settings().registry) as index:
                yield index
