"""Interpreters as platforms, each once for all environments that it runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.formats.cyclonedx.data import Data, flag, known, properties
from scanner.formats.cyclonedx.evidence import evidence_of_version, layer_of
from scanner.formats.cyclonedx.reference import placed
from scanner.model.interpreter import CPYTHON
from scanner.model.names import package_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scanner.model.environment import Environment
    from scanner.model.interpreter import Interpreter
    from scanner.model.inventory import Inventory, Subject


def interpreters(inventory: Inventory) -> Iterator[Data]:
    """Yield each interpreter that is there and whose version is known."""
    run: dict[str, list[Environment]] = {}
    found: dict[str, Interpreter] = {}
    for environment in inventory.environments:
        for each in environment.interpreters:
            if each.path:
                run.setdefault(each.path, []).append(environment)
                found[each.path] = each
    for path, interpreter in sorted(found.items()):
        yield from _platform(path, interpreter, run[path], inventory.subject)


def _platform(
    path: str, interpreter: Interpreter, environments: Iterable[Environment], subject: Subject
) -> Iterator[Data]:
    evidence = interpreter.evidence
    if interpreter.release is None or evidence is None:
        return
    name, version = interpreter.release
    is_python = interpreter.implementation == CPYTHON
    purl = package_url("generic", name, version)
    yield known(
        {
            "type": "platform",
            "bom-ref": placed(purl, path),
            "name": name,
            "version": version,
            "scope": "required",
            "purl": purl,
            "properties": properties(
                [
                    ("python-version", None if is_python else interpreter.version),
                    ("end-of-life", interpreter.end_of_life),
                    ("free-threaded", flag(interpreter.is_free_threaded or None)),
                    ("debug", flag(interpreter.is_debug or None)),
                    ("externally-managed", flag(interpreter.is_externally_managed or None)),
                    ("owner", str(interpreter.owner) if interpreter.owner else None),
                    ("owner:purl", interpreter.owner.purl if interpreter.owner else None),
                    *(("runs", f"/{each.path}") for each in environments),
                    *layer_of(evidence, subject),
                ]
            ),
            "evidence": evidence_of_version(version, evidence, path),
        }
    )
