"""Some fifty real records that are odd, each asked at and around its boundaries.

The expected answers are read off the records by hand: first those of the bundled index, then those
whose odd form only older copies of the database had.
"""

from __future__ import annotations

import pytest

from scanner.advisories.index import AdvisoryIndex
from scanner.match.matcher import match
from scanner.model.advisory import Advisory, Affected, Status
from scanner.model.names import normalized
from tests.support.advisories import advisory, findings_of, status_of
from tests.support.reports import component

A, U, N = Status.AFFECTED, Status.UNDETERMINED, Status.NOT_AFFECTED

TIMESTAMP = "2013-01-21T20:33:09+0100"

BUNDLED = [
    # Repaired upstream: fixed 0.13.3 now.
    ("PYSEC-2022-42972", "apache-iotdb", A, "0.12.2 0.12.2+local 0.12.6 0.13.0 0.13.0.post1"),
    ("PYSEC-2022-42972", "apache-iotdb", A, "0.13.2 0.13.3.dev0 0.13.3rc1"),
    ("PYSEC-2022-42972", "apache-iotdb", N, "0.12.1 0.12.2rc1 0.13.3 0.13.3+local 0.14.0rc1 1.0"),
    # Unsorted events.
    ("PYSEC-2022-236", "pyspark", A, "0.dev0 2.1.1 3.1.1 3.1.2 3.1.3rc1 3.2.0 3.2.1"),
    ("PYSEC-2022-236", "pyspark", N, "3.1.3 3.1.4 3.2.0rc1 3.2.2 3.3.0"),
    ("PYSEC-2023-72", "pyspark", A, "0.dev0 3.1.1 3.1.3 3.2.0 3.2.1 3.2.2rc1"),
    ("PYSEC-2023-72", "pyspark", N, "3.2.2 3.3"),
    # A range of commits first, then a seam at 2.0.0.
    ("PYSEC-2024-258", "scrapy", A, "0.10.4.2364 1.8.4 2.0.0.dev0 2.0.0rc1 2.0.0 2.0.0+local"),
    ("PYSEC-2024-258", "scrapy", A, "2.0.1 2.9.0 2.11.1 2.11.2rc1"),
    ("PYSEC-2024-258", "scrapy", N, "2.11.2 2.12"),
    # [0, 2.11.6) and [2.11, 2.11.7) overlap: the walk clears 2.11.6, and the list has it.
    ("PYSEC-2021-114", "wagtail", A, "0.1 2.7.3 2.11rc1 2.11 2.11.5 2.11.6 2.11.6.0 2.11.6+local"),
    ("PYSEC-2021-114", "wagtail", A, "2.12 2.12.3"),
    ("PYSEC-2021-114", "wagtail", N, "2.11.6.post1 2.11.7 2.12rc1 2.12.4 2.13"),
    # Withdrawn; its only bound is a date.
    ("PYSEC-2019-125", "steam", N, "0.1 0.9.1 1.0 2019-09-12 banana"),
    # The only bound is a build of conda: nothing says where the range ends.
    ("PYSEC-2021-371", "binderhub", U, "0.dev0 0.1.0 0.2.0 1.0.0 0.2.0-n653 banana"),
    # ``fixed: 4.6.0.stable11``, and a second interval that is sound.
    ("PYSEC-2026-1194", "assemblyline-service-client", A, "4.6.1.dev0 4.6.1.dev99 4.6.1.dev137"),
    ("PYSEC-2026-1194", "assemblyline-service-client", U, "4.5.0.9 4.6.0 4.6.0.stable11"),
    ("PYSEC-2026-1194", "assemblyline-service-client", N, "4.6.1.dev138 4.6.1 4.7"),
    # Four bounds of Red Hat: what is listed is affected, all else is open.
    ("PYSEC-2026-686", "neutron", A, "10.0.5 12.0.0.0b3 12.0.0b3 26.0.5 28.0.0 29.0.0.0b1"),
    ("PYSEC-2026-686", "neutron", U, "1.0 7.1.2 7.2.0 8.0.0 9.4.1 10.0.2 99.0 7.2.0-12.1"),
    # A backslash.
    ("PYSEC-2018-155", "evm-py", U, r"0.1.0a1 0.2.0a33 0.2.0a34 0.2.0 0.2.0-alpha\.33 99"),
    # ``2.6.0-NA`` and ``2.6.0-cu124``: the update field of a CPE, and a dash for a plus.
    ("PYSEC-2025-192", "torch", U, "1.0.0 2.6.0 2.6.0+cu124 2.7.0 99 2.6.0-NA"),
    ("PYSEC-2025-189", "torch", U, "1.0.0 2.6.0 2.6.0+cu124 2.7.0 99 2.6.0-cu124"),
    # The only local segment in a bound; 2.6.0 is listed, whatever its build.
    ("PYSEC-2025-191", "torch", A, "0.1 1.0.0 2.5.1+cu124 2.6.0rc1 2.6.0 2.6.0+cpu 2.6.0+cu118"),
    ("PYSEC-2025-191", "torch", A, "2.6.0+cu124 2.6.0+cu126 2.6.0+xpu"),
    ("PYSEC-2025-191", "torch", N, "2.6.0.post1 2.7.0 2.7.0+cu118"),
    # Six ``last_affected``, the first of which ends the range; that one of them is 2.9.0-NA
    # leaves the range in doubt.
    ("PYSEC-2024-264", "apache-airflow", U, "1.10.0 2.8.4 2.9.0b1 2.9.0-NA"),
    ("PYSEC-2024-264", "apache-airflow", N, "2.9.0b2 2.9.0rc3 2.9.0 2.9.1"),
    # Several ``last_affected``, as the specification has it: the lowest one ends the range.
    ("PYSEC-2024-265", "apache-airflow", A, "1.0 1.2.0rc1 1.2.0 1.2.0+local"),
    ("PYSEC-2024-265", "apache-airflow", N, "1.2.0.post1 1.2.1 1.2.2"),
    ("PYSEC-2026-217", "mariadb", A, "0.9.52 1.1.5.post3 2.0.0rc2 3.3.18"),
    ("PYSEC-2026-217", "mariadb", N, "3.3.18.post1 3.3.19 3.4.0 3.4.8 3.4.9"),
    ("PYSEC-2021-892", "avif", A, "0.1.0 0.5.0 0.8.0"),
    ("PYSEC-2021-892", "avif", N, "0.8.1 0.8.2"),
    # Inclusive ends.
    ("PYSEC-2026-1709", "nova", A, "15.1.5 27.4.0 27.4.0+local 28.0.0 28.2.0 29.0.0 29.1.0"),
    ("PYSEC-2026-1709", "nova", N, "27.4.0.post1 27.5.0 28.0.0.0rc1 28.2.1 29.0.0.0rc1 29.1.1"),
    # ``introduced: 31.0.0.0rc1``, a pre-release of four parts.
    ("PYSEC-2026-2685", "nova", A, "30.0.0.0rc1 30.2.1 31.0.0.0rc1 31.0.0rc1 31.0.0 31.2.0"),
    ("PYSEC-2026-2685", "nova", A, "32.0.0rc2 32.1.0"),
    ("PYSEC-2026-2685", "nova", N, "30.2.2 31.0.0.0b1 31.2.1 32.0.0b1 32.1.1"),
    # Disputed, withdrawn, and with a withdrawn twin that has no data.
    ("PYSEC-2022-42969", "py", N, "0.8.0-alpha2 1.10.0 1.11.0 1.11.1"),
    ("PYSEC-2022-43183", "py", N, "1.11.0"),
    # Pre-releases that are in the list and below every range.
    ("PYSEC-2023-61", "django", A, "3.2a1 3.2rc1 3.2 3.2.18 4.0 4.0.10 4.1a1 4.1.8 4.2a1 4.2rc1"),
    ("PYSEC-2023-61", "django", A, "3.2.0rc1 3.2-rc1 4.2 4.2.1rc1"),
    ("PYSEC-2023-61", "django", N, "3.1.14 3.2a2 3.2.19 4.0a1 4.0rc1 4.1.9 4.2b2 4.2.1 5.0"),
    # The fix was in the list; repaired upstream.
    ("PYSEC-2023-177", "gevent", A, "0.10.0 22.10.2 23.7.0 23.9.0rc1"),
    ("PYSEC-2023-177", "gevent", N, "23.9.0 23.9.0.post1 24.2.1"),
    # One entry with a range and one with versions.
    ("PYSEC-2026-3486", "mistral", A, "20.0.0 20.1.0 20.1.1rc1 21.0.0 21.0 22.0.0+local"),
    ("PYSEC-2026-3486", "mistral", N, "19.9 20.0.0rc1 20.1.1 21.0.0rc1 21.0.1 22.0.1"),
    # Two ranges in one entry, and withdrawn, unlike its twin.
    ("PYSEC-2011-28", "django", N, "1.0.1 1.1.2 1.2 1.2.3"),
    ("PYSEC-2011-8", "django", A, "1.0.1 1.1.2 1.1.3rc1 1.2 1.2.3"),
    ("PYSEC-2011-8", "django", N, "1.1.3 1.1.4 1.2rc1 1.2.4 1.3"),
    # ``fixed: 4.1.3.post1``: the release it follows is affected.
    ("PYSEC-2026-1169", "apache-superset", A, "0.34.0 4.1.2 4.1.3rc2 4.1.3 4.1.3+local"),
    ("PYSEC-2026-1169", "apache-superset", N, "4.1.3.post1 4.1.3-1 4.1.4 5.0"),
    ("PYSEC-2026-2025", "vllm", A, "0.0.1 0.5.0 0.5.0.post1 0.5.0-1 0.5.0.post1+cu118"),
    ("PYSEC-2026-2025", "vllm", N, "0.5.0.post2 0.5.1.dev1 0.5.1rc1 0.5.1"),
    # ``0.4.6-1`` is ``0.4.6.post1``.
    ("PYSEC-2026-886", "ocrodjvu", A, "0.4.6-1 0.4.6.post1 0.4.6-1+local 0.4.6.post2.dev1"),
    ("PYSEC-2026-886", "ocrodjvu", N, "0.4.5 0.4.6 0.4.6-2 0.4.6.post2"),
    # ``last_affected: v1``
    ("PYSEC-2013-46", "glance", A, "0.1 0.9 1 1.0 v1 v1.0.0"),
    ("PYSEC-2013-46", "glance", N, "1.0.post1 1.0.1 2012.1 11.0.0"),
    # A name that is not normalized, and a version that is a class.
    ("PYSEC-2020-341", "jw.util", A, "-class.-jw.util.version.Version- 1.0dev1 1.0a 2.2 2.3rc1"),
    ("PYSEC-2020-341", "JW_Util", A, "2.0.1"),
    ("PYSEC-2020-341", "jw-util", U, "-class.-jw.util.version.Version banana"),
    ("PYSEC-2020-341", "jw.util", N, "2.3 2.3.0 2.4"),
    # Timestamps with an offset.
    ("PYSEC-2019-102", "limnoria", A, f"{TIMESTAMP} 2019.02.21.1 2019.2.14 2019.10.22"),
    ("PYSEC-2019-102", "limnoria", U, "2013-01-21T20:33:09+0200"),
    ("PYSEC-2019-102", "limnoria", N, "2019.11.09 2019.11.9 2019.11.22"),
    # Code names.
    ("PYSEC-2008-8", "paramiko", A, "0.1-bulbasaur 0.9-doduo 1.0 1.7.1 1.7.2rc1"),
    ("PYSEC-2008-8", "paramiko", U, "0.9-pikachu 1.7.2-snorlax"),
    ("PYSEC-2008-8", "paramiko", N, "1.7.2 2.0"),
    # What ``git describe`` prints.
    ("PYSEC-2026-62", "geopandas", A, "0.1.0.dev-120d5ee 0.1.0 1.0.0a1 1.1.1 1.1.2rc1"),
    ("PYSEC-2026-62", "geopandas", U, "0.1.0.dev-ffffffe"),
    ("PYSEC-2026-62", "geopandas", N, "1.1.2 1.2"),
    # ``2024-09-19`` is no version, where ``2024-09`` is one.
    ("PYSEC-2025-94", "chuanhuchatgpt", U, "1.0 2024-09 20240919 20241231 2024-09-19"),
    # The fix is a development release of a pre-release.
    ("PYSEC-2024-17", "pyload-ng", A, "0.5.0a5.dev528 0.5.0a9 0.5.0b3.dev77 0.4.20"),
    ("PYSEC-2024-17", "pyload-ng", N, "0.5.0b3.dev78 0.5.0b3 0.5.0"),
    # Malware: no range, no alias.
    ("PYSEC-2024-1", "gratient", A, "0.5 0.5.0 v0.5 0.5+local"),
    ("PYSEC-2024-1", "gratient", N, "0.4 0.5rc1 0.5.post1 0.6"),
    ("PYSEC-2024-1", "gratient", U, "banana"),
    # Neither range nor version.
    ("PYSEC-2025-73", "datasette", N, "0.1 0.65.2 1.0a19 banana"),
    # They shared an identifier, and are two vulnerabilities.
    ("PYSEC-2021-88", "zope", A, "2.13.30 4.0b1 4.5.5 5.0 5.1.2"),
    ("PYSEC-2021-88", "zope", N, "4.6 4.6.1 5.0a1 5.2"),
    ("PYSEC-2021-104", "zope", A, "4.0 4.5.5 4.6 5.0 5.2"),
    ("PYSEC-2021-104", "zope", N, "2.13.30 4.0b1 4.6.1 5.0a1 5.2.1"),
    ("PYSEC-2021-335", "accesscontrol", A, "4.0 4.2 5.1"),
    ("PYSEC-2021-370", "accesscontrol", A, "4.0 4.2 5.1"),
    ("PYSEC-2021-330", "parlai", A, "0.1.20200409 1.0.0"),
    ("PYSEC-2021-334", "parlai", A, "0.1.20200409 1.0.0"),
    ("PYSEC-2022-184", "keylime", A, "0.1 6.3.1 6.3.2 6.4.0rc1"),
    ("PYSEC-2022-184", "keylime", N, "6.4.0"),
    # All that there is, even what is no version.
    ("PYSEC-2024-55", "cipherbcrypt", A, "0.dev0 0 1.0 1!1.0 99 banana"),
    ("PYSEC-2023-175", "pillow", A, "1.0 9.5.0 10.0.0 10.0.1rc1"),
    ("PYSEC-2023-175", "pillow", N, "10.0.1 10.1"),
    # Withdrawn, and would cover every version.
    ("PYSEC-2022-43059", "aiohttp", N, "0.1 3.14.1 99 banana"),
    ("PYSEC-2022-43066", "aamiles", N, "0.1.0 0.1.2 99"),
    # Fixed in 1.2.18, said an earlier copy.
    ("PYSEC-2019-123", "sqlalchemy", A, "0.1.0 1.2.17 1.2.18 1.2.19 1.3.0b1 1.3.0b2"),
    ("PYSEC-2019-123", "sqlalchemy", N, "1.3.0b3 1.3.0"),
    # Malware with neither CVE, GHSA nor MAL.
    ("PYSEC-2026-2", "litellm", A, "1.82.7 1.82.7+local 1.82.7.post1 1.82.8.dev0 1.82.8"),
    ("PYSEC-2026-2", "litellm", N, "1.82.6 1.82.7rc1 1.82.8.post1 1.82.9"),
]


def bundled(identifier: str, package: str) -> Advisory:
    """Return a record of the bundled index."""
    with AdvisoryIndex.opened() as index:
        known = index.advisories_for([normalized(package)])[normalized(package)]
    (found,) = (advisory for advisory in known if advisory.id == identifier)
    return found


@pytest.mark.parametrize(
    ("identifier", "package", "status", "versions"),
    [pytest.param(*row, id=f"{row[0]} {row[2].value}: {row[3]}") for row in BUNDLED],
)
def test_a_nasty_record_of_the_bundled_index_answers(identifier, package, status, versions):
    record = bundled(identifier, package)

    answers = {
        version: status_of(version, record, name=package, repairs=False)
        for version in versions.split()
    }

    assert dict.fromkeys(versions.split(), status) == answers


REPAIRED = [
    ("PYSEC-2026-1194", "assemblyline-service-client", "R4", "0.1 4.5.0.9 4.6.0 4.6.0.10"),
    ("PYSEC-2018-155", "evm-py", "R3", "0.1.0a1 0.2.0a33"),
    ("PYSEC-2025-192", "torch", "R1", "1.0.0 2.6.0rc1 2.6.0 2.6.0+cu124 2.6.0+cpu"),
    ("PYSEC-2025-210", "torch", "R1", "1.0.0 2.5.0"),
    ("PYSEC-2025-189", "torch", "R2", "1.0.0 2.6.0 2.6.0+cpu 2.6.0+cu118 2.6.0+cu124"),
    ("PYSEC-2024-264", "apache-airflow", "R1", "1.10.0 2.8.4 2.9.0b1"),
    ("PYSEC-2024-266", "apache-airflow", "R1", "1.10.0 2.9.0 2.10.0"),
]
CLEARED = [
    ("PYSEC-2026-1194", "assemblyline-service-client", "4.6.0.11 4.6.0.12 4.6.1.dev138 4.7"),
    ("PYSEC-2018-155", "evm-py", "0.2.0a34 0.2.0 99"),
    ("PYSEC-2025-192", "torch", "2.6.0.post1 2.6.1 2.7.0"),
    ("PYSEC-2025-189", "torch", "2.6.0+cu126 2.6.0+xpu 2.7.0"),
    ("PYSEC-2024-264", "apache-airflow", "2.9.0b2 2.9.0 2.9.1"),
    ("PYSEC-2024-266", "apache-airflow", "2.10.1"),
]


@pytest.mark.parametrize(
    ("identifier", "package", "repair", "versions"), REPAIRED, ids=[row[0] for row in REPAIRED]
)
def test_a_nasty_record_is_repaired_and_says_so(identifier, package, repair, versions):
    record = bundled(identifier, package)

    for version in versions.split():
        (finding,) = findings_of(version, record, name=package)
        assert A is finding.status
        assert finding.reason.endswith(f", by repair {repair}")
        assert [repair] == [proof.repair for proof in finding.proofs]
        assert U is status_of(version, record, name=package, repairs=False)


@pytest.mark.parametrize(
    ("identifier", "package", "versions"), CLEARED, ids=[row[0] for row in CLEARED]
)
def test_what_is_outside_of_a_repaired_range_is_clean(identifier, package, versions):
    record = bundled(identifier, package)

    assert {N} == {status_of(version, record, name=package) for version in versions.split()}


UNREPAIRED = [
    ("PYSEC-2021-371", "binderhub", "0.1.0 0.2.0 1.0.0"),
    ("PYSEC-2025-94", "chuanhuchatgpt", "1.0 20240919"),
    ("PYSEC-2026-57", "dokuwiki", "1.0"),
    ("PYSEC-2026-686", "neutron", "7.1.2 7.2.0 8.3.0 10.0.2 99.0"),
]


@pytest.mark.parametrize(
    ("identifier", "package", "versions"), UNREPAIRED, ids=[row[0] for row in UNREPAIRED]
)
def test_a_bound_that_could_be_several_versions_is_not_repaired(identifier, package, versions):
    record = bundled(identifier, package)

    assert {U} == {status_of(version, record, name=package) for version in versions.split()}


# Records as they were in 2024, where those of 2026 are repaired or withdrawn.
IOTDB = advisory("introduced 0.12.2, introduced 0.13.0, fixed 0.13.0, fixed 0.14.0rc1")
PYSPARK_236 = advisory(
    "introduced 3.1.1, fixed 3.1.3, introduced 0, fixed 3.1.1, fixed 3.2.2, introduced 3.2.0"
)
PYSPARK_72 = advisory(
    "introduced 0, fixed 3.1.1, introduced 3.1.1, introduced 3.2.0, fixed 3.2.0, fixed 3.2.2"
)
STEAM = advisory("introduced 0, fixed 2019-09-12")
PY = advisory("introduced 0, last_affected 1.11.0")
GEVENT = advisory("introduced 0, fixed 23.9.0", versions=["23.7.0", "23.9.0", "23.9.0.post1"])
SQLALCHEMY = advisory("introduced 0, fixed 1.2.18")


@pytest.mark.parametrize(
    ("record", "status", "versions"),
    [
        pytest.param(IOTDB, A, "0.12.2 0.13.0rc1 0.13.0 0.13.2 0.13.3 0.14.0b1", id="iotdb"),
        pytest.param(IOTDB, N, "0.12.1 0.14.0rc1 0.14.0", id="iotdb, outside"),
        pytest.param(PYSPARK_236, A, "0.9 3.1.0 3.1.1 3.1.2 3.2.0 3.2.1", id="pyspark"),
        pytest.param(PYSPARK_236, N, "3.1.3 3.2.0rc1 3.2.2", id="pyspark, outside"),
        pytest.param(PYSPARK_72, A, "3.1.1.dev0 3.1.1 3.1.3 3.2.0 3.2.1", id="pyspark, two ties"),
        pytest.param(PYSPARK_72, N, "3.2.2", id="pyspark, two ties, outside"),
        pytest.param(STEAM, U, "0.1 0.9.1 2019.9.12 99 2019-09-12", id="steam"),
        pytest.param(PY, A, "0.1 1.11.0 1.11.0+local", id="py"),
        pytest.param(PY, N, "1.11.0.post1 1.11.1", id="py, outside"),
        pytest.param(GEVENT, A, "0.1 23.8 23.9.0 23.9.0.post1 23.9.0-1", id="gevent"),
        pytest.param(GEVENT, N, "23.9.0.post2 23.9.1", id="gevent, outside"),
        pytest.param(SQLALCHEMY, A, "1.2.17", id="sqlalchemy"),
        pytest.param(SQLALCHEMY, N, "1.2.18 1.3.0b1", id="sqlalchemy, outside"),
    ],
)
def test_a_nasty_record_of_an_older_copy_answers(record, status, versions):
    answers = {version: status_of(version, record) for version in versions.split()}

    assert dict.fromkeys(versions.split(), status) == answers


def test_an_identifier_with_a_comma_is_that_identifier():
    """
    PYSEC-2022-184, as it was in 2024.
    """
    keylime = advisory("introduced 0", aliases=["CVE-2022-1053", "GHSA-jf66-3q76-h5p5,"])

    assert ("CVE-2022-1053", "GHSA-jf66-3q76-h5p5") == keylime.aliases


@pytest.mark.parametrize(
    ("package", "version", "cves"),
    [
        ("zope", "4.5.5", {"CVE-2021-32633", "CVE-2021-32674"}),
        ("accesscontrol", "4.2", {"CVE-2021-32807", "CVE-2021-32811"}),
        ("parlai", "1.0.0", {"CVE-2021-24040", "CVE-2021-39207"}),
    ],
)
def test_vulnerabilities_that_shared_an_identifier_are_findings_of_their_own(
    package, version, cves
):
    with AdvisoryIndex.opened() as index:
        known = index.advisories_for([normalized(package)])

    findings, _ = match([component(package, version)], known)

    per_finding = [cves.intersection(finding.aliases) for finding in findings]
    assert cves == {cve for found in per_finding for cve in found}
    assert all(len(found) <= 1 for found in per_finding)


def test_a_record_without_data_is_in_the_index_and_says_so():
    (affected,) = bundled("PYSEC-2025-73", "datasette").affected

    assert Affected(package=normalized("datasette")) == affected
    assert not affected.has_data


def test_superset_is_not_apache_superset():
    with AdvisoryIndex.opened() as index:
        known = index.advisories_for([normalized("superset")])

    identifiers = {advisory.id for records in known.values() for advisory in records}
    assert "PYSEC-2026-1169" not in identifiers


def test_a_cve_that_is_merely_related_is_kept_apart_from_aliases():
    """
    CVE-2023-4863 is known to be exploited, and only here does the record name it.
    """
    pillow = bundled("PYSEC-2023-175", "pillow")

    assert ((), ("CVE-2023-4863", "CVE-2023-5129")) == (pillow.aliases, pillow.related)


@pytest.mark.parametrize(
    ("identifier", "package", "version", "fixed_in"),
    [
        ("PYSEC-2021-114", "wagtail", "2.7.3", "2.11.7"),
        ("PYSEC-2021-114", "wagtail", "2.11.6", "2.11.7"),
        ("PYSEC-2021-114", "wagtail", "2.12", "2.12.4"),
        ("PYSEC-2022-236", "pyspark", "3.0.0", "3.1.3"),
        ("PYSEC-2022-236", "pyspark", "3.2.0", "3.2.2"),
        ("PYSEC-2024-258", "scrapy", "1.8.4", "2.11.2"),
        ("PYSEC-2026-1169", "apache-superset", "4.1.3", "4.1.3.post1"),
        ("PYSEC-2024-17", "pyload-ng", "0.4.20", "0.5.0b3.dev78"),
        ("PYSEC-2026-1194", "assemblyline-service-client", "4.5.0.9", "4.6.0.11"),
        ("PYSEC-2026-1194", "assemblyline-service-client", "4.6.1.dev5", "4.6.1.dev138"),
        ("PYSEC-2025-191", "torch", "2.6.0", None),
        ("PYSEC-2024-55", "cipherbcrypt", "1.0", None),
        ("PYSEC-2008-8", "paramiko", "0.9-doduo", None),
    ],
)
def test_the_fixed_version_of_a_nasty_record(identifier, package, version, fixed_in):
    """
    2.11.6 of wagtail ends a range and is affected all the same; 2.11.7 ends none.
    """
    (finding,) = findings_of(version, bundled(identifier, package), name=package)

    assert fixed_in == finding.fixed_in
