"""Whether a lockfile is of the manifest beside it as that is now, as far as the lockfile tells.

Poetry, PDM and pipenv keep a digest of what of the manifest matters to them, and uv the
requirements. Which keys are hashed differs between generations of a tool: a lockfile is current if
any of them made it.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Final

from scanner.metadata.declared_requirement import parse_declared
from scanner.model.names import normalized

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from scanner.metadata.toml_table import Table

_POETRY: Final = ("dependencies", "source", "extras", "dev-dependencies")
"""What Poetry has always hashed, there or not."""
_PROJECT: Final = ("requires-python", "dependencies", "optional-dependencies")
_NO_CATEGORY: Final = frozenset(
    ("source", "packages", "dev-packages", "requires", "scripts", "pipfile", "pipenv")
)
"""What a Pipfile may have beside categories of packages."""
_PYPI: Final = {"name": "pypi", "url": "https://pypi.org/simple", "verify_ssl": True}


def is_poetry_lock_current(lock: Table, manifest: Table) -> bool | None:
    """Tell whether a ``poetry.lock`` is of a ``pyproject.toml``."""
    return _is_one_of(lock.table("metadata").text("content-hash"), _hashed_by_poetry(manifest))


def is_pdm_lock_current(lock: Table, manifest: Table) -> bool | None:
    """Tell whether a ``pdm.lock`` is of a ``pyproject.toml``."""
    stated = lock.table("metadata").text("content_hash") or ""
    return _is_one_of(stated.removeprefix("sha256:"), _hashed_by_pdm(manifest))


def is_pipfile_lock_current(lock: Table, manifest: Table) -> bool | None:
    """Tell whether a ``Pipfile.lock`` is of a ``Pipfile``."""
    stated = lock.table("_meta", "hash").text("sha256")
    return _is_one_of(stated, _hashed_by_pipenv(manifest), (",", ":"))


def is_uv_lock_current(lock: Table, manifest: Table) -> bool | None:
    """Tell whether a ``uv.lock`` has the requirements of the project in its directory."""
    project = manifest.table("project")
    for package in lock.tables("package"):
        metadata = package.table("metadata")
        is_own = "." in map(package.table("source").text, ("editable", "virtual"))
        if is_own and "requires-dist" in metadata.values and "dynamic" not in project.values:
            return _match(metadata.tables("requires-dist"), _asked(project))
    return None


def _asked(project: Table) -> Iterator[str]:
    yield from project.texts("dependencies")
    extras = project.table("optional-dependencies")
    for extra in extras.values:
        yield from extras.texts(extra)


def _match(locked: Iterable[Table], asked: Iterable[str]) -> bool:
    """Tell whether requirements are the same; sources of uv take the place of specifiers."""
    left: dict[str, set[frozenset[str]]] = {}
    elsewhere = set()
    for each in locked:
        name = normalized(each.text("name") or "")
        left.setdefault(name, set()).add(_clauses(each.text("specifier") or ""))
        if not each.values.keys() <= {"name", "extras", "marker", "specifier"}:
            elsewhere.add(name)
    right: dict[str, set[frozenset[str]]] = {}
    for text in asked:
        requirement = parse_declared(text)
        name = normalized(requirement.name or "")
        right.setdefault(name, set()).add(_clauses(requirement.specifier or ""))
    return left.keys() == right.keys() and all(
        name in elsewhere or left[name] == right[name] for name in left
    )


def _clauses(specifier: str) -> frozenset[str]:
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    try:
        return frozenset(map(str, SpecifierSet(specifier)))
    except InvalidSpecifier:
        return frozenset((specifier,))


def _hashed_by_poetry(manifest: Table) -> Iterator[Mapping[str, object]]:
    project, poetry = manifest.table("project").values, manifest.table("tool", "poetry").values
    always = {key: poetry.get(key) for key in _POETRY}
    group = {"group": poetry["group"]} if "group" in poetry else {}
    yield always | group
    yield {"group": None, **always, **group}
    without = {key: value for key, value in always.items() if key != "dev-dependencies"}
    yield {"group": None, **without, **group}
    of_project = {key: project[key] for key in _PROJECT if key in project}
    there = {key: value for key, value in always.items() if value is not None} | group
    combined = {"project": of_project, "tool": {"poetry": there}}
    yield combined
    yield combined | {"dependency-groups": manifest.values.get("dependency-groups")}


def _hashed_by_pdm(manifest: Table) -> Iterator[Mapping[str, object]]:
    project, pdm = manifest.table("project").values, manifest.table("tool", "pdm")
    development = pdm.table("dev-dependencies").values
    resolution = pdm.table("resolution").values
    groups = {
        normalized(key): value
        for key, value in {
            **development,
            **manifest.table("dependency-groups").values,
        }.items()
    }
    hashed = {
        "sources": pdm.values.get("source", []),
        "dependencies": project.get("dependencies", []),
        "optional-dependencies": project.get("optional-dependencies", {}),
        "requires-python": project.get("requires-python", ""),
    }
    yield hashed | {"dev-dependencies": groups, "resolution": resolution}
    yield hashed | {"dev-dependencies": development, "resolution": resolution}
    overrides = pdm.values.get("overrides", resolution.get("overrides", {}))
    yield hashed | {"dev-dependencies": development, "overrides": overrides}


def _hashed_by_pipenv(manifest: Table) -> Iterator[Mapping[str, object]]:
    values = manifest.values
    meta = {"sources": values.get("source", [_PYPI]), "requires": values.get("requires", {})}
    categories = {
        "default": values.get("packages", {}),
        "develop": values.get("dev-packages", {}),
        **{key: value for key, value in values.items() if key not in _NO_CATEGORY},
    }
    yield {"_meta": meta, **categories}
    # Since 2026, names are hashed as they are compared.
    compared = {
        category: {normalized(name): asked for name, asked in packages.items()}
        for category, packages in categories.items()
        if isinstance(packages, dict)
    }
    yield {"_meta": meta, **categories, **compared}


def _is_one_of(
    stated: str | None,
    contents: Iterable[Mapping[str, object]],
    separators: tuple[str, str] = (", ", ": "),
) -> bool | None:
    """Tell whether a digest is that of any of these, written as JSON in the order of keys."""
    if not stated:
        return None
    for content in contents:
        try:
            text = json.dumps(content, sort_keys=True, separators=separators)
        except (TypeError, ValueError, RecursionError):  # A date, say, which nobody would hash.
            return None
        if hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() == stated:
            return True
    return False
