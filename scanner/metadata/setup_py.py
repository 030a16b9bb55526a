"""``setup.py``: what can be told of it without running it (setuptools: keywords of ``setup()``).

The syntax tree is read, and of that only what has one meaning: literals, names that were given
such values, lists and texts put together. What is not told is named, with its line.
"""

from __future__ import annotations

import ast
import warnings
from typing import TYPE_CHECKING, Final

from scanner.metadata.project_file import ListedRequirement, ProjectFile, extra_of
from scanner.metadata.python_value import Text, Untold, Value, Values

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_CHARACTERS: Final = 1 << 18
"""A syntax tree takes hundreds of bytes for each."""
_GROUPS: Final = {"install_requires": None, "setup_requires": "build", "tests_require": "test"}
_BUILDERS: Final = ("setuptools", "distutils")
_PYTHON: Final = "python_requires"


def parse_setup_py(text: str) -> ProjectFile:
    """Read a file, as far as it can be told what it says."""
    if len(text) > MAX_CHARACTERS:
        return ProjectFile(oddities=(f"larger than {MAX_CHARACTERS:,} characters; not read",))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # What it warns of is nothing that we could change.
            module = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        return ProjectFile(oddities=(f"not Python: {error}",))
    calls = [node for node in ast.walk(module) if isinstance(node, ast.Call) and _is_setup(node)]
    if not calls:
        # Without one of these it is a module that is called so.
        is_build = any(builder in text for builder in _BUILDERS)
        return ProjectFile(oddities=("no call of setup() to be found",) if is_build else ())
    values = Values.of(module, {id(call) for call in calls})
    return _project(calls[0], _arguments(calls[0], values))


def _is_setup(call: ast.Call) -> bool:
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr == "setup"
    return isinstance(function, ast.Name) and function.id == "setup"


def _arguments(call: ast.Call, values: Values) -> dict[str, Value]:
    """Return the keywords of a call, also those in a dictionary (``**arguments``)."""
    arguments: dict[str, Value] = {}
    for keyword in call.keywords:
        value = values.of_node(keyword.value)
        if keyword.arg is not None:
            arguments[keyword.arg] = value
        elif isinstance(value, dict):
            arguments |= value
        else:
            arguments[""] = Untold(keyword.value.lineno)
    return arguments


def _project(call: ast.Call, arguments: dict[str, Value]) -> ProjectFile:
    oddities: list[str] = []
    requirements: list[ListedRequirement] = []
    for key, group in _GROUPS.items():
        found = _texts(key, arguments.get(key, []), oddities)
        requirements += (_listed(each, group=group) for each in found)
    extras = arguments.get("extras_require", {})
    for key, value in (extras if isinstance(extras, dict) else {"": extras}).items():
        extra, condition = extra_of(key)
        found = _texts(f"extras_require[{key!r:.100}]", value, oddities)
        requirements += (_listed(each, extra=extra, condition=condition) for each in found)
    if isinstance(rest := arguments.get(""), Untold):
        oddities.append(f"line {rest.line}: some arguments of setup() are not told")
    return ProjectFile(
        name=_text("name", arguments, oddities),
        version=_text("version", arguments, oddities),
        line=call.lineno,
        requires_python=_text(_PYTHON, arguments, oddities),
        requirements=tuple(requirements),
        oddities=tuple(dict.fromkeys(_placed(each, call.lineno) for each in oddities)),
    )


def _placed(oddity: str, line: int) -> str:
    """Return an oddity with the line of the call, unless it is known better."""
    return oddity if oddity.startswith("line ") else f"line {line}: {oddity}"


def _text(key: str, arguments: dict[str, Value], oddities: list[str]) -> str | None:
    value = arguments.get(key)
    if isinstance(value, Text):
        return value.value
    if value is not None:
        oddities.append(f"{_where(value)}{key} is not told without running it")
    return None


def _where(value: Value) -> str:
    return f"line {value.line}: " if isinstance(value, Untold) else ""


def _texts(key: str, value: Value, oddities: list[str]) -> Iterator[Text]:
    """Yield the requirements in a value: a list of texts, or the lines of one."""
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, Text):
            yield from each.lines()
        else:
            oddities.append(f"{_where(each)}{key} is not told without running it")


def _listed(
    text: Text, *, extra: str | None = None, group: str | None = None, condition: str | None = None
) -> ListedRequirement:
    return ListedRequirement(
        text=text.value,
        line=text.line,
        last_line=text.last_line,
        extra=extra,
        group=group,
        condition=condition,
    )
