"""A resolver that is installed, and what it answered before.

It asks a package index, so an answer is of its day: after that, the same is asked again.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from scanner.errors import ResolverFailed
from scanner.resolve import RESOLVERS
from scanner.resolve.answer import pins_of, python_of
from scanner.resolve.execution import program_called, run, scrubbed
from scanner.resolve.resolver import AUTO

if TYPE_CHECKING:
    from collections.abc import Mapping

    from layers.store import Store
    from scanner.resolve.resolver import Question, Request, Resolver, Resolving

logger = logging.getLogger(__name__)

FORMAT: Final = 2
"""Raised when what is kept of an answer changes."""
FRESH_SECONDS: Final = 24 * 60 * 60
VERSION_SECONDS: Final = 30
_VERSION: Final = re.compile(r"\d[\w.+-]*", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A resolver that is there, and what it is to do."""

    resolver: Resolver
    path: str
    version: str
    request: Request
    directory: Path
    """Its home, and where its cache is, for as long as the scan takes."""
    variables: Mapping[str, str]
    seconds: float

    @property
    def name(self) -> str:
        """What it is called, with its version."""
        return f"{self.resolver.name} {self.version}"

    def description(self, output: str) -> str:
        """Return what settled on the versions in an output, and for which installation."""
        python = python_of(output) or self.request.python or self.resolver.default_python
        return f"{self.name} for Python {python} on {self.request.platform}"

    def key(self, question: Question) -> str:
        """Return what an answer is kept under: all that it depends on, but the index's contents."""
        request = self.request
        facts = [self.name, request.python, request.platform, request.index, request.may_build]
        told = ["resolve", FORMAT, *facts, question.files]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()

    def output(self, question: Question, store: Store, now: float) -> str:
        """Return what it answers, or answered within a day.

        Raises:
            ResolverFailed: if it gives no answer. That is not kept.

        """
        key = self.key(question)
        kept = kept_output(store.get(key), now)
        if kept is not None:
            logger.debug("%s has resolved that before: %s", self.name, key)
            return kept
        with tempfile.TemporaryDirectory(dir=self.directory) as empty:
            for name, text in question.files.items():
                Path(empty, name).write_text(text, "utf-8")
            command = (self.path, *self.resolver.arguments(self.request))
            output = run(command, Path(empty), self.variables, self.seconds)
        pins_of(output)
        store.put(key, json.dumps({"at": now, "output": output}).encode())
        return output


def installed(wanted: Resolving, request: Request, directory: Path) -> Program:
    """Return the resolver that is wanted, or the first that is there.

    Raises:
        ResolverFailed: if there is none, or it cannot do what is wanted.

    """
    names = list(RESOLVERS) if wanted.resolver == AUTO else [wanted.resolver]
    places = {name: program_called(RESOLVERS[name].program, os.environ) for name in names}
    found = next(((name, place) for name, place in places.items() if place), None)
    if found is None:
        programs = " or ".join(RESOLVERS[name].program for name in names)
        reason = f"no {programs} is installed: only what is pinned has a version"
        raise ResolverFailed(reason)
    name, place = found
    resolver = RESOLVERS[name]
    if objection := resolver.objection(request):
        raise ResolverFailed(f"{name} {objection}; asked for is {request.platform}")
    variables = scrubbed(os.environ, directory)
    return Program(
        resolver=resolver,
        path=place,
        version=version_of(place, directory, os.environ),
        request=request,
        directory=directory,
        variables=variables | resolver.variables(request),
        seconds=wanted.seconds,
    )


def version_of(place: str, directory: Path, environment: Mapping[str, str]) -> str:
    """Return of which version the resolver at a place says that it is.

    Raises:
        ResolverFailed: if it cannot be run.

    """
    told = run((place, "--version"), directory, scrubbed(environment, directory), VERSION_SECONDS)
    version = _VERSION.search(told)
    return version[0] if version else "of unknown version"


def kept_output(data: bytes | None, now: float) -> str | None:
    """Return the output in what was kept, if that is not too old."""
    if data is None:
        return None
    kept = json.loads(data)
    is_fresh = 0 <= now - kept["at"] < FRESH_SECONDS
    return str(kept["output"]) if is_fresh else None
