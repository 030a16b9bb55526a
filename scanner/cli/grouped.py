"""Options that several commands have, as one value.

Typer reads the options of a command from its signature, and has no groups of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import MISSING, fields
from functools import update_wrapper
from inspect import Parameter, Signature, signature
from typing import Any


def grouped(command: Callable[..., None], **groups: type[Any]) -> Callable[..., None]:
    """Give a command, whose parameters of these names are of these dataclasses, their fields."""
    own = [
        parameter
        for name, parameter in signature(command, eval_str=True).parameters.items()
        if name not in groups
    ]
    options = {name: list(_options(group)) for name, group in groups.items()}

    def command_with_options(**values: Any) -> None:  # noqa: ANN401 - as the signature below says
        made = {
            name: groups[name](**{each.name: values.pop(each.name) for each in parameters})
            for name, parameters in options.items()
        }
        command(**values, **made)

    parameters = [*own, *(each for group in options.values() for each in group)]
    by_keyword = [each.replace(kind=Parameter.KEYWORD_ONLY) for each in parameters]
    update_wrapper(command_with_options, command)
    vars(command_with_options)["__signature__"] = Signature(by_keyword)
    command_with_options.__annotations__ = {each.name: each.annotation for each in parameters}
    return command_with_options


def _options(group: type[Any]) -> Iterator[Parameter]:
    """Yield the fields of a dataclass as parameters, each with a default of its own."""
    parameters = signature(group, eval_str=True).parameters.values()
    for field, parameter in zip(fields(group), parameters, strict=True):
        factory = field.default_factory
        yield parameter if factory is MISSING else parameter.replace(default=factory())
