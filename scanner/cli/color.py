"""Colours in what is printed for people: one option, which every command has.

``auto`` goes by the terminal, ``NO_COLOR`` and ``FORCE_COLOR``, as rich does. It is known for the
time of a command, and not by its environment: that is also the one of programs that it runs.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from enum import StrEnum
from functools import update_wrapper
from inspect import Parameter, Signature, signature
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, TextIO, TypeAlias

import typer

if TYPE_CHECKING:
    from rich.console import Console

NAME: Final = "color"


class Color(StrEnum):
    """When there are colours."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


Wanted: TypeAlias = Annotated[
    Color,
    typer.Option(
        f"--{NAME}",
        metavar="|".join(Color),
        envvar="LADING_COLOR",
        help="Whether what is for people has colours; auto goes by the terminal, NO_COLOR and "
        "FORCE_COLOR.",
    ),
]
_WANTED: Final = ContextVar(NAME, default=Color.AUTO)


def colored(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the option, which holds while it runs."""
    parameters = list(signature(command, eval_str=True).parameters.values())
    option = Parameter(NAME, Parameter.KEYWORD_ONLY, default=Color.AUTO, annotation=Wanted)

    def colored_command(**values: Any) -> None:  # noqa: ANN401 - as the signature below says
        before = _WANTED.set(values.pop(NAME))
        try:
            command(**values)
        finally:
            _WANTED.reset(before)

    by_keyword = [each.replace(kind=Parameter.KEYWORD_ONLY) for each in parameters]
    update_wrapper(colored_command, command)
    vars(colored_command)["__signature__"] = Signature([*by_keyword, option])
    colored_command.__annotations__ = {each.name: each.annotation for each in [*by_keyword, option]}
    return colored_command


def console(file: TextIO, *, width: int | None = None, is_plain: bool = False) -> Console:
    """Return what prints on a file, with colours if they are wanted and it is no plain one."""
    from rich.console import Console

    wanted = Color.NEVER if is_plain else _WANTED.get()
    if wanted is Color.ALWAYS:
        # The sixteen that every terminal has, in the tones that its user has chosen.
        return Console(
            file=file,
            width=width,
            highlight=False,
            color_system="standard",
            force_terminal=True,
            no_color=False,
        )
    system: Literal["auto"] | None = None if wanted is Color.NEVER else "auto"
    return Console(file=file, width=width, highlight=False, color_system=system)
