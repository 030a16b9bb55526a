"""What is attached to an image, in registries that know of it and in others."""

from __future__ import annotations

import json
import logging
from contextlib import closing
from dataclasses import replace

import pytest

from layers.artifact import Artifact
from layers.digest import Digest
from layers.errors import InvalidManifest, LimitExceeded
from layers.limits import Limits
from layers.manifest import OCI_MANIFEST, Descriptor
from layers.reference import Reference
from layers.registry.errors import InvalidResponse, RequestFailed
from layers.registry.publisher import Publisher
from layers.registry.referrers import attach, referrers_of, referrers_tag
from layers.registry.repository import Repository
from tests.support.memory_registry import INDEX, MemoryRegistry
from tests.support.registry import settings
from tests.support.web import Answer, serving

SUBJECT = Descriptor(media_type=OCI_MANIFEST, digest=Digest.of(b"image"), size=5)
TAG = f"sha256-{SUBJECT.digest.hex}"
FORMS = pytest.mark.parametrize("knows_referrers", [True, False], ids=["referrers", "tag"])


def artifact(name, subject=SUBJECT):
    """Return an artifact with a name."""
    layer = Descriptor(media_type="text/spdx", digest=Digest.of(b"sbom"), size=4)
    return Artifact(
        artifact_type="text/spdx", layer=layer, subject=subject, annotations=(("name", name),)
    )


def attached(host, *names):
    """Attach artifacts with these names, and return their digests."""
    reference = Reference(host, "team/app")
    with closing(Publisher(reference, settings(), Limits())) as publisher:
        return [attach(publisher, artifact(name)) for name in names]


def found(host, limits=None):
    """Return the names of what is attached."""
    reference = Reference(host, "team/app")
    with closing(Repository(reference, settings(), limits or Limits())) as repository:
        manifests = referrers_of(repository, SUBJECT.digest)
        return sorted(dict(manifest.annotations)["name"] for manifest in manifests)


@FORMS
def test_what_is_attached_is_found(knows_referrers):
    with serving(MemoryRegistry(knows_referrers=knows_referrers)) as web:
        attached(web.host, "a", "b")

        assert ["a", "b"] == found(web.host)


def test_a_registry_that_knows_referrers_needs_no_tag():
    registry = MemoryRegistry()
    with serving(registry) as web:
        attached(web.host, "a")

    assert {} == registry.tags


def test_a_tag_lists_what_the_manifest_says():
    registry = MemoryRegistry(knows_referrers=False)
    with serving(registry) as web:
        (digest,) = attached(web.host, "a")

    expected = {
        "schemaVersion": 2,
        "mediaType": "application/vnd.oci.image.index.v1+json",
        "manifests": [
            {
                "mediaType": OCI_MANIFEST,
                "digest": str(digest),
                "size": len(artifact("a").manifest),
                "artifactType": "text/spdx",
                "annotations": {"name": "a"},
            }
        ],
    }
    assert expected == json.loads(registry.tagged(TAG))


def test_what_is_attached_twice_is_listed_once():
    registry = MemoryRegistry(knows_referrers=False)
    with serving(registry) as web:
        attached(web.host, "a", "a")

        assert ["a"] == found(web.host)


def test_what_others_wrote_into_the_list_stays_as_it_is():
    theirs = {
        "mediaType": OCI_MANIFEST,
        "digest": str(Digest.of(b"theirs")),
        "size": 6,
        "urls": ["https://example.org"],
    }
    registry = MemoryRegistry(knows_referrers=False)
    document = {"schemaVersion": 2, "mediaType": INDEX, "manifests": [theirs], "annotations": {}}
    registry.manifests["x"] = json.dumps(document).encode()
    registry.tags[TAG] = "x"
    with serving(
        # Its digest is none, so it tells none.
        lambda request: (
            Answer(200, {"Content-Type": INDEX}, registry.manifests["x"])
            if request.path.endswith(TAG) and request.method == "GET" and registry.tags[TAG] == "x"
            else registry(request)
        )
    ) as web:
        attached(web.host, "a")

    written = json.loads(registry.tagged(TAG))
    assert theirs == written["manifests"][0]
    assert (2, {}) == (len(written["manifests"]), written["annotations"])


def test_a_tag_that_is_something_else_is_not_overwritten():
    registry = MemoryRegistry(knows_referrers=False)
    data = artifact("theirs").manifest
    registry.manifests["x"] = data
    registry.tags[TAG] = str(Digest.of(data))
    registry.manifests[registry.tags[TAG]] = data
    with serving(registry) as web, pytest.raises(InvalidManifest, match="an index is expected"):
        attached(web.host, "a")

    assert data == registry.tagged(TAG)


def test_a_long_list_comes_in_parts():
    registry = MemoryRegistry(page=2)
    with serving(registry) as web:
        attached(web.host, *"abcde")

        assert [*"abcde"] == found(web.host)


@pytest.mark.parametrize(
    "place",
    ["https://elsewhere.example/v2/x", "/v2/other/referrers/x", "ftp://a/", "//b/"],
    ids=["another-host", "another-repository", "another-scheme", "without-scheme"],
)
def test_a_list_that_goes_on_elsewhere_is_refused(place):
    body = json.dumps({"schemaVersion": 2, "manifests": []}).encode()
    page = Answer(200, {"Content-Type": INDEX, "Link": f'<{place}>; rel="next"'}, body)
    with serving(lambda _: page) as web, pytest.raises(InvalidResponse, match="a list that goes"):
        found(web.host)

    assert 1 == len(web.requests)


def test_a_list_without_end_is_given_up():
    body = json.dumps({"schemaVersion": 2, "manifests": []}).encode()
    with (
        serving(
            lambda request: Answer(
                200, {"Link": f'<{request.path.partition("?")[0]}?n=1>; rel="next"'}, body
            )
        ) as web,
        pytest.raises(LimitExceeded, match="max_index_entries"),
    ):
        found(web.host)


@FORMS
def test_more_than_is_allowed_is_given_up(knows_referrers):
    with serving(MemoryRegistry(knows_referrers=knows_referrers, page=2)) as web:
        attached(web.host, *"abc")

        with pytest.raises(LimitExceeded, match="max_index_entries"):
            found(web.host, Limits(max_index_entries=2))


@FORMS
def test_what_is_about_another_image_is_left_out(knows_referrers, caplog):
    """
    A list is the registry's word, or anybody's; what a manifest says has a digest.
    """
    registry = MemoryRegistry(knows_referrers=knows_referrers)
    other = replace(SUBJECT, digest=Digest.of(b"another"))
    stray = artifact("stray", other)
    with serving(registry) as web:
        attached(web.host, "a")
        registry.manifests[str(stray.entry.digest)] = stray.manifest
        listed = [artifact("a").entry, stray.entry]
        entries = [
            {"mediaType": each.media_type, "digest": str(each.digest), "size": each.size}
            for each in listed
        ]
        body = json.dumps({"schemaVersion": 2, "manifests": entries}).encode()
        wanted = "referrers/" if knows_referrers else TAG

        with (
            serving(
                lambda request: (
                    Answer(200, {"Content-Type": INDEX}, body)
                    if wanted in request.path
                    else registry(request)
                )
            ) as lying,
            caplog.at_level(logging.WARNING),
        ):
            assert ["a"] == found(lying.host)

    assert "is not attached to" in caplog.text


def test_one_that_cannot_be_read_costs_nothing_else(caplog):
    registry = MemoryRegistry(knows_referrers=False)
    with serving(registry) as web:
        attached(web.host, "a", "b")
        del registry.manifests[str(artifact("a").entry.digest)]

        assert ["b"] == found(web.host)

    assert "left out" in caplog.text


@pytest.mark.parametrize("status", [401, 403, 429, 500])
def test_one_that_is_kept_from_us_is_not_taken_for_one_that_is_gone(status):
    registry = MemoryRegistry()
    with serving(registry) as web:
        attached(web.host, "a")
    with (
        serving(
            lambda request: Answer(status) if "manifests" in request.path else registry(request)
        ) as web,
        pytest.raises(RequestFailed),
    ):
        found(web.host)


def test_nothing_is_attached_where_the_registry_knows_nothing():
    with serving(MemoryRegistry(knows_referrers=False)) as web:
        assert [] == found(web.host)


@pytest.mark.parametrize("status", [401, 403, 500])
def test_a_registry_that_does_not_answer_is_not_taken_for_one_without_referrers(status):
    registry = MemoryRegistry(knows_referrers=False)
    with (
        serving(
            lambda request: Answer(status) if "referrers" in request.path else registry(request)
        ) as web,
        pytest.raises(RequestFailed),
    ):
        found(web.host)


def test_a_tag_has_the_form_of_the_specification():
    long = Digest.parse("sha512:" + "a1" * 64)

    assert f"sha512-{'a1' * 32}" == referrers_tag(long)
    assert TAG == referrers_tag(SUBJECT.digest)
