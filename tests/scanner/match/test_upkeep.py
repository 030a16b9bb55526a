"""What an index of packages says of what was found."""

from __future__ import annotations

import pytest

from scanner.advisories.content import IndexContent
from scanner.match.upkeep import with_upkeep
from scanner.model.component import State
from scanner.model.names import NormalizedName
from scanner.model.project_status import Maintenance, ProjectStatus, YankedRelease
from tests.support.advisories import index_of
from tests.support.reports import OWNER, component, report_of

ZOPE, IDNA = NormalizedName("zope-interface"), NormalizedName("idna")
ARCHIVED, ACTIVE = (
    ProjectStatus(project=name, maintenance=maintenance, date="2026-08-01")
    for name, maintenance in ((ZOPE, Maintenance.ARCHIVED), (IDNA, Maintenance.ACTIVE))
)
YANKED = YankedRelease(project=ZOPE, version="5.0", reason="broken")
CONTENT = IndexContent(
    statuses=[ARCHIVED, ACTIVE],
    yanked=[YANKED, YankedRelease(project=ZOPE, version="odd")],
)
FOUND = component("Zope.Interface", "5.0.0")


def upkeep_of(tmp_path, *components):
    """Return what is said of distributions."""
    with index_of(tmp_path, CONTENT) as index:
        report = with_upkeep(report_of(*components), index)
    return report.projects, report.yanked


def test_projects_and_releases_are_found_by_name_and_version(tmp_path):
    """
    What is active is nothing to report, and what no snapshot has is not known to be active.
    """
    found = upkeep_of(tmp_path, FOUND, component("idna", "3.4"), component("unknown", "1.0"))

    assert ((ARCHIVED,), (YANKED,)) == found


@pytest.mark.parametrize("version", ["5.0", "5.0+local", "5.0.0.0"])
def test_a_yanked_release_is_one_however_it_is_spelled(tmp_path, version):
    assert (YANKED,) == upkeep_of(tmp_path, component("zope.interface", version))[1]


@pytest.mark.parametrize("version", ["5.0.post1", "4.0", "odd", None])
def test_another_release_is_not_yanked(tmp_path, version):
    assert ((ARCHIVED,), ()) == upkeep_of(tmp_path, component("zope.interface", version))


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"state": State.TEST_DATA}, id="not included"),
        pytest.param({"state": State.EDITABLE}, id="editable"),
        pytest.param({"origin": "git+https://x.test/zope"}, id="from a repository"),
        pytest.param({"purl": "pkg:conda/zope.interface@5.0"}, id="conda"),
        pytest.param({"owner": OWNER}, id="the operating system's"),
    ],
)
def test_what_is_no_release_of_the_index_is_left_out(tmp_path, changes):
    assert ((), ()) == upkeep_of(tmp_path, component("zope.interface", "5.0", **changes))
