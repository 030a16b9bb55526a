"""Groups of commands of which one need not be named: what is no command is its argument."""

from __future__ import annotations

from typing import Any

from typer.core import TyperGroup


def short_for(default: str) -> type[TyperGroup]:
    """Return a group that runs one of its commands unless another is named.

    Click has no such thing. An argument that is called like a command is ``./score``.
    """

    class ShortGroup(TyperGroup):
        # Any, for typer has a click of its own, which is private.
        def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401
            if args and args[0] not in (*self.commands, *self.get_help_option_names(ctx)):
                args = [default, *args]
            return super().parse_args(ctx, args)

    return ShortGroup
