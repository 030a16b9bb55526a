"""What does not fit together, and what to do about it."""

from __future__ import annotations

import pytest

from tests.support.licenses import licensing_of

MIT = "OSI Approved :: MIT License"
BSD = "OSI Approved :: BSD License"


@pytest.mark.parametrize(
    ("evidence", "kinds"),
    [
        pytest.param({"text": "MIT", "files": {"LICENSE": ["MIT"]}}, [], id="all is well"),
        pytest.param({"text": "MIT", "classifier": BSD}, ["field-classifier"], id="a classifier"),
        pytest.param({"text": "BSD-2-Clause", "classifier": BSD}, [], id="a family of it"),
        pytest.param(
            {"expression": "MIT", "files": {"LICENSE": ["GPL-3.0-only"]}},
            ["declared-text", "bundled"],
            id="D12-another text",
        ),
        pytest.param({"expression": "Custom"}, ["invalid"], id="D2-not valid"),
        pytest.param(
            {"expression": "MIT", "files": {"LICENSE": ["MIT", "Zlib"]}}, ["bundled"], id="more"
        ),
        pytest.param(
            {"expression": "MIT", "absent": ("LICENSE",)}, ["missing-file"], id="D11-absent"
        ),
        pytest.param(
            {"expression": "MIT", "outside": ("../../etc/passwd",)},
            ["outside-file"],
            id="D11-outside",
        ),
    ],
)
def test_a_contradiction_is_told_with_advice(evidence, kinds):
    classifiers = [evidence.pop("classifier")] if "classifier" in evidence else []

    conflicts = licensing_of(evidence.pop("text", None), *classifiers, **evidence).conflicts

    assert kinds == [conflict.kind for conflict in conflicts]
    assert all(conflict.advice and "\n" not in conflict.advice for conflict in conflicts)
