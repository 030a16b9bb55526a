"""Groups of commands of which the first need not be named: what is no command is its target.

Click has no such thing. A target that is called like a command is ``./diff``.
"""

from __future__ import annotations

from typing import Any

from typer.core import TyperGroup


def group_around(first: str) -> type[TyperGroup]:
    """Return the class of a group whose first command has this name."""

    class Group(TyperGroup):
        # Any, for typer has a click of its own, which is private.
        def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401
            if args and args[0] not in (*self.commands, *self.get_help_option_names(ctx)):
                args = [first, *args]
            return super().parse_args(ctx, args)

    return Group
