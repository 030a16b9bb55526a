"""What our own SBOMs tell of environments: where they are, and which interpreters look there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.formats.reading.component import is_interpreter, owner_of
from scanner.formats.reading.facts import flag, number, only, path
from scanner.model.component import Evidence
from scanner.model.environment import Environment
from scanner.model.interpreter import CPYTHON, GRAALPY, PYPY, Interpreter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.metadata.listed_component import ListedComponent, SbomDocument

LISTED: Final = "listed"
"""The kind of an environment of which a document says only where it is."""
IMPLEMENTATIONS: Final = {name.lower(): name for name in (GRAALPY, PYPY)}


def environments_in(document: SbomDocument) -> Iterator[Environment]:
    """Yield the environments that components are in, each with what is known to search it."""
    found: dict[str, list[Interpreter]] = {}
    for each in document.components:
        if is_interpreter(each):
            interpreter = _interpreter(each)
            for environment in each.facts.get("runs") or ("/",):
                found.setdefault(environment.removeprefix("/"), []).append(interpreter)
        else:
            found.setdefault(path(each.facts, "environment") or "", [])
    for environment, interpreters in found.items():
        yield Environment(path=environment, kind=LISTED, interpreters=tuple(interpreters))


def _interpreter(listed: ListedComponent) -> Interpreter:
    facts = listed.facts
    place = path(facts, "path") or (listed.places[0] if listed.places else "").removeprefix("/")
    implementation = IMPLEMENTATIONS.get(listed.name, CPYTHON)
    is_python = implementation == CPYTHON
    layer = number(facts, "layer:index")
    return Interpreter(
        path=place,
        implementation=implementation,
        version=listed.version if is_python else only(facts, "python-version"),
        implementation_version=None if is_python else listed.version,
        evidence=Evidence(
            path(facts, "evidence") or place,
            number(facts, "layer") if layer is None else layer,
            listed.technique or "other",
        ),
        is_free_threaded=flag(facts, "free-threaded") or False,
        is_debug=flag(facts, "debug") or False,
        is_externally_managed=flag(facts, "externally-managed") or False,
        owner=owner_of(facts),
    )
