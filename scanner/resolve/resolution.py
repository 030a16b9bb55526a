"""Versions for what is only constrained, by a resolver that the user asked for.

That it is missing, or finds no answer, is a problem, and what is pinned stays.
"""

from __future__ import annotations

import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from layers.reference import Platform
from scanner.errors import ResolverFailed
from scanner.graph.reach import directness, graph_of
from scanner.metadata.secret import redacted
from scanner.model.component import Problem, State
from scanner.model.interpreter import branch_of
from scanner.resolve.answer import answer_of, python_of
from scanner.resolve.input import inputs_of
from scanner.resolve.place import Places
from scanner.resolve.program import Program, installed
from scanner.resolve.resolver import Request

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from layers.store import Store
    from scanner.model.component import Component
    from scanner.model.inventory import Inventory
    from scanner.resolve.answer import Answer
    from scanner.resolve.input import Input
    from scanner.resolve.resolver import Question, Resolving

NAME: Final = "resolve"
"""By which problems say who found them."""
MAX_INPUTS: Final = 500
"""How many different ones are resolved in a scan."""
WORKERS: Final = 4
MAX_LINES: Final = 6
"""How much of what a resolver says is told."""
MAX_CHARACTERS: Final = 600
MAX_NAMES: Final = 10


def resolved(inventory: Inventory, wanted: Resolving, store: Store) -> Inventory:
    """Return an inventory in which what manifests without a lockfile ask for has versions."""
    inputs = tuple(inputs_of(inventory))
    if not inputs:
        return inventory
    request = Request(
        python=wanted.python or _python_of(inventory),
        platform=wanted.platform or inventory.subject.platform or str(Platform.of_host()),
        index=wanted.index,
        may_build=wanted.may_build,
    )
    with tempfile.TemporaryDirectory(prefix="lading-") as directory:
        try:
            program = installed(wanted, request, Path(directory))
        except ResolverFailed as error:
            return replace(inventory, problems=(*inventory.problems, _problem("", str(error))))
        outputs = _outputs(program, inputs, store)
    found = tuple(_found(program, inputs, outputs, Places(inventory.components)))
    problems = tuple(each for each in found if isinstance(each, Problem))
    answers = tuple(each for each in found if not isinstance(each, Problem))
    return replace(_with(inventory, answers), problems=(*inventory.problems, *problems))


def _outputs(
    program: Program, inputs: Sequence[Input], store: Store
) -> Mapping[Question, str | ResolverFailed]:
    """Return what each question comes to; manifests that ask for the same have one."""
    now = time.time()

    def output(question: Question) -> str | ResolverFailed:
        try:
            return program.output(question, store, now)
        except ResolverFailed as error:
            return error

    questions = list(dict.fromkeys(each.question for each in inputs if each.components))
    asked = questions[:MAX_INPUTS]
    with ThreadPoolExecutor(WORKERS) as executor:
        return dict(zip(asked, executor.map(output, asked), strict=True))


def _found(
    program: Program,
    inputs: Iterable[Input],
    outputs: Mapping[Question, str | ResolverFailed],
    places: Places,
) -> Iterator[Answer | Problem]:
    for each in inputs:
        yield from _left_aside(each, program)
        output = outputs.get(each.question)
        if output is None:
            if each.components:
                reason = f"not resolved: only {MAX_INPUTS} different manifests are"
                yield _problem(each.path, reason)
            continue
        try:
            if isinstance(output, ResolverFailed):
                raise output
            yield answer_of(each, output, program.description(output), places)
        except ResolverFailed as error:
            yield _problem(each.path, f"{program.name}: {error}")
            continue
        python, asked = python_of(output), program.request.python
        if python and asked and branch_of(asked) != python:
            reason = f"{program.name} resolves for the Python that it runs on, {python}"
            yield _problem(each.path, f"{reason}, and not for {asked}")


def _left_aside(asked: Input, program: Program) -> Iterator[Problem]:
    """Yield what of a manifest the answer is not about."""
    if asked.is_too_large:
        yield _problem(asked.path, "not resolved: it takes in more than is resolved together")
    if names := asked.left_out:
        more = f" and {len(names) - MAX_NAMES} more" if len(names) > MAX_NAMES else ""
        reason = "not resolved, for it is from elsewhere than an index, or cannot be read"
        yield _problem(asked.path, f"{reason}: {', '.join(names[:MAX_NAMES])}{more}")
    if asked.components and asked.indexes and program.request.index is None:
        reason = f"asks for {', '.join(asked.indexes[:MAX_NAMES])}, and was resolved with PyPI"
        yield _problem(asked.path, f"{reason}; --index-url chooses another index")


def _with(inventory: Inventory, answers: Sequence[Answer]) -> Inventory:
    # What manifests share is in several answers, and at one place in those that agree.
    chosen: dict[str, Component] = {}
    for answer in answers:
        for each in (*answer.settled, *answer.brought):
            chosen.setdefault(each.place, each)
    components = [chosen.pop(each.place, each) for each in inventory.components]
    components += chosen.values()
    found = dict.fromkeys(each for answer in answers for each in answer.dependencies)
    dependencies = (*inventory.dependencies, *found)
    declared = [each for each in components if each.state is State.DECLARED]
    known = directness(declared, graph_of(dependencies))
    return replace(
        inventory,
        components=tuple(
            replace(each, directness=known[each.place]) if each.place in known else each
            for each in components
        ),
        dependencies=dependencies,
    )


def _python_of(inventory: Inventory) -> str | None:
    """Return the version of the interpreters in a target, if all are of one branch."""
    versions = {
        each.branch: each.version
        for environment in inventory.environments
        for each in environment.interpreters
        if each.branch
    }
    return next(iter(versions.values())) if len(versions) == 1 else None


def _problem(path: str, reason: str) -> Problem:
    lines = [line.strip() for line in redacted(reason).splitlines()]
    return Problem(path, NAME, "; ".join(filter(None, lines[:MAX_LINES]))[:MAX_CHARACTERS])
