"""What a stack of layers unpacks to, done the simplest way: one change after another, on a dict.

The rules are those of the OCI image specification's layer.md. Nothing is shared with the code that
is tested.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from tests.support.tar_blocks import END, member

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


class Change(Enum):
    """What a member of a layer does, by the flag of its header."""

    FILE = b"0"
    HARD_LINK = b"1"
    SYMLINK = b"2"
    DIRECTORY = b"5"
    WHITEOUT = b".wh."
    OPAQUE = b".wh..wh..opq"


@dataclass(frozen=True)
class Step:
    """One change of a layer."""

    change: Change
    path: str
    content: str = ""
    """Of a file, each character a byte; the target of a link."""


@dataclass(frozen=True)
class Node:
    """What is at a path in the end; links that lead nowhere are hard links still."""

    change: Change
    content: str
    layer: int


def unpacked(layers: Sequence[Sequence[Step]]) -> dict[str, Node]:
    """Return what is there when all layers have been unpacked, the lowest first."""
    nodes: dict[str, Node] = {}
    for index, layer in enumerate(layers):
        for step in layer:
            _make_way(nodes, step)
        for step in layer:
            _hide(nodes, step)
        for step in layer:
            _apply(nodes, step, index)
    return nodes


def possible(layers: Sequence[Sequence[Step]]) -> list[list[Step]]:
    """Return layers without the steps that would put something below what is no directory."""
    result: list[list[Step]] = []
    for layer in layers:
        result.append([])
        for step in layer:
            nodes = unpacked(result)
            above = [nodes.get(path) for path in _parents(_followed_parent(nodes, step.path))]
            if all(node is None or node.change is Change.DIRECTORY for node in above):
                result[-1].append(step)
    return result


def unpackable(layers: Sequence[Sequence[Step]]) -> list[list[Step]]:
    """Return layers with a directory put wherever something is to be below what is none."""
    result: list[list[Step]] = []
    for layer in layers:
        result.append([])
        for step in layer:
            nodes = unpacked(result)
            for parent in _parents(step.path):
                if parent in nodes and nodes[parent].change is not Change.DIRECTORY:
                    result[-1].append(Step(Change.DIRECTORY, parent))
            if step.change is Change.OPAQUE and step.path in nodes:
                result[-1].append(Step(Change.DIRECTORY, step.path))
            result[-1].append(step)
    return result


def tar_of_steps(layer: Iterable[Step]) -> bytes:
    """Return the tar archive of a layer."""
    return b"".join(map(_member, layer)) + END


def _member(step: Step) -> bytes:
    directory, _, name = step.path.rpartition("/")
    beside = f"{directory}/" if directory else ""
    match step.change:
        case Change.WHITEOUT:
            return member(f"{beside}.wh.{name}".encode())
        case Change.OPAQUE:
            return member(f"{step.path}/.wh..wh..opq".lstrip("/").encode())
        case Change.FILE:
            return member(step.path.encode(), step.content.encode("latin-1"))
        case Change.HARD_LINK | Change.SYMLINK:
            target = step.content.encode()
            return member(step.path.encode(), flag=step.change.value, target=target)
        case Change.DIRECTORY:
            return member(step.path.encode() + b"/", flag=b"5")


def _make_way(nodes: dict[str, Node], step: Step) -> None:
    """Remove what the layer replaces: whiteouts below it don't mean what a link there led to."""
    node = nodes.get(step.path)
    stays = node and node.change is step.change is Change.DIRECTORY
    if not stays and step.change not in {Change.WHITEOUT, Change.OPAQUE}:
        _remove(nodes, step.path)


def _hide(nodes: dict[str, Node], step: Step) -> None:
    if step.change is Change.WHITEOUT:
        _remove(nodes, _followed_parent(nodes, step.path))
    if step.change is Change.OPAQUE:
        for path in list(_below(nodes, _followed(nodes, step.path))):
            del nodes[path]


def _apply(nodes: dict[str, Node], step: Step, layer: int) -> None:
    path = _followed_parent(nodes, step.path)
    _make_directories(nodes, path, layer)
    match step.change:
        case Change.WHITEOUT:
            return
        case Change.OPAQUE:
            path = _followed(nodes, step.path)
            _make_directories(nodes, f"{path}/x".lstrip("/"), layer)
        case Change.DIRECTORY:
            if path not in nodes or nodes[path].change is not Change.DIRECTORY:
                _remove(nodes, path)
                nodes[path] = Node(Change.DIRECTORY, "", layer)
        case Change.HARD_LINK:
            _remove(nodes, path)
            target = nodes.get(_followed_parent(nodes, step.content))
            if target is None or target.change in {Change.DIRECTORY, Change.HARD_LINK}:
                nodes[path] = Node(Change.HARD_LINK, "", layer)
            else:
                nodes[path] = Node(target.change, target.content, layer)
        case Change.FILE | Change.SYMLINK:
            _remove(nodes, path)
            nodes[path] = Node(step.change, step.content, layer)


def _remove(nodes: dict[str, Node], path: str) -> None:
    nodes.pop(path, None)
    for below in list(_below(nodes, path)):
        del nodes[below]


def _below(nodes: dict[str, Node], path: str) -> Iterator[str]:
    prefix = f"{path}/" if path else ""
    return (other for other in nodes if other.startswith(prefix))


def _parents(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:count]) for count in range(1, len(parts))]


def _make_directories(nodes: dict[str, Node], path: str, layer: int) -> None:
    for parent in _parents(path):
        nodes.setdefault(parent, Node(Change.DIRECTORY, "", layer))


def _followed_parent(nodes: dict[str, Node], path: str) -> str:
    directory, _, name = path.rpartition("/")
    return f"{_followed(nodes, directory)}/{name}".lstrip("/")


def _followed(nodes: dict[str, Node], path: str) -> str:
    """Return where a path leads; none of the links may be a loop."""
    parts = path.split("/")
    for count in range(1, len(parts) + 1):
        node = nodes.get("/".join(parts[:count]))
        if node and node.change is Change.SYMLINK:
            beside = "/".join(parts[: count - 1])
            target = posixpath.join("/", beside, node.content, *parts[count:])
            return _followed(nodes, posixpath.normpath(target).lstrip("/"))
    return path
