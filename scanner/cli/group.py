"""Groups of commands, each of which is imported when it is asked for, and not with the program.

Click has no such thing, nor a first command that need not be named: of a group that has one, what
is no command is that one's target. A target that is called like a command is ``./diff``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

import typer
from typer.core import TyperGroup

from layers.extensions import Extensions
from scanner.cli.color import colored

Program: TypeAlias = typer.Typer | Callable[..., None]
"""A group of commands, or the function that is a command."""


class Commands(Mapping[str, Any]):
    """The commands of a group by their names, as Click has them.

    Any, for typer has a click of its own, which is private.
    """

    def __init__(self, locations: Mapping[str, str]) -> None:
        self._programs = Extensions[Program](locations)
        self._commands: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401
        if name not in self._commands:
            self._commands[name] = _command(name, self._programs[name])
        return self._commands[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._programs)

    def __len__(self) -> int:
        return len(self._programs)


def group_of(
    commands: Mapping[str, str], *, first: str | None = None, kind: type[TyperGroup] = TyperGroup
) -> type[TyperGroup]:
    """Return the class of a group with these commands, given as ``"module:attribute"``.

    The first command, where there is one, need not be named.
    """

    class Group(kind):  # type: ignore[misc, valid-type]
        def __init__(self, **attributes: Any) -> None:  # noqa: ANN401
            super().__init__(**attributes)
            self.commands = Commands(commands)

        def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401
            if first and args and args[0] not in (*commands, *self.get_help_option_names(ctx)):
                args = [first, *args]
            words: list[str] = super().parse_args(ctx, args)
            return words

    return Group


def _command(name: str, program: Program) -> Any:  # noqa: ANN401
    if isinstance(program, typer.Typer):
        group = typer.main.get_group(program)
        group.name = name
        return group
    alone = typer.Typer(add_completion=False)
    alone.command(name)(colored(program))
    return typer.main.get_command(alone)
