"""Several inventories as one: each below a directory that is called as what it is of.

So no two things are at one place, whatever the images have in common. Layers are those of all.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, Final, TypeVar

from scanner.formats.inventory_json import SPELLINGS
from scanner.formats.record_json import BY_RULE
from scanner.model.inventory import Coverage, Inventory, Subject

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Value = TypeVar("Value")
SOURCE: Final = "merged"
LAYERS: Final = frozenset(("layer", "removed_in", "index"))
"""The fields that are indexes of layers."""
LISTS: Final = (
    *("environments", "components", "problems", "system_packages", "dependencies", "inclusions"),
    "changes",
)


def merged(inventories: Sequence[Inventory]) -> Inventory:
    """Return all that is in any of them."""
    moved = list(_apart(inventories))
    lists: dict[str, Any] = {
        name: tuple(each for inventory in moved for each in getattr(inventory, name))
        for name in LISTS
    }
    return Inventory(
        subject=_subject([inventory.subject for inventory in moved]),
        coverage=_coverage([inventory.coverage for inventory in moved]),
        included=frozenset(state for inventory in moved for state in inventory.included),
        files_compared=all(inventory.files_compared for inventory in moved),
        emails_withheld=any(inventory.emails_withheld for inventory in moved),
        license_texts={
            digest: text for each in moved for digest, text in each.license_texts.items()
        },
        **lists,
    )


def _apart(inventories: Sequence[Inventory]) -> Iterator[Inventory]:
    """Yield each below a directory of its own, with the layers behind those of the others."""
    names: dict[str, int] = {}
    layers = 0
    for inventory in inventories:
        name = inventory.subject.location.rstrip("/").rpartition("/")[2] or "root"
        names[name] = names.get(name, 0) + 1
        directory = name if names[name] == 1 else f"{name}~{names[name]}"
        yield _moved(inventory, directory, layers)
        layers += len(inventory.subject.layers)


def _subject(subjects: Sequence[Subject]) -> Subject:
    return Subject(
        location=", ".join(subject.location for subject in subjects),
        source=SOURCE,
        names=tuple(dict.fromkeys(name for subject in subjects for name in subject.names)),
        layers=tuple(layer for subject in subjects for layer in subject.layers),
        base_is_guess=any(subject.base_is_guess for subject in subjects),
        verified=all(subject.verified for subject in subjects),
    )


def _coverage(coverages: Sequence[Coverage]) -> Coverage:
    """Return the least that any has."""
    for least in (Coverage.INCOMPLETE, Coverage.SBOM, Coverage.TOC):
        if least in coverages:
            return least
    return Coverage.FULL


def _moved(value: Value, directory: str, layers: int) -> Value:
    """Return a value of the model with its paths below a directory, and other layers."""
    moved: object = value
    if isinstance(value, tuple):
        moved = tuple(_moved(each, directory, layers) for each in value)
    elif is_dataclass(value) and not isinstance(value, type):
        paths = SPELLINGS.get(type(value), BY_RULE).paths
        changes: dict[str, object] = {}
        for name in (field.name for field in fields(value)):
            item = getattr(value, name)
            if name in paths:
                changes[name] = _below(directory, item)
            elif name in LAYERS and item is not None:
                changes[name] = item + layers
            elif isinstance(item, tuple) or is_dataclass(item):
                changes[name] = _moved(item, directory, layers)
        moved = replace(value, **changes)
    return moved  # type: ignore[return-value] # it is of the same type


def _below(directory: str, path: object) -> object:
    if isinstance(path, str):
        return f"{directory}/{path}" if path else directory
    if isinstance(path, (tuple, frozenset)):
        return type(path)(_below(directory, each) for each in path)
    return path
