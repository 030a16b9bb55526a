"""The options of all commands, and what a command line makes of them, without running anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from scanner.cli.application import application
from scanner.cli.configured import options_of

if TYPE_CHECKING:
    from scanner.configuration.option import Command, Option, Value

TEXTS = """
    json=a cyclonedx-json=a csv=a json now linux/arm64 path=2 3.12 2026-01-31 shop==1 high
    /dev/null a all
    https://pypi.example/simple
"""
CANDIDATES: tuple[Value, ...] = (True, False, 7, 0.5, *TEXTS.split())
"""Values of which at least one is right for each option that has no list of them."""


def root_context(*words: str) -> Any:  # noqa: ANN401 - typer has a click of its own
    """Return the context of the program, called with these words."""
    command = typer.main.get_command(application)
    return command.make_context("lading", list(words) or ["config", "path"])


def all_options() -> list[Option]:
    """Return every option that a file may set."""
    return options_of(root_context())


def context_of(command: Command, *words: str) -> Any:  # noqa: ANN401
    """Return the context in which a command would run that is given these words."""
    context = root_context(*command, *words)
    context.command.resolve_command(context, [*command, *words])
    for word in command[:-1]:
        inner = context.command.commands[word]
        context = type(context)(inner, info_name=word, parent=context)
    leaf = context.command.commands[command[-1]]
    return leaf.make_context(command[-1], list(words), parent=context)


def another_value(option: Option) -> Value:
    """Return a value that the option accepts, and that is not its default."""
    for value in (*option.choices(), *CANDIDATES):
        wanted: Value = [value] if option.is_many else value  # type: ignore[list-item]
        if option.admits(wanted) and not option.fault(wanted) and wanted != option.default:
            return wanted
    raise AssertionError(option)


def arguments_of(command: Command) -> tuple[str, ...]:
    """Return as many words as a command needs."""
    context = root_context()
    leaf = context.command
    for word in command:
        leaf = leaf.commands[word]
    return tuple("x" for each in leaf.params if each.param_type_name == "argument")
