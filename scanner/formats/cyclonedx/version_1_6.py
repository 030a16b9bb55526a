"""CycloneDX 1.6: what it lacks of 1.7, and where that goes.

Its ``licenses`` have either exactly one expression, or any number of names. What is concluded
stays, or else what is declared; the other, and the texts, are in ``evidence.licenses``, as names.
What is only declared by name is a property, too, since evidence may be of anything.
What is outside of an assembly (``isExternal``, ``versionRange``) is a property.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.formats.cyclonedx.data import Data, flag, known, with_components, with_properties

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
_NEWER: Final = frozenset(("versionRange", "isExternal"))


def as_1_6(document: Data) -> Data:
    """Return a document of 1.7 as one of 1.6."""
    return with_components(document, _component)


def _component(component: Data) -> Data:
    licenses, others = _divided(component.get("licenses", ()))
    evidence = component.get("evidence", {})
    if not others and "licenses" not in evidence and _NEWER.isdisjoint(component):
        return component
    named = [*_named(others), *_named(evidence.get("licenses", ()))]
    converted = {
        **component,
        "licenses": licenses,
        "evidence": known({**evidence, "licenses": _merged(named)}),
    }
    version_range = converted.pop("versionRange", None)
    is_external = converted.pop("isExternal", None)
    names = (each["license"] for each in others if "license" in each)
    return with_properties(
        known(converted),
        [
            ("external", flag(is_external)),
            ("version-range", version_range),
            *(("license:name", each["name"]) for each in names if "acknowledgement" in each),
        ],
    )


def _divided(licenses: Iterable[Data]) -> tuple[list[Data], list[Data]]:
    """Return the one expression that stays, or all names, and what goes elsewhere."""
    entries = list(licenses)
    at = next((at for at, entry in enumerate(entries) if "expression" in entry), None)
    if at is None:
        return entries, []
    stays = dict(entries[at])
    texts = [{"license": _text(each)} for each in stays.pop("expressionDetails", ())]
    return [stays], [*entries[:at], *entries[at + 1 :], *texts]


def _text(detail: Data) -> Data:
    return {"name": detail["licenseIdentifier"], "text": detail["text"]}


def _named(entries: Iterable[Data]) -> Iterator[Data]:
    """Yield licences by name: an expression is one, where it cannot be an expression."""
    for entry in entries:
        if "expression" in entry:
            acknowledgement = entry.get("acknowledgement")
            yield known({"name": entry["expression"], "acknowledgement": acknowledgement})
            for detail in entry.get("expressionDetails", ()):
                yield _text(detail)
        else:
            yield entry["license"]


def _merged(licenses: Iterable[Data]) -> list[Data]:
    """Return each licence once, with the first text that there is of it."""
    found: dict[tuple[str, str | None], Data] = {}
    for each in licenses:
        key = (each["name"], each.get("acknowledgement"))
        found[key] = {**each, **found.get(key, {})}
    return [{"license": each} for each in found.values()]
