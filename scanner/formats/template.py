"""The report by a template of the user (Jinja), which sees it as our own JSON has it.

The template is run in Jinja's sandbox: it sees plain values, can import and include nothing, and
what it makes is bounded. Where its name ends in ``.html`` or ``.xml``, before a ``.jinja``, values
are escaped; elsewhere that is up to it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from scanner.errors import UnusableTemplate
from scanner.formats.native_json import emit
from scanner.formats.plain_text import printable
from scanner.formats.wording.markup import markdown_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2.sandbox import ImmutableSandboxedEnvironment

    from scanner.model.report import Report

MAX_CHARACTERS: Final = 256 << 20
_OF_TEMPLATES: Final = (".jinja", ".jinja2", ".j2", ".tmpl")
_ESCAPED: Final = (".html", ".htm", ".xhtml", ".xml", ".svg")


def rendered(report: Report, location: str, source: str) -> Iterator[str]:
    """Yield what a template makes of a report, in pieces.

    Raises:
        UnusableTemplate: if it cannot be followed, or makes too much.

    """
    from jinja2 import TemplateError, TemplateSyntaxError

    written = 0
    try:
        template = _environment(location).from_string(source)
        for piece in template.generate(report=json.loads("".join(emit(report)))):
            written += len(piece)
            if written > MAX_CHARACTERS:
                raise UnusableTemplate(
                    location, f"it makes more than {MAX_CHARACTERS:,} characters"
                )
            # A template may write what is no text at all.
            yield piece.encode(errors="backslashreplace").decode()
    except TemplateError as error:
        line = f"line {error.lineno}: " if isinstance(error, TemplateSyntaxError) else ""
        raise UnusableTemplate(
            location, f"{line}{error.message or type(error).__name__}"
        ) from error
    except (ArithmeticError, LookupError, TypeError, ValueError, RecursionError) as error:
        raise UnusableTemplate(location, str(error) or type(error).__name__) from error


def is_escaped(location: str) -> bool:
    """Tell by the name of a template whether values are escaped in what it makes."""
    name = location.lower()
    for end in _OF_TEMPLATES:
        name = name.removesuffix(end)
    return name.endswith(_ESCAPED)


def _environment(location: str) -> ImmutableSandboxedEnvironment:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        autoescape=is_escaped(location),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["plain"] = lambda value: printable(str(value))
    environment.filters["markdown"] = lambda value: markdown_text(str(value))
    return environment
