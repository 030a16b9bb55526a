"""What GitHub Actions says of the job that runs, which a snapshot of dependencies has to tell."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from scanner.cli.output import NOW, SNAPSHOT, creation_date
from scanner.errors import NoWorkflowRun
from scanner.formats.github_snapshot import Run
from scanner.model.inventory import Subject

VARIABLES: Final = ("GITHUB_SHA", "GITHUB_REF", "GITHUB_WORKFLOW", "GITHUB_JOB", "GITHUB_RUN_ID")
PAGE: Final = ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY")
DIRECTORY: Final = "dir"
_COMMIT: Final = re.compile(r"[0-9a-f]{40}", re.ASCII)


def check_run(outputs: Iterable[str]) -> None:
    """Check before a scan that the run is known, if one of these formats has to tell it.

    Raises:
        NoWorkflowRun: if a variable is missing, or is none of GitHub's.

    """
    if any(output.partition("=")[0] == SNAPSHOT for output in outputs):
        _variables(os.environ)


def run_of(subject: Subject) -> Run:
    """Return the run, and where in its repository a subject is.

    Raises:
        NoWorkflowRun: as above.

    """
    sha, ref, workflow, job, number = _variables(os.environ)
    server, repository = (os.environ.get(name) for name in PAGE)
    return Run(
        sha=sha,
        ref=ref,
        id=number,
        correlator=f"{workflow} {job}",
        url=f"{server}/{repository}/actions/runs/{number}" if server and repository else None,
        scanned=creation_date() or _now(),
        directory=_directory(subject, os.environ.get("GITHUB_WORKSPACE")),
    )


@cache
def _now() -> str | None:
    """Return the time, which is one for all documents of a command."""
    return creation_date(NOW)


def _variables(environment: Mapping[str, str]) -> list[str]:
    missing = [name for name in VARIABLES if not environment.get(name)]
    if missing:
        raise NoWorkflowRun(f"{', '.join(missing)} not set")
    if not _COMMIT.fullmatch(environment["GITHUB_SHA"]):
        raise NoWorkflowRun("GITHUB_SHA is no commit of 40 hexadecimal digits")
    if not environment["GITHUB_REF"].startswith("refs/"):
        raise NoWorkflowRun("GITHUB_REF does not begin with refs/")
    return [environment[name] for name in VARIABLES]


def _directory(subject: Subject, workspace: str | None) -> str | None:
    """Return where in the repository a directory is, with a slash behind it; its top is nothing."""
    if subject.source != DIRECTORY or not workspace:
        return None
    root, place = Path(workspace).resolve(), Path(subject.location).resolve()
    place = place if place.is_dir() else place.parent
    if not place.is_relative_to(root):
        return None
    inner = place.relative_to(root).as_posix()
    return "" if inner == "." else f"{inner}/"
