"""What files and variables of the environment have options be, where no flag says otherwise.

Options are those of the commands themselves, as Click has them: nothing lists them a second time.
Their own types and callbacks check what a file says, of all commands and not only of the one that
runs. Values then become Click's map of defaults, which stands behind flags and variables.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup, TyperOption

from scanner.cli.text import printable
from scanner.configuration.document import Document, read_document
from scanner.configuration.option import Command, Kind, Option, Value
from scanner.configuration.place import project_files, user_file
from scanner.configuration.setting import Setting, settled
from scanner.errors import UnusableConfiguration

OWN = "config"
"""The commands on configuration itself, which nothing changes."""
WRONG = 2
HELP = ("--help", "-h")
PREFIX = "LADING_"
ENDS = ("FILE", "DIRECTORY")
"""What the last word is of what help says that an option takes, if it takes a path."""
PATHS = ("directory", "file", "filename", "path")
"""Names that Click has for types of paths."""
NOT_A_CHOICE = "\N{REPLACEMENT CHARACTER}"


class ConfiguredGroup(TyperGroup):
    """The group of all commands, which has their options configured before one of them runs."""

    # Any, for typer has a click of its own, which is private.
    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401
        return super().parse_args(ctx, _with_own_first(args))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401
        name, command, rest = super().resolve_command(ctx, args)
        if name and not ctx.resilient_parsing and name != OWN and not {*HELP} & {*rest}:
            try:
                configure(ctx, name)
            except UnusableConfiguration as error:
                raise refused([error]) from error
        return name, command, rest


def configure(context: typer.Context, name: str) -> None:
    """Have the options of a command be what files and the environment say.

    Raises:
        UnusableConfiguration: if there is something in a file that cannot be followed.

    """
    if any(name.startswith(PREFIX) for name in os.environ):
        for command, _, option in click_options(context, (name,)):
            option.envvar = variable_of(command, option) or option.envvar
    documents = documents_in_force(context)
    if documents:
        context.default_map = _default_map(settled(documents, options_of(context)))


def documents_in_force(context: typer.Context) -> list[Document]:
    """Return the files that count, the one that counts most last.

    Raises:
        UnusableConfiguration: if one of them cannot be read.

    """
    chosen = context.find_root().params
    if chosen["no_config"]:
        return []
    if chosen["file"]:
        return _read([Path(chosen["file"])])
    user = user_file(os.environ)
    found = _read([user] if user and os.path.isfile(user) else [])  # noqa: PTH113 - never raises
    projects = (_read([file]) for file in _project_files())
    return found + next(filter(None, projects), [])


def options_of(context: typer.Context) -> list[Option]:
    """Return all options of all commands that a file may set."""
    return [_option(*each) for each in click_options(context)]


def click_options(
    context: typer.Context, of: Command = ()
) -> Iterator[tuple[Command, Any, TyperOption]]:
    """Yield Click's options with their commands, and contexts to ask the options about values.

    Of commands that begin with other words than ``of`` not even the modules are loaded.
    """
    root = context.find_root()
    groups: list[tuple[Command, Any]] = [((), root.command)]
    for path, group in groups:
        for name in group.commands:
            words = (*path, name)
            if words == (OWN,) or words[: len(of)] != of[: len(words)]:
                continue
            command = group.commands[name]
            if isinstance(command, TyperGroup):
                groups.append((words, command))
                continue
            if len(words) < len(of):
                continue
            inner = type(root)(command, info_name=name, parent=root)
            for option in command.params:
                if isinstance(option, TyperOption) and not option.is_eager:
                    yield words, inner, option


def key_of(option: TyperOption) -> str:
    """Return the name of an option in a file."""
    return next(name for name in option.opts if name.startswith("--")).removeprefix("--")


def variable_of(command: Command, option: TyperOption) -> str | None:
    """Return the variable that sets an option: its own, or one that it has in all commands."""
    own = PREFIX + "_".join((*command, key_of(option))).replace("-", "_").upper()
    said = option.envvar or ()
    others = (said,) if isinstance(said, str) else said
    return next((name for name in (own, *others) if os.environ.get(name)), None)


def refused(faults: Sequence[UnusableConfiguration]) -> typer.Exit:
    """Say what is wrong with files; the result ends the program, as wrong usage does."""
    for fault in faults:
        sys.stderr.write(f"lading: {printable(str(fault))}\n")
    return typer.Exit(WRONG)


def _option(command: Command, context: typer.Context, option: TyperOption) -> Option:
    metavar = option.metavar or ""
    is_path = option.type.name in PATHS or metavar.rpartition("=")[2] in ENDS
    fault = partial(_fault, context, option)
    return Option(
        command=command,
        key=key_of(option),
        parameter=option.name or "",
        kind=_kind(option.type.name),
        is_many=option.multiple,
        is_file=is_path,
        metavar=metavar or ("PATH" if is_path else ""),
        help=option.help or "",
        default=plain(option.get_default(context)),
        fault=fault,
        choices=partial(_choices, context, option, fault),
    )


def _kind(type_name: str) -> Kind:
    """Return what a value is by the name that Click has for its type: ``integer range``."""
    if type_name.startswith("bool"):
        return Kind.BOOLEAN
    if type_name.startswith("int"):
        return Kind.INTEGER
    return Kind.NUMBER if type_name.startswith("float") else Kind.STRING


def plain(value: object) -> Value | None:
    """Return a value of an option as a file would have it."""
    if isinstance(value, list | tuple):
        return [str(each) for each in value]
    return value if value is None or isinstance(value, bool | int | float) else str(value)


def _fault(context: typer.Context, option: TyperOption, value: Value) -> str | None:
    """Return what the option's type and its callback have against a value."""
    try:
        option.process_value(context, value)
    except typer.BadParameter as error:
        return error.message
    return None


def _choices(context: typer.Context, option: TyperOption, fault: Any) -> tuple[str, ...]:  # noqa: ANN401
    """Return what a shell is offered, if that is all that the option accepts."""
    wrap = (lambda text: [text]) if option.multiple else (lambda text: text)
    offered = [item.value for item in option.shell_complete(context, "")]
    is_closed = fault(wrap(NOT_A_CHOICE)) and not any(fault(wrap(each)) for each in offered)
    return tuple(offered) if is_closed else ()


def _default_map(settings: Mapping[tuple[Command, str], Setting]) -> dict[str, Any]:
    defaults: dict[str, Any] = {}
    for setting in settings.values():
        inner = defaults
        for word in setting.option.command:
            inner = inner.setdefault(word, {})
        inner[setting.option.parameter] = setting.value
    return defaults


def _project_files() -> Iterator[Path]:
    with suppress(FileNotFoundError):  # the working directory was removed
        yield from project_files(Path.cwd())


def _read(files: Sequence[Path]) -> list[Document]:
    return [document for file in files if (document := read_document(file))]


def _with_own_first(words: list[str]) -> list[str]:
    """Return the words with the options on configuration first, which may stand anywhere."""
    own: list[str] = []
    others: list[str] = []
    rest = iter(words)
    for word in rest:
        if word == "--":
            others += [word, *rest]
        elif word == "--config":
            own += [word, *[following for following in [next(rest, None)] if following is not None]]
        elif word == "--no-config" or word.startswith("--config="):
            own.append(word)
        else:
            others.append(word)
    return own + others
