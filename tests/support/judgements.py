"""Reports of every kind, by hypothesis: each field of a judgement has each kind of value.

What values there are follows from the annotations of the model, so that no field is forgotten.
"""

from __future__ import annotations

from dataclasses import fields

from hypothesis import Phase
from hypothesis import strategies as st
from packaging.version import Version

from scanner.formats.report_json import ENUMERATIONS, RECORDS
from scanner.model.advisory import Level
from scanner.model.finding import Finding
from scanner.model.report import Report
from tests.support.inventories import (
    flags,
    inventories,
    many,
    numbers,
    owners,
    shares,
    some,
    texts,
)

WITHOUT_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)
"""To make a whole report smaller takes minutes."""
_versions = st.sampled_from(["0", "1.0", "1.0.0", "2!1.0rc1.post1.dev2+cu124"]).map(Version)
_names = {
    "str": texts,
    "NormalizedName": texts,
    "bool": flags,
    "int": numbers,
    "float": shares,
    "Version": _versions,
    "Owner": owners,
    "Level": st.sampled_from(Level),
} | {kind.__name__: st.sampled_from(kind) for kind in ENUMERATIONS}


def _values(annotation):
    """Return values of the type of a field."""
    if annotation.endswith(" | None"):
        return some(_values(annotation.removesuffix(" | None")))
    if annotation.startswith("tuple["):
        return many(_values(annotation.removeprefix("tuple[").removesuffix(", ...]")))
    if annotation.startswith("Mapping[str, "):
        element = annotation.removeprefix("Mapping[str, ").removesuffix("]")
        return st.dictionaries(texts, _values(element), max_size=2)
    return _names[annotation]


def _every(kind, **strategies):
    given = {each.name: each.type for each in fields(kind) if each.name not in strategies}
    return st.builds(kind, **strategies, **{name: _values(of) for name, of in given.items()})


for _kind in RECORDS:
    _names[_kind.__name__] = _every(_kind)


def _reports_of(inventory):
    components = inventory.components
    findings = st.just(())
    if components:
        records = st.lists(_names["Advisory"], min_size=1, max_size=2).map(tuple)
        of_some = st.sampled_from(components)
        findings = many(_every(Finding, component=of_some, advisories=records))
    return _every(
        Report,
        inventory=st.just(inventory),
        findings=findings,
        advisories_digest=some(texts.filter(bool)),
        created=some(texts.filter(bool)),
    )


reports = inventories.flatmap(_reports_of)
