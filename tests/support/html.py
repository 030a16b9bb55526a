"""Pages as a parser has them, which closes no tag that is not closed."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = {"meta", "input", "br"}
FETCHING = {"src", "srcset", "action", "data", "poster", "formaction", "background"}
"""Attributes that a browser follows by itself; ``href`` is one of ``link`` alone."""
FETCHERS = {"link", "img", "iframe", "object", "embed", "base", "svg", "form"}


class Page(HTMLParser):
    """The tags of a page, and whether each is closed by its own."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.open: list[str] = []
        self.is_balanced = True
        self.feed(text)
        self.close()
        self.is_balanced = self.is_balanced and not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.is_balanced = False

    @property
    def fetches(self) -> list[str]:
        """What would make a browser ask somebody for something, without a click."""
        attributes = [name for name, _ in self.attributes if name in FETCHING]
        return attributes + [tag for tag in self.tags if tag in FETCHERS]

    @property
    def handlers(self) -> list[str]:
        """Attributes that are scripts."""
        return [name for name, _ in self.attributes if name.startswith("on")]

    @property
    def links(self) -> list[str]:
        """Where somebody may click to."""
        return [value or "" for name, value in self.attributes if name == "href"]
