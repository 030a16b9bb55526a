"""Texts of licences as they are in the wild: filled in, wrapped, commented, one after another."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING, Final

from scanner.licenses.corpus import text_of
from scanner.licenses.text import identify

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scanner.licenses.text import Identified

_YEAR: Final = re.compile(r"[<\[{]+(?:years?|yyyy)[>\]}]+", re.IGNORECASE)
_HOLDER: Final = re.compile(
    r"[<\[{]+(?:owner|name of copyright owner|copyright holders?|holder)[>\]}]+", re.IGNORECASE
)

GPL_2_OR_LATER: Final = """\
This program is free software; you can redistribute it and/or modify
it under the terms of the GNU General Public License as published by
the Free Software Foundation; either version 2 of the License, or
(at your option) any later version.

This program is distributed in the hope that it will be useful,
but WITHOUT ANY WARRANTY; without even the implied warranty of
MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the
GNU General Public License for more details.

You should have received a copy of the GNU General Public License along
with this program; if not, write to the Free Software Foundation, Inc.,
51 Franklin Street, Fifth Floor, Boston, MA 02110-1301 USA.
"""
LGPL_3_OR_LATER: Final = """\
psycopg2 is free software: you can redistribute it and/or modify
it under the terms of the GNU Lesser General Public License as published
by the Free Software Foundation, either version 3 of the License, or
(at your option) any later version.
"""
APACHE_NOTICE: Final = """\
Copyright 2024 Jane Doe

Licensed under the Apache License, Version 2.0 (the "License");
you may not use this file except in compliance with the License.
You may obtain a copy of the License at

    http://www.apache.org/licenses/LICENSE-2.0

Unless required by applicable law or agreed to in writing, software
distributed under the License is distributed on an "AS IS" BASIS,
WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
See the License for the specific language governing permissions and
limitations under the License.
"""
CRYPTOGRAPHY: Final = """\
This software is made available under the terms of *either* of the licenses
found in LICENSE.APACHE or LICENSE.BSD. Contributions to cryptography are made
under the terms of *both* these licenses.
"""


def text(identifier: str) -> str:
    """Return a text of the list, which has it."""
    found = text_of(identifier)
    assert found is not None, identifier
    return found


def filled(identifier: str) -> str:
    """Return a text with a year and a holder where it leaves room for them."""
    return _HOLDER.sub("Jane Doe and the Foo Developers", _YEAR.sub("2021", text(identifier)))


def wrapped(value: str, width: int = 72, prefix: str = "") -> str:
    """Return a text in short lines."""
    lines = [line for part in value.split("\n") for line in textwrap.wrap(part, width) or [""]]
    return "\n".join(prefix + line for line in lines)


def around(value: str) -> str:
    """Return a text with something in front of it and behind."""
    return (
        "This is the foo package of somebody.\n\nCopyright (c) 2020 Jane Doe <jane@example.org>\n\n"
        f"{wrapped(value, 70)}\n\nThanks to everybody who has helped to make foo what it is.\n"
    )


def found_in(value: str | bytes) -> Identified:
    """Return what a text says of licences."""
    return identify(value.encode() if isinstance(value, str) else value)


def expressions_in(value: str | bytes) -> list[str]:
    """Return the licences of a text, each once, in their order."""
    return list(dict.fromkeys(match.expression for match in found_in(value).matches))


DISGUISES: Final[Mapping[str, Callable[[str], str | bytes]]] = {
    "as it is": lambda value: value,
    "in Latin-1": lambda value: value.encode("latin-1", "replace"),
    "in UTF-16": lambda value: value.encode("utf-16"),
    "with a byte order mark": lambda value: value.encode("utf-8-sig"),
    "with line ends of Windows": lambda value: value.replace("\n", "\r\n"),
    "with line ends of old Macs": lambda value: value.replace("\n", "\r"),
    "in short lines": lambda value: wrapped(value, 50),
    "behind number signs": lambda value: wrapped(value, 76, "# "),
    "in a comment of C": lambda value: f"/*\n{wrapped(value, 74, ' * ')}\n */",
    "behind slashes": lambda value: wrapped(value, 60, "// "),
    "behind dashes": lambda value: wrapped(value, 60, "-- "),
    "as a quotation": lambda value: wrapped(value, 60, "> "),
    "indented": lambda value: wrapped(value, 70, "        "),
    "with typographic quotes": lambda value: (
        value.replace('"', "“").replace("'", "\u2019").replace("``", "“").replace("''", "”")
    ),
    "as HTML": lambda value: "<p>" + value.replace('"', "&quot;").replace("\n\n", "</p>\n\n<p>"),
    "in capitals": str.upper,
    "with a title": lambda value: f"# LICENSE\n\nThe licence of foo\n------------------\n\n{value}",
    "with a holder": lambda value: f"Copyright © 2019-2024 Jürgen Müller\n\n{value}",
    "inside of prose": around,
}
"""What becomes of a text on its way into a package."""
