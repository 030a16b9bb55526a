"""Values in Python code that can be told without running it, each with the lines that it is on.

Statements are taken in order, as if each was run once. What stands under a condition or in a loop
makes the name that it changes one whose value is not told, or not all of it.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

MAX_LENGTH: Final = 10_000
"""Of texts and lists: a name that is added to itself doubles, again and again."""
MAX_DEPTH: Final = 100
_FIELD: Final = re.compile(r"\{(?P<name>\w*)\}|%[sd]")
_COPIES: Final = frozenset(("frozenset", "list", "set", "sorted", "tuple", "dict", "str"))
_BLOCKS: Final = (ast.If, ast.For, ast.While, ast.Try)
_FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True, slots=True)
class Untold:
    """Something that is not told."""

    line: int


@dataclass(frozen=True, slots=True)
class Text:
    """A text."""

    value: str
    line: int
    last_line: int

    def lines(self) -> Iterator[Text]:
        """Yield its lines that say something and are no comment."""
        if "\n" not in self.value:
            if text := self.value.strip():
                yield Text(text, self.line, self.last_line)
            return
        is_as_written = self.last_line - self.line == self.value.count("\n")
        for number, line in enumerate(self.value.split("\n"), self.line):
            text = line.strip()
            if text and not text.startswith("#"):
                first, last = (number, number) if is_as_written else (self.line, self.last_line)
                yield Text(text, first, last)

    def words(self) -> Iterator[Text]:
        """Yield its words."""
        for line in self.lines():
            yield from (Text(word, line.line, line.last_line) for word in line.value.split())


Value: TypeAlias = "Untold | Text | list[Text | Untold] | dict[str, Value]"


@dataclass(slots=True)
class Values:
    """What names stand for."""

    names: dict[str, Value] = field(default_factory=dict)

    @classmethod
    def of(cls, module: ast.Module, wanted: AbstractSet[int]) -> Values:
        """Return what names stand for at the end, those of functions that hold a node included."""
        values = cls()
        values._run(module.body, wanted)
        return values

    def of_node(self, node: ast.expr, depth: int = 0) -> Value:
        """Return the value of an expression."""
        value = self._of(node, depth + 1) if depth < MAX_DEPTH else Untold(node.lineno)
        length = len(value.value) if isinstance(value, Text) else 0
        length = len(value) if isinstance(value, (list, dict)) else length
        return value if length <= MAX_LENGTH else Untold(node.lineno)

    def _run(self, body: list[ast.stmt], wanted: AbstractSet[int]) -> None:
        for statement in body:
            match statement:
                case ast.If(test=ast.Compare(left=ast.Name(id="__name__"))) | ast.With():
                    self._run(statement.body, wanted)
                case ast.FunctionDef() | ast.AsyncFunctionDef():
                    if any(id(node) in wanted for node in ast.walk(statement)):
                        self._run(statement.body, wanted)
                case ast.If() | ast.For() | ast.While() | ast.Try():
                    for node in ast.walk(statement):
                        self._forget(node)
                case _:
                    self._take(statement)

    def _take(self, statement: ast.stmt) -> None:
        """Do what a statement does to names, as far as that can be told."""
        match statement:
            case ast.Assign(targets=targets, value=node):
                for target in targets:
                    self._assign(target, self.of_node(node))
            case ast.AnnAssign(target=target, value=ast.expr() as node):
                self._assign(target, self.of_node(node))
            case ast.AugAssign(target=ast.Name(id=name), op=ast.Add(), value=node):
                self._add(name, self.of_node(node), node.lineno)
            case ast.Expr(
                value=ast.Call(
                    func=ast.Attribute(value=ast.Name(id=name), attr=method), args=[node]
                )
            ):
                value = self.of_node(node)
                if method == "append":
                    value = [value] if isinstance(value, Text) else Untold(node.lineno)
                if method in {"append", "extend", "update"}:
                    self._add(name, value, node.lineno)
            case _:
                pass

    def _assign(self, target: ast.expr, value: Value) -> None:
        match target:
            case ast.Name(id=name):
                self.names[name] = value
            case ast.Subscript(value=ast.Name(id=name), slice=ast.Constant(value=str(key))):
                known = self.names.get(name)
                if isinstance(known, dict):
                    self.names[name] = known | {key: value}
            case _:
                for node in ast.walk(target):
                    if isinstance(node, ast.Name):
                        self.names[node.id] = Untold(node.lineno)

    def _add(self, name: str, value: Value, line: int) -> None:
        together = _together(self.names.get(name, Untold(line)), value, line)
        is_short = not isinstance(together, (list, dict)) or len(together) <= MAX_LENGTH
        self.names[name] = together if is_short else Untold(line)

    def _forget(self, node: ast.AST) -> None:
        """Note that a name may stand for something else, or for more."""
        match node:
            case ast.Name(id=name, ctx=ast.Store()):
                known = self.names.get(name)
                self.names[name] = _more(known, node.lineno)
            case (
                ast.Subscript(value=ast.Name(id=name), ctx=ast.Store())
                | ast.Call(
                    func=ast.Attribute(
                        value=ast.Name(id=name), attr="append" | "extend" | "update" | "insert"
                    )
                )
            ):
                if name in self.names:
                    self.names[name] = _more(self.names[name], node.lineno)
            case _:
                pass

    def _of(self, node: ast.expr, depth: int) -> Value:
        value: Value = Untold(node.lineno)
        match node:
            case ast.Constant(value=str() | int() | float() as constant):
                value = Text(str(constant), node.lineno, node.end_lineno or node.lineno)
            case ast.Name(id=name):
                value = self.names.get(name, value)
            case ast.List(elts=elements) | ast.Tuple(elts=elements) | ast.Set(elts=elements):
                value = self._list(elements, depth)
            case ast.Dict():
                value = self._dict(node, depth)
            case ast.Subscript(value=inner, slice=ast.Constant(value=str(key))):
                known = self.of_node(inner, depth)
                value = known.get(key, value) if isinstance(known, dict) else value
            case ast.Call():
                value = self._called(node, depth)
            case _:
                value = self._composed(node, depth)
        return value

    def _composed(self, node: ast.expr, depth: int) -> Value:
        """Return the value of what is put together of several."""
        line = node.lineno
        match node:
            case ast.JoinedStr(values=parts):
                values = [self.of_node(part, depth) for part in parts]
                return _joined(values, line, node.end_lineno or line)
            case ast.FormattedValue(value=inner, conversion=-1, format_spec=None):
                return self.of_node(inner, depth)
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return _together(self.of_node(left, depth), self.of_node(right, depth), line)
            case ast.BinOp(left=left, op=ast.Mod(), right=right):
                arguments = right.elts if isinstance(right, ast.Tuple) else [right]
                return self._filled(self.of_node(left, depth), arguments, {}, depth)
            case _:
                return Untold(line)

    def _list(self, elements: list[ast.expr], depth: int) -> Value:
        found: list[Text | Untold] = []
        for element in elements:
            inner = element.value if isinstance(element, ast.Starred) else None
            value = self.of_node(inner or element, depth)
            if inner and isinstance(value, list):
                found += value
            else:
                found.append(value if isinstance(value, Text) else Untold(element.lineno))
            if len(found) > MAX_LENGTH:
                return Untold(element.lineno)
        return found

    def _dict(self, node: ast.Dict, depth: int) -> Value:
        found: dict[str, Value] = {}
        for key, each in zip(node.keys, node.values, strict=True):
            value = self.of_node(each, depth)
            name = self.of_node(key, depth) if key else None
            if isinstance(name, Text):
                found[name.value] = value
            elif key is None and isinstance(value, dict):
                found |= value
            else:
                found[f"line {each.lineno}"] = Untold(each.lineno)
        return found

    def _called(self, node: ast.Call, depth: int) -> Value:
        match node:
            case ast.Call(func=ast.Name(id="dict"), args=[], keywords=keywords):
                pairs = ((each.arg, self.of_node(each.value, depth)) for each in keywords)
                return {name: value for name, value in pairs if name}
            case ast.Call(func=ast.Name(id=name), args=[inner], keywords=[]) if name in _COPIES:
                return self.of_node(inner, depth)
            case ast.Call(func=ast.Attribute(value=inner, attr=method), args=args, keywords=named):
                known = self.of_node(inner, depth)
                if not isinstance(known, Text):
                    return known if method == "copy" else Untold(node.lineno)
                if method == "format":
                    names = {each.arg: each.value for each in named if each.arg}
                    return self._filled(known, args, names, depth)
                return _divided(known, method, has_separator=bool(args), line=node.lineno)
            case _:
                return Untold(node.lineno)

    def _filled(
        self,
        form: Value,
        arguments: list[ast.expr],
        named: dict[str, ast.expr],
        depth: int,
    ) -> Value:
        """Return a form with texts in its places: ``{}``, ``{0}``, ``{name}``, ``%s``."""
        if not isinstance(form, Text):
            return form
        nodes = {str(number): node for number, node in enumerate(arguments)} | named
        given = {name: self.of_node(node, depth) for name, node in nodes.items()}
        parts: list[Value] = []
        end = 0
        for number, place in enumerate(_FIELD.finditer(form.value)):
            parts.append(Text(form.value[end : place.start()], form.line, form.last_line))
            parts.append(given.get(place["name"] or str(number), Untold(form.line)))
            end = place.end()
        rest = form.value[end:]
        if not _FIELD.sub("", form.value).isprintable() or "{" in rest or "%" in rest:
            return Untold(form.line)
        return _joined([*parts, Text(rest, form.line, form.last_line)], form.line, form.last_line)


def _together(left: Value, right: Value, line: int) -> Value:
    """Return one value behind the other; of lists, one may be not told."""
    if isinstance(left, Text) and isinstance(right, Text):
        return Text(left.value + right.value, left.line, right.last_line)
    if isinstance(left, dict) and isinstance(right, dict):
        return left | right
    if isinstance(left, list) and isinstance(right, list):
        return left + right
    if isinstance(left, list) and isinstance(right, Untold):
        return [*left, right]
    if isinstance(left, Untold) and isinstance(right, list):
        return [left, *right]
    return Untold(line)


def _more(known: Value | None, line: int) -> Value:
    """Return what is known of a value to which something may be added."""
    if isinstance(known, list):
        return [*known, Untold(line)] if len(known) < MAX_LENGTH else Untold(line)
    if isinstance(known, dict):
        return known | {f"line {line}": Untold(line)}
    return Untold(line)


def _joined(parts: list[Value], line: int, last_line: int) -> Value:
    texts = [part.value for part in parts if isinstance(part, Text)]
    if len(texts) < len(parts) or sum(map(len, texts)) > MAX_LENGTH:
        return Untold(line)
    return Text("".join(texts), line, last_line)


def _divided(text: Text, method: str, *, has_separator: bool, line: int) -> Value:
    if method == "strip" and not has_separator:
        return text
    if method == "splitlines" or (method == "split" and has_separator):
        return list(text.lines())
    return list(text.words()) if method == "split" else Untold(line)
