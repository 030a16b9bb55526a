"""Pages for people: one file of HTML that fetches nothing, and is whole without its script.

Every value is escaped, whatever a template forgets: Jinja does it for HTML, and what acts otherwise
(control characters, what reorders text) is shown as Python writes it. A Content Security Policy
with the hashes of our own style and script keeps a browser from running anything else.
"""

from __future__ import annotations

import re
from base64 import b64encode
from functools import lru_cache, partial
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from scanner.formats.plain_text import printable, printable_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jinja2 import Template
    from markupsafe import Markup

_TEMPLATE: Final = "page.html.jinja"
_SHARED: Final = frozenset(("frame.html.jinja", "parts.html.jinja"))
_LINK: Final = re.compile(r"https?://[A-Za-z0-9][A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]*", re.ASCII)


def rendered(package: str, values: Mapping[str, object]) -> Iterator[str]:
    """Yield the page whose template is in a package, in pieces.

    It extends the frame, and may use the parts, that are here; all else is the package's own.
    """
    style, script = _resource(__name__, "page.css"), _resource(__name__, "page.js")
    own = {
        "style": style,
        "script": script,
        "style_hash": _hash(style),
        "script_hash": _hash(script),
    }
    return _template(package).generate({**values, **own})


def is_link(url: str) -> bool:
    """Tell whether a URL may be followed from a page: by HTTP, and of nothing but plain ASCII."""
    return _LINK.fullmatch(url) is not None


@lru_cache
def _template(package: str) -> Template:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_shown,
        loader=FunctionLoader(partial(_source, package)),
    )
    environment.filters["lines"] = _lines
    environment.tests["link"] = is_link
    return environment.get_template(_TEMPLATE)


def _source(package: str, name: str) -> str:
    return _resource(__name__ if name in _SHARED else package, name)


def _shown(value: object) -> object:
    """Return a value as it may stand on a page; what is markup already is ours."""
    return value if hasattr(value, "__html__") else printable(str(value))


def _lines(text: str) -> Markup:
    from markupsafe import escape

    return escape(printable_lines(text))


def _resource(package: str, name: str) -> str:
    return files(package).joinpath(name).read_text("utf-8")


def _hash(text: str) -> str:
    """Return what a Content Security Policy calls a source by."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
