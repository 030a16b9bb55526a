"""``metadata.json``: core metadata as ``wheel`` 0.23 to 0.31 wrote them (PEP 426, withdrawn)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from scanner.metadata.core_metadata import PLACEHOLDERS, CoreMetadata, visible

if TYPE_CHECKING:
    from collections.abc import Iterator

_DETAILS: Final = "python.details"


def parse_metadata_json(data: bytes) -> CoreMetadata:
    """Read the file, as far as it can be read."""
    try:
        document = json.loads(data)
    except (ValueError, RecursionError) as error:
        return CoreMetadata(oddities=(f"not JSON: {error}",))
    if not isinstance(document, dict):
        return CoreMetadata(oddities=("not an object",))
    urls = _object(_object(_object(document, "extensions"), _DETAILS), "project_urls")
    return CoreMetadata(
        name=_text(document, "name"),
        version=_text(document, "version"),
        summary=_text(document, "summary"),
        license=_text(document, "license"),
        classifiers=tuple(_texts(document, "classifiers")),
        requires_dist=tuple(_requirements(document)),
        provides_extra=tuple(_texts(document, "extras")),
        requires_python=_text(document, "requires_python"),
        home_page=_text(urls, "Home"),
    )


def _requirements(document: dict[str, object]) -> Iterator[str]:
    """Yield what ``run_requires`` says, each as ``Requires-Dist`` does."""
    groups = document.get("run_requires")
    for group in groups if isinstance(groups, list) else ():
        if not isinstance(group, dict):
            continue
        environment, extra = _text(group, "environment"), _text(group, "extra")
        conditions = [
            *([f"({environment})" if extra else environment] if environment else []),
            *([f'extra == "{extra}"'] if extra else []),
        ]
        marker = " and ".join(conditions)
        for text in _texts(group, "requires"):
            yield f"{text}; {marker}" if marker else text


def _object(document: dict[str, object], key: str) -> dict[str, object]:
    value = document.get(key)
    return value if isinstance(value, dict) else {}


def _text(document: dict[str, object], key: str) -> str | None:
    return next(_readable(document.get(key)), None)


def _texts(document: dict[str, object], key: str) -> Iterator[str]:
    values = document.get(key)
    for value in values if isinstance(values, list) else ():
        yield from _readable(value)


def _readable(value: object) -> Iterator[str]:
    """Yield a text in one line, if it is one and says anything; JSON can name half characters."""
    text = visible(value.encode("utf-8", "replace").decode()) if isinstance(value, str) else ""
    if text not in PLACEHOLDERS:
        yield text
