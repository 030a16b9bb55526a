"""A zip file of all licence files as they are, with an index and a NOTICE.

``licenses/NAME-VERSION/FILE``. The names are made from what an image says, and so are harmless
wherever they are unpacked; ``index.json`` has the real ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from scanner.formats.json_text import json_text
from scanner.formats.licenses.attributed import attributed
from scanner.formats.licenses.emitter import LicenseEmitter
from scanner.formats.licenses.file_name import free_name, safe_name, safe_part
from scanner.formats.licenses.notice_text import notice_of
from scanner.formats.licenses.zip_file import zipped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.licenses.report import LicenseReport
    from scanner.model.component import Component
    from scanner.model.license import LicenseText

_LICENSES: Final = "licenses"
_Names: TypeAlias = dict[tuple[tuple[str, str], str], str]


def emit(report: LicenseReport) -> Iterator[bytes]:
    """Yield the archive."""
    texts = report.inventory.license_texts
    names = _names(report)
    members = [(name, texts[digest]) for (_, digest), name in names.items()]
    index = json_text({"format": 1, "components": _index(report, names)})
    notice = "".join(notice_of(report, attributed(report)))
    yield zipped([("NOTICE", notice.encode()), ("index.json", index.encode()), *members])


def _names(report: LicenseReport) -> _Names:
    """Return a name for each file, by the one that it should have, and its digest."""
    names: _Names = {}
    taken: set[str] = set()
    for entry in report.entries:
        for text in entry.licensing.detected:
            wanted = _wanted(entry.component, text)
            if text.digest in report.inventory.license_texts and (wanted, text.digest) not in names:
                names[wanted, text.digest] = free_name(*wanted, taken)
    return names


def _wanted(component: Component, text: LicenseText) -> tuple[str, str]:
    """Return the directory and the file."""
    directory = safe_part(f"{component.name}-{component.version or 'unknown'}")
    return f"{_LICENSES}/{directory}", safe_name(_below(component, text.path))


def _below(component: Component, path: str) -> str:
    """Return the path of a licence file inside of its distribution."""
    home = component.evidence.path.rstrip("/")
    for directory in (f"{home}/{_LICENSES}", home, home.rpartition("/")[0]):
        if directory and path.startswith(f"{directory}/"):
            return path.removeprefix(f"{directory}/")
    return path


def _index(report: LicenseReport, names: _Names) -> list[dict[str, object]]:
    return [
        {
            "name": entry.component.name,
            "version": entry.component.version,
            "purl": entry.component.purl,
            "path": f"/{entry.component.evidence.path}",
            "concluded": entry.licensing.concluded,
            "files": [
                {
                    "file": names.get((_wanted(entry.component, text), text.digest)),
                    "path": f"/{text.path}",
                    "digest": text.digest,
                }
                for text in entry.licensing.detected
            ],
        }
        for entry in report.entries
    ]


BUNDLE: Final = LicenseEmitter(
    name="bundle", media_type="application/zip", emit=emit, is_binary=True
)
