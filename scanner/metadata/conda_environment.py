"""``environment.yml``: what an environment of conda is to have, and what pip is to add to it.

Files of any name are such ones, so what they say decides. A ``pip`` entry is a requirements file in
a list. Selectors (``# [linux]``) and ``platforms`` are what conda-lock reads; to conda, they are
nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from scanner.metadata.conda_channel import without_secrets
from scanner.metadata.match_spec import MatchSpec, parse_match_spec
from scanner.metadata.requirements_txt import RequirementsTxt, parse_requirements_txt
from scanner.metadata.yaml_document import END_OF_LINE, parse_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scanner.metadata.yaml_document import Value

MAIN: Final = "main"
"""The category of what the project itself needs."""
_PIP: Final = "pip"
_PYTHON: Final = "python"
_PREFIX: Final = "prefix"
"""Where an environment is that was exported, as ``conda env export`` writes it."""
_SELECTOR: Final = re.compile(r"#\s*\[\s*([^\[\]]+?)\s*\]\s*$")
_OR: Final = re.compile(r"\s+or\s+")
_TELLING: Final = re.compile(
    rb"""(?:^|[{,])[ \t]*["']?(?:dependencies|package)["']?[ \t]*:""", re.MULTILINE
)
_NAMED: Final = re.compile(r"(?:^|[/._-])(?:conda|env(?:ironment)?s?)(?=[/._-])", re.IGNORECASE)
_KEYS: Final = frozenset(
    ("category", "channels", "dependencies", "name", "platforms", "prefix", "variables")
)
_FUZZY: Final = re.compile(r"=(?P<version>[0-9v][\w.!+-]*)", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class CondaRequirement:
    """A package of conda that is asked for."""

    spec: MatchSpec
    line: int
    last_line: int
    platforms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CondaEnvironment:
    """What a file says."""

    name: str | None = None
    channels: tuple[str, ...] = ()
    """Without secrets."""
    platforms: tuple[str, ...] = ()
    category: str | None = None
    """None if it is that of what the project itself needs."""
    requirements: tuple[CondaRequirement, ...] = ()
    pip: RequirementsTxt = field(default_factory=RequirementsTxt)
    """With the lines, not of the file, but of a list."""
    pip_lines: tuple[Value, ...] = ()
    """That list."""
    is_exported: bool = False
    """Whether it lists all that an environment had."""
    oddities: tuple[str, ...] = ()


def excerpt_of(data: bytes) -> bytes:
    """Return a file that may be an environment or a lockfile of conda; nothing of any other."""
    if data[:1] in {b"\xff", b"\xfe"}:  # UTF-16
        return data
    # What most files lack is looked for first, at fifty times the speed.
    has_word = b"dependencies" in data or b"package" in data
    return data if has_word and _TELLING.search(data) else b""


def is_named(path: str) -> bool:
    """Tell whether a file is called as environments are."""
    return _NAMED.search(path) is not None


def parse_conda_environment(text: str, path: str) -> CondaEnvironment | None:
    """Read a file; None if it is something else that has dependencies.

    Raises:
        ValueError: if it is not YAML, or has more in it than is read.

    """
    document = parse_yaml(text)
    if not _is_environment(document.root, path):
        return None
    environment = _environment(document.root, text)
    return replace(environment, oddities=(*document.oddities, *environment.oddities))


def _is_environment(document: Value, path: str) -> bool:
    dependencies = document.at("dependencies").items
    if "channels" in document.members or any(_PIP in each.members for each in dependencies):
        return bool(dependencies) or (is_named(path) and _is_no_list(document.at("dependencies")))
    if not dependencies or not any(each.text for each in dependencies):
        return False
    if is_named(path) and document.members.keys() <= _KEYS:
        return True
    names = (parse_match_spec(each.text).package.name for each in dependencies if each.text)
    return _PYTHON in names


def _is_no_list(value: Value) -> bool:
    return value.content is not None and not isinstance(value.content, tuple)


def _environment(document: Value, text: str) -> CondaEnvironment:
    """Read a document, and the selectors from its text."""
    oddities: list[str] = []
    lines = END_OF_LINE.split(text)
    requirements: list[CondaRequirement] = []
    pip: list[Value] = []
    dependencies = document.at("dependencies")
    if _is_no_list(dependencies):
        oddities.append(f"line {dependencies.line}: dependencies is no list; not read")
    for entry in dependencies.items:
        spec = parse_match_spec(entry.text) if entry.text else None
        if spec and spec.package.name:
            platforms = _selected(lines[entry.last_line - 1 : entry.last_line])
            requirements.append(
                CondaRequirement(
                    spec=spec, line=entry.line, last_line=entry.last_line, platforms=platforms
                )
            )
        elif _PIP in entry.members:
            pip += entry.at(_PIP).items or (entry.at(_PIP),)
        else:
            shown = f": {entry.text:.100}" if entry.text else ""
            oddities.append(f"line {entry.line}: not a match specification{shown}")
    oddities += (f"line {each.line}: not a requirement" for each in pip if not each.text)
    pip_lines = tuple(_physical(pip))
    category = document.text_at("category")
    is_exported = _is_exported(requirements, has_prefix=_PREFIX in document.members)
    return CondaEnvironment(
        name=document.text_at("name"),
        channels=tuple(without_secrets(each)[0] for each in _texts(document.at("channels"))),
        platforms=_texts(document.at("platforms")),
        category=category if category != MAIN else None,
        requirements=tuple(map(_settled, requirements) if is_exported else requirements),
        pip=parse_requirements_txt("\n".join(each.text or "" for each in pip_lines)),
        pip_lines=pip_lines,
        is_exported=is_exported,
        oddities=tuple(oddities),
    )


def _texts(value: Value) -> tuple[str, ...]:
    return tuple(each.text for each in (value, *value.items) if each.text)


def _selected(lines: Iterable[str]) -> tuple[str, ...]:
    """Return the platforms that the selector in a line is for, as it names them."""
    selectors = (_SELECTOR.search(line[-200:]) for line in lines)
    return tuple(each for found in selectors if found for each in _OR.split(found[1]))


def _physical(entries: Iterable[Value]) -> Iterable[Value]:
    """Yield one value for each line of the requirements file that entries are."""
    for entry in entries:
        for text in (entry.text or "").split("\n"):
            yield replace(entry, content=text.replace("\r", " "))


def _is_exported(requirements: Iterable[CondaRequirement], *, has_prefix: bool) -> bool:
    """Tell whether nothing is left open, as in what ``conda env export`` writes."""
    specs = [each.spec for each in requirements]
    return bool(specs) and all(
        (each.package.version and each.package.build)
        or (has_prefix and (each.package.version or _FUZZY.fullmatch(each.specifier or "")))
        for each in specs
    )


def _settled(requirement: CondaRequirement) -> CondaRequirement:
    """Return the same with the version that it was exported with (``--no-builds``)."""
    spec = requirement.spec
    found = _FUZZY.fullmatch(spec.specifier or "")
    if found is None:
        return requirement
    package = replace(spec.package, version=found["version"])
    return replace(requirement, spec=replace(spec, package=package))
