"""Origins (PEP 610)."""

from __future__ import annotations

import codecs
import json

import pytest

from scanner.metadata.direct_url import DirectUrl, parse_direct_url

COMMIT = "7921be1537eac1e97bc40179a57f0349c2aee67d"
SHA256 = "2dc6b5a470a1bde68946f263f1af1515a2574a150a30d6ce02c6ff742fcc0db8"
MD5 = "9dc6b5a470a1bde68946f263f1af1515"


def test_a_commit_is_part_of_the_origin():
    """
    E1: the branch that was asked for moves, the commit does not.
    """
    vcs = {"vcs": "git", "requested_revision": "main", "commit_id": COMMIT}
    document = {"url": "https://host/repo.git", "vcs_info": vcs, "subdirectory": "python"}

    origin = parse_direct_url(json.dumps(document).encode())

    assert f"git+https://host/repo.git@{COMMIT}#subdirectory=python" == origin.origin
    assert ("git", COMMIT, "python", ()) == (
        origin.vcs,
        origin.commit,
        origin.subdirectory,
        origin.oddities,
    )


@pytest.mark.parametrize("vcs", ["hg", "bzr", "svn"])
def test_other_version_control_systems_are_origins_too(vcs):
    """
    E2
    """
    document = {"url": "https://host/repo", "vcs_info": {"vcs": vcs, "commit_id": "7"}}

    assert f"{vcs}+https://host/repo@7" == parse_direct_url(json.dumps(document).encode()).origin


@pytest.mark.parametrize(
    ("archive", "expected"),
    [
        ({}, ()),
        ({"hash": f"sha256={SHA256}"}, (f"sha256:{SHA256}",)),
        ({"hashes": {"sha256": SHA256}}, (f"sha256:{SHA256}",)),
        ({"hash": f"md5={MD5}", "hashes": {"sha256": SHA256}}, (f"sha256:{SHA256}",)),
        ({"hashes": {"sha256": SHA256, "md5": MD5}}, (f"md5:{MD5}", f"sha256:{SHA256}")),
        ({"hash": SHA256}, ()),
        ({"hash": 1, "hashes": []}, ()),
        ({"hashes": {"sha256": None, "md5": "no digits", "a&b": "1"}}, ()),
    ],
)
def test_the_hashes_of_an_archive_are_read_in_both_forms(archive, expected):
    """
    E3
    """
    document = {"url": "https://host/x.tar.gz", "archive_info": archive}

    assert expected == parse_direct_url(json.dumps(document).encode()).checksums


@pytest.mark.parametrize(
    ("directory", "expected"),
    [
        ({}, False),
        ({"editable": False}, False),
        ({"editable": True}, True),
        ({"editable": "true"}, False),
        ({"editable": 1}, False),
        (None, False),
        ([], False),
    ],
)
def test_editable_is_what_says_so(directory, expected):
    """
    E4
    """
    origin = parse_direct_url(json.dumps({"url": "file:///src", "dir_info": directory}).encode())

    assert ("file:///src", expected) == (origin.origin, origin.is_editable)


def test_credentials_are_left_out_and_noted():
    """
    E5: PEP 610 forbids them, and old tools wrote them.
    """
    origin = parse_direct_url(b'{"url": " https://user:pass word@host/x.whl"}')

    assert ("https://host/x.whl", ("credentials in the url",)) == (origin.url, origin.oddities)


def test_a_secret_among_the_parameters_is_left_out_and_noted():
    """
    E5: indexes take tokens there, too.
    """
    origin = parse_direct_url(b'{"url": "https://host/x.whl?token=hunter2"}')

    assert ("https://host/x.whl?token=[redacted]", ("credentials in the url",)) == (
        origin.origin,
        origin.oddities,
    )


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://${TOKEN}@host/x.whl", "https://${TOKEN}@host/x.whl"),
        ("file:///C:/Users/me/x.whl", "file:///C:/Users/me/x.whl"),
        ("file:///C:/Program Files/x.whl", "file:///C:/Program%20Files/x.whl"),
        ("https://host/\n\u2028x", "https://host/%0A%E2%80%A8x"),
    ],
)
def test_an_address_stays_as_it_is_but_for_blanks(url, expected):
    """
    E6
    """
    origin = parse_direct_url(json.dumps({"url": url}).encode())

    assert (expected, ()) == (origin.origin, origin.oddities)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "not JSON: Expecting value: line 1 column 1 (char 0)"),
        (b"[", "not JSON: Expecting value: line 1 column 2 (char 1)"),
        (b"[]", "not an object with a url"),
        (b"null", "not an object with a url"),
        (b'"https://host"', "not an object with a url"),
        (b'{"url": null}', "not an object with a url"),
        (b'{"url": ""}', "not an object with a url"),
        (b'{"url": " "}', "not an object with a url"),
        (b'{"URL": "https://host"}', "not an object with a url"),
    ],
)
def test_what_cannot_be_read_is_noted(data, expected):
    """
    E7
    """
    assert DirectUrl(oddities=(expected,)) == parse_direct_url(data)


@pytest.mark.parametrize(
    "data",
    [b"[" * 100_000, b'{"url": ' * 100_000, b"\xff\xfe\xfd", b'{"n": ' + b"9" * 5_000 + b"}"],
    ids=["M3-deep-arrays", "M3-deep-objects", "no text", "a number of too many digits"],
)
def test_hostile_json_is_noted(data):
    (oddity,) = parse_direct_url(data).oddities

    assert oddity.startswith("not JSON: ")


@pytest.mark.parametrize(
    "data",
    [
        codecs.BOM_UTF8 + b'{"url": "https://host/x"}',
        '{"url": "https://host/x"}'.encode("utf-16"),
        b'{"url": "https://other/", "url": "https://host/x"}',
        b'{"url": "https://host/x", "vcs_info": [], "archive_info": 1, "subdirectory": {}}',
        b'{"url": "https://host/x", "vcs_info": {"vcs": "", "commit_id": 7}}',
    ],
    ids=["byte order mark", "utf-16", "twice", "other types", "other values"],
)
def test_an_odd_file_is_read_as_far_as_it_can_be(data):
    assert DirectUrl(url="https://host/x") == parse_direct_url(data)


def test_without_a_url_there_is_no_origin():
    assert DirectUrl().origin is None
