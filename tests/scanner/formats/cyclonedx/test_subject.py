"""What a document is about."""

from __future__ import annotations

from scanner.model.inventory import Subject
from tests.support.cyclonedx import document_of
from tests.support.reports import (
    report_of,
)


def test_the_subject_is_the_image_by_its_name_and_digest():
    subject = document_of(report_of())["metadata"]["component"]

    assert ("container", "registry.test/team/shop", f"sha256:{'a' * 64}") == (
        subject["type"],
        subject["name"],
        subject["version"],
    )
    assert (
        f"pkg:oci/shop@sha256:{'a' * 64}"
        "?arch=amd64&repository_url=registry.test/team/shop&tag=1.0" == subject["purl"]
    )


def test_a_directory_is_no_container():
    directory = Subject(location="/srv/root", source="dir")

    subject = document_of(report_of(subject=directory))["metadata"]["component"]

    assert ("file", "/srv/root") == (subject["type"], subject["name"])
    assert {"version", "purl"}.isdisjoint(subject)
