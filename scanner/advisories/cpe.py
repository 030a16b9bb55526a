"""What NVD says of Python packages: criteria of CPE 2.3 (NIST IR 7695) as entries of OSV records.

A CPE names a vendor's product and no package. Only where it says itself that the product runs in
Python (``target_sw``) its name is taken for that of the distribution, and no other name is guessed.

OSV has no event for an exclusive start, but PEP 440 has a least version above each. A start that is
no version leaves all in doubt that is before the end (rule P7), and a single version that is none
leaves all in doubt; the sign before it keeps the repair table from making an end of it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from scanner.model.names import is_valid, normalized
from scanner.model.version import parsed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

PARTS: Final = 13
"""Of a CPE, with the two that say what it is."""
PYTHON: Final = "python"
ANY: Final = "*"
NO_UPDATE: Final = ("*", "-")
"""Updates that make no other version of a version: any, and none that applies."""
STARTS: Final = ("versionStartIncluding", "versionStartExcluding")
ENDS: Final = {"versionEndIncluding": "last_affected", "versionEndExcluding": "fixed"}
_COLON: Final = re.compile(r"(?<!\\):")
_QUOTED: Final = re.compile(r"\\(.)")


def affected_by(matches: Iterable[Mapping[str, object]]) -> list[dict[str, object]]:
    """Return what criteria say of Python packages, for each an entry of an OSV record.

    Raises:
        ValueError: if what one says of Python cannot be read.

    """
    entries: dict[str, dict[str, list[object]]] = {}
    for match in filter(is_of_python, matches):
        package, version = _product(match)
        events = _events(match, version)
        place = "ranges" if events else "versions"
        item = {"type": "ECOSYSTEM", "events": events} if events else version
        entry = entries.setdefault(package, {"ranges": [], "versions": []})
        if item not in entry[place]:
            entry[place].append(item)
    return [
        {"package": {"ecosystem": "PyPI", "name": package}, **entry}
        for package, entry in entries.items()
    ]


def is_of_python(match: Mapping[str, object]) -> bool:
    """Tell whether a criterion says that something is vulnerable that runs in Python."""
    parts = _parts(match)
    return match.get("vulnerable") is True and parts[2] == "a" and parts[10] == PYTHON


def version_after(text: str) -> str | None:
    """Return the least version that is above another one; None if that is no public version."""
    version = parsed(text)
    if version is None or version.local:
        return None
    if version.dev is not None:
        return f"{version.public.rpartition('.dev')[0]}.dev{version.dev + 1}"
    if version.post is not None:
        return f"{version.public.rpartition('.post')[0]}.post{version.post + 1}.dev0"
    return f"{version.public}.post0.dev0"


def _parts(match: Mapping[str, object]) -> list[str]:
    """Return the components of a criterion, quoted as they are.

    Raises:
        ValueError: if it is none.

    """
    criteria = match.get("criteria")
    parts = _COLON.split(criteria) if isinstance(criteria, str) else []
    if parts[:2] != ["cpe", "2.3"] or len(parts) != PARTS:
        raise ValueError(f"no CPE 2.3: {criteria!r:.200}")
    return parts


def _product(match: Mapping[str, object]) -> tuple[str, str]:
    """Return the package that a criterion is about, and the version."""
    product, version, update = _parts(match)[4:7]
    name = _QUOTED.sub(r"\1", product)
    if not is_valid(name):
        raise ValueError(f"a product that cannot be a package: {product!r:.200}")
    full = version if update in NO_UPDATE else version + update
    return normalized(name), _QUOTED.sub(r"\1", full)


def _events(match: Mapping[str, object], version: str) -> list[dict[str, str]]:
    """Return the events of a criterion's interval; none if it is about a single version."""
    begins = [(key, text) for key in STARTS if (text := _bound(match, key)) is not None]
    ends = [(kind, text) for key, kind in ENDS.items() if (text := _bound(match, key)) is not None]
    if len(begins) > 1 or len(ends) > 1:
        raise ValueError("two starts or two ends of one interval")
    if version != ANY and (begins or ends or parsed(version) is None):
        return [{"introduced": "0"}, {"last_affected": f"= {version}"}]
    if version != ANY:
        return []
    begin = _begin(*begins[0]) if begins else "0"
    if begin is None:
        doubt = {"introduced": f"> {begins[0][1]}"}
        return [{"introduced": "0"}, doubt, *({kind: text} for kind, text in ends)]
    for kind, text in ends:
        _check_order(begin, kind, text)
    return [{"introduced": begin}, *({kind: text} for kind, text in ends)]


def _bound(match: Mapping[str, object], key: str) -> str | None:
    text = match.get(key)
    if text is not None and not (isinstance(text, str) and text.strip()):
        raise ValueError(f"{key} is no version: {text!r:.200}")
    return text if isinstance(text, str) else None


def _begin(key: str, text: str) -> str | None:
    """Return the first version of an interval; None if it cannot be told."""
    if key == "versionStartExcluding":
        return version_after(text)
    return text if parsed(text) is not None else None


def _check_order(begin: str, kind: str, end: str) -> None:
    """Refuse an interval without a version in it: OSV would have it go on for ever."""
    first, last = parsed(begin), parsed(end)
    if first is None or last is None or begin == "0":
        return
    if first > last or (first == last and kind == "fixed"):
        raise ValueError(f"an interval from {begin} to {end}")
