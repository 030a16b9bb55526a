"""Where the texts of licences are, and which of them are about what somebody else made.

Builds put them into ``dist-info/licenses`` under the paths that they had in the source (PEP 639);
older ones into ``dist-info`` itself, into the package, or nowhere.
"""

from __future__ import annotations

import re
from typing import Final

from layers.pattern import matcher
from scanner.licenses.claim import CLAIMS
from scanner.licenses.field import parse_field

_LICENSE_NAME: Final = re.compile(
    r"(?:un)?licen[sc]e|copying|copyright|notices?(?:[.-]|$)|third[-_. ]?part", re.IGNORECASE
)
_NO_LICENSE_NAME: Final = re.compile(
    r"(?:AUTHORS|CONTRIBUTORS|CREDITS|THANKS|README|CHANGE|HISTORY|MAINTAINERS)[^/]*$"
    r"|.*\.(?:py[cdiwx]?|so|js|json|html?)$",
    re.IGNORECASE,
)
_METADATA: Final = re.compile(r"(?P<holder>.*?(?:\.dist-info|\.egg-info|EGG-INFO))/(?P<rest>.*)")
_INNERMOST: Final = re.compile(r"(?P<holder>.*(?:\.dist-info|\.egg-info|EGG-INFO))/(?P<rest>.*)")
_CONDA: Final = re.compile(r"(?P<holder>.*?)/?info/licenses/(?P<rest>.*)")
_PACKAGE: Final = re.compile(
    r"(?P<holder>.*(?:site|dist)-packages/(?P<name>[^/]+))/(?P<rest>[^/]*)"
)
_THIRD_PARTY: Final = re.compile(
    r"third[-_. ]?part|3rd[-_. ]?part|(?:^|[/_.-])(?:bundled?|vendor(?:ed)?|_vendor|extern(?:al)?s?"
    r"|deps|dependenc(?:y|ies)|thirdparty|contrib|subprojects?|node_modules|submodules)"
    r"(?=[/_.-]|$)|\.libs/|licenses?[-_.](?:bundled|external|deps|3rd)|^NOTICES",
    re.IGNORECASE,
)
_FRAME: Final = re.compile(r"^licen[sc]e[_.-]|\.(?:txt|md|rst)$", re.IGNORECASE)
"""What is around the name of a licence in that of its file."""
_OWN_DIRECTORY: Final = re.compile(
    r"(?:licen[sc]es?|doc|docs|legal|python|src|\.\.)", re.IGNORECASE
)
"""Directories that are no part of the source, but where it has its own licences."""


def is_claimed(path: str) -> bool:
    """Tell whether a file of that path would be among those that may be licences."""
    return any(matcher(pattern).fullmatch(path) for pattern in CLAIMS)


def holder_of(path: str) -> tuple[str, str] | None:
    """Return what a licence file belongs to, and its path in there; None if to nothing.

    It belongs to a metadata directory, a directory of a conda package, or one in a site directory.
    """
    name = path.rpartition("/")[2]
    is_license = _LICENSE_NAME.search(name) is not None
    if not (is_license or "licenses/" in path) or _NO_LICENSE_NAME.match(name):
        return None
    if found := _in_metadata(path):
        holder, rest = found
        is_kept = rest.startswith("licenses/") or ("/" not in rest and is_license)
        return (holder, rest.removeprefix("licenses/")) if is_kept else None
    for pattern in (_CONDA, _PACKAGE):
        if found_elsewhere := pattern.fullmatch(path):
            return found_elsewhere["holder"], found_elsewhere["rest"]
    return None


def is_third_party(path: str, others: tuple[str, ...]) -> bool:
    """Tell whether a file is about what is bundled; both are paths inside of one distribution.

    One in a directory of the source is about that directory, if there is one for the whole, too.
    """
    if _THIRD_PARTY.search(path):
        return True
    *directories, name = path.split("/")
    if directories and directories[-1].upper() == "LICENSES":
        # REUSE calls files by identifiers; others collect there what they copied.
        meaning = parse_field(_FRAME.sub("", name))
        return not (meaning.expression or meaning.family) and _is_own_there(others)
    is_below = any(not _OWN_DIRECTORY.fullmatch(each) for each in directories)
    return is_below and _is_own_there(others)


def _is_own_there(others: tuple[str, ...]) -> bool:
    return any("/" not in each and not _THIRD_PARTY.search(each) for each in others)


def _in_metadata(path: str) -> tuple[str, str] | None:
    # Below ``licenses`` there may be the metadata of what is bundled.
    found = _METADATA.fullmatch(path)
    if found and not found["rest"].startswith("licenses/"):
        found = _INNERMOST.fullmatch(path)
    return (found["holder"], found["rest"]) if found else None
