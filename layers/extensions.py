"""Named things that are imported when they are first looked up, so that a start costs nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Generic, TypeVar, cast

T = TypeVar("T")


class Extensions(Mapping[str, T], Generic[T]):
    """A read-only mapping of names to objects, each given as ``"module:attribute"``."""

    def __init__(self, locations: Mapping[str, str]) -> None:
        self._locations = dict(locations)
        self._loaded: dict[str, T] = {}

    def __getitem__(self, name: str) -> T:
        if name not in self._loaded:
            module, _, attribute = self._locations[name].partition(":")
            self._loaded[name] = cast("T", getattr(import_module(module), attribute))
        return self._loaded[name]

    def __contains__(self, name: object) -> bool:
        return name in self._locations

    def __iter__(self) -> Iterator[str]:
        return iter(self._locations)

    def __len__(self) -> int:
        return len(self._locations)

    @property
    def modules(self) -> frozenset[str]:
        """The modules that are named, imported or not."""
        return frozenset(location.partition(":")[0] for location in self._locations.values())
