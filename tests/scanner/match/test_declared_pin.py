"""Pins of a requirements file that are no versions by PEP 440, from the file to the tally.

pip and uv refuse such a file; what it asks for was installed by older ones all the same.
"""

from __future__ import annotations

import pytest

from scanner.advisories.index import AdvisoryIndex
from scanner.model.advisory import Status
from scanner.pipeline import audit, scan


@pytest.mark.parametrize(
    ("pin", "statuses", "outcome"),
    [
        pytest.param(
            "paramiko==0.9-doduo", {Status.AFFECTED}, "affected", id="an advisory lists it"
        ),
        pytest.param("pillow==no-version", {Status.UNDETERMINED}, "undetermined", id="bounds only"),
        pytest.param("pillow===2011q4", {Status.UNDETERMINED}, "undetermined", id="any text"),
        pytest.param("pillow==1.*-x", set(), "unversioned", id="no pin at all"),
    ],
)
def test_a_pin_that_is_no_version_is_never_clean(pin, statuses, outcome, tmp_path):
    (tmp_path / "requirements.txt").write_text(f"{pin}\n")
    with AdvisoryIndex.opened() as index:
        report = audit(scan(str(tmp_path)), index)

    assert statuses <= {each.status for each in report.findings}
    assert all(each.reason for each in report.findings if each.status is Status.UNDETERMINED)
    assert (1, 0) == (getattr(report.tally, outcome), report.tally.clean)
    assert any(
        each.path == "requirements.txt" and "version" in each.reason
        for each in report.inventory.problems
    )
