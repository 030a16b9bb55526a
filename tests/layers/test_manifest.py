"""Manifests, indexes and configs."""

from __future__ import annotations

import pytest

from layers import Limits, Platform
from layers.base_image import BaseImage
from layers.digest import Digest
from layers.errors import InvalidDigest, InvalidManifest, LimitExceeded
from layers.manifest import (
    CONFIGS,
    ImageConfig,
    Index,
    Manifest,
    parse_config,
    parse_manifest,
)
from testdata.images.writer import digest, encoded
from tests.support.layouts import CONFIG, MANIFEST, TAR, named, platform

A, B = digest(b"a"), digest(b"b")


def descriptor(**fields: object) -> dict[str, object]:
    """Return a descriptor with some fields replaced."""
    return {"mediaType": TAR, "digest": A, "size": 1, **fields}


def manifest(**fields: object) -> Index | Manifest:
    """Read a manifest with some fields replaced, or left out if they are None."""
    default = {"schemaVersion": 2, "config": descriptor(mediaType=CONFIG), "layers": []}
    document = {key: value for key, value in {**default, **fields}.items() if value is not None}
    return parse_manifest("manifest", encoded(document), Limits())


def index(*entries: object, limits: Limits | None = None) -> Index | Manifest:
    """Read an index."""
    return parse_manifest("index", encoded({"manifests": entries}), limits or Limits())


def config(document: object, limits: Limits | None = None) -> ImageConfig:
    """Read a config."""
    return parse_config("config", encoded(document), limits or Limits())


def test_a_manifest_names_its_config_and_its_layers():
    found = manifest(layers=[descriptor(), descriptor(digest=B, size=2, mediaType=f"{TAR}+gzip")])

    assert isinstance(found, Manifest)
    assert (A, CONFIG) == (str(found.config.digest), found.config.media_type)
    assert [(A, 1, TAR), (B, 2, f"{TAR}+gzip")] == [
        (str(layer.digest), layer.size, layer.media_type) for layer in found.layers
    ]


def test_an_index_names_manifests_with_their_platforms():
    found = index(
        descriptor(mediaType=MANIFEST, platform=platform("arm64", variant="v8")),
        descriptor(mediaType=MANIFEST, digest=B),
    )

    assert isinstance(found, Index)
    assert [Platform("linux", "arm64", "v8"), None] == [entry.platform for entry in found.manifests]


@pytest.mark.hostile(row=28)
@pytest.mark.parametrize("layers", [[], None])
def test_layers_may_be_none_at_all(layers):
    found = manifest(layers=layers)

    assert isinstance(found, Manifest)
    assert () == found.layers


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param(
            {"manifests": [], "config": None}, "both an index and a manifest", id="row-21"
        ),
        pytest.param(
            {"manifests": [], "layers": None}, "both an index and a manifest", id="row-21-config"
        ),
        pytest.param({"manifests": []}, "both an index and a manifest", id="row-21-CVE-2021-41190"),
        pytest.param(
            {"Manifests": [], "layers": []}, "manifests is spelt Manifests", id="row-21-case"
        ),
        pytest.param({"config": None}, "neither an index nor a manifest", id="neither"),
        pytest.param({"config": None, "layers": None}, "neither an index nor", id="nothing"),
        pytest.param({"schemaVersion": 1}, "schema 1, which is withdrawn", id="row-24"),
        pytest.param({"config": []}, "config is not an object", id="config-is-a-list"),
        pytest.param({"layers": {}}, "layers is not a list", id="layers-is-an-object"),
        pytest.param({"layers": ["a"]}, "layers is not a list of objects", id="layers-of-texts"),
        pytest.param({"layers": [{}]}, "size is not a number", id="empty-descriptor"),
        pytest.param({"layers": [descriptor(size=-1)]}, "a negative size", id="negative-size"),
        pytest.param({"layers": [descriptor(size="1")]}, "size is not a number", id="size-text"),
        pytest.param({"layers": [descriptor(size=1.5)]}, "size is not a number", id="half-a-byte"),
        pytest.param({"layers": [descriptor(digest=None)]}, "digest is not a text", id="no-digest"),
        pytest.param({"artifactType": 1}, "artifactType is not a text", id="artifact-type"),
        pytest.param({"layers": [descriptor(platform=[])]}, "platform is not an", id="platform"),
    ],
)
def test_a_manifest_that_breaks_its_specification_is_refused(fields, expected):
    with pytest.raises(InvalidManifest, match=expected):
        manifest(**fields)


@pytest.mark.hostile(row=14)
@pytest.mark.parametrize("text", ["sha256:../../x", A.upper(), A[:-1], "md5:x", ""])
def test_a_digest_that_is_none_is_refused(text):
    """
    Before it is part of a path.
    """
    with pytest.raises(InvalidDigest):
        manifest(layers=[descriptor(digest=text)])


@pytest.mark.hostile(row=23)
def test_an_index_has_a_limit():
    entries = [descriptor(mediaType=MANIFEST)] * 3

    assert index(*entries, limits=Limits(max_index_entries=3))
    with pytest.raises(LimitExceeded) as error:
        index(*entries, limits=Limits(max_index_entries=2))

    assert "max_index_entries" == error.value.limit


def test_a_manifest_has_a_limit_of_layers():
    document = {"config": descriptor(), "layers": [descriptor()] * 3}

    assert parse_manifest("m", encoded(document), Limits(max_layers=3))
    with pytest.raises(LimitExceeded) as error:
        parse_manifest("m", encoded(document), Limits(max_layers=2))

    assert "max_layers" == error.value.limit


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        *(pytest.param({"config": descriptor(mediaType=name)}, True) for name in sorted(CONFIGS)),
        pytest.param({"config": descriptor(mediaType=None)}, True, id="no-media-type"),
        pytest.param(
            {"config": descriptor(mediaType="application/vnd.cncf.helm.config.v1+json")},
            False,
            id="row-25-helm",
        ),
        pytest.param(
            {"config": descriptor(mediaType="application/vnd.oci.empty.v1+json")},
            False,
            id="row-25-empty",
        ),
        pytest.param({"artifactType": "application/spdx+json"}, False, id="row-25-sbom"),
    ],
)
def test_an_artifact_is_no_image(fields, expected):
    found = manifest(**fields)

    assert isinstance(found, Manifest)
    assert expected == found.is_image


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, False),
        ({"platform": platform("amd64")}, False),
        ({"annotations": {"vnd.docker.reference.type": "attestation-manifest"}}, True),
        ({"platform": platform("unknown", "unknown")}, True),
    ],
)
def test_buildkit_marks_what_is_no_image(fields, expected):
    found = index(descriptor(**fields))

    assert isinstance(found, Index)
    assert expected == found.manifests[0].is_attestation


@pytest.mark.parametrize(
    ("annotations", "expected"),
    [
        ({}, ""),
        (named("latest"), "latest"),
        ({**named("latest"), "io.containerd.image.name": "x.io/a:1"}, "x.io/a:1"),
        ({"org.opencontainers.image.ref.name": 1}, ""),
    ],
)
def test_an_entry_goes_by_the_name_that_tools_gave_it(annotations, expected):
    found = index(descriptor(annotations=annotations))

    assert isinstance(found, Index)
    assert expected == found.manifests[0].reference_name


def test_a_config_says_what_an_image_is():
    found = config(
        {
            **platform("arm64", variant="v8"),
            "created": "2025-01-01T00:00:00Z",
            "rootfs": {"type": "layers", "diff_ids": [A, B]},
            "history": [
                {"created_by": "ADD"},
                {"created_by": "ENV", "empty_layer": True},
                {"comment": "no instruction"},
            ],
            "config": {
                "Env": ["PATH=/bin"],
                "Labels": {"b": "2", "a": "1", "B": "3"},
                "WorkingDir": "/app",
            },
        }
    )

    assert (
        ImageConfig(
            platform=Platform("linux", "arm64", "v8"),
            diff_ids=(Digest.parse(A), Digest.parse(B)),
            history=("ADD", ""),
            created="2025-01-01T00:00:00Z",
            environment=("PATH=/bin",),
            labels=(("B", "3"), ("a", "1"), ("b", "2")),
            working_directory="/app",
        )
        == found
    )
    assert (True, ("ADD", "")) == (found.history_fits, found.layer_history)


def test_the_steps_of_a_config_tell_what_it_was_built_on():
    """
    H15
    """
    steps = [
        {"created_by": "ADD"},
        {"created_by": 'CMD ["bash"]', "empty_layer": True},
        {"created_by": "RUN a", "comment": "FROM docker.io/library/debian:12"},
    ]

    assert BaseImage(1, is_guess=True) == config({"history": [*steps[:2], {}]}).base
    assert BaseImage(1, is_guess=False) == config({"history": steps}).base


def test_a_config_may_say_nothing():
    found = config({})

    assert (ImageConfig(platform=Platform("", ""), diff_ids=()), True) == (
        found,
        found.history_fits,
    )


@pytest.mark.hostile(row=17)
@pytest.mark.parametrize(
    ("steps", "fits", "expected"),
    [(0, True, ("", "")), (2, True, ("0", "1")), (50, False, ("", "")), (1, False, ("", ""))],
)
def test_a_history_that_does_not_fit_is_left_out(steps, fits, expected):
    found = config(
        {
            "rootfs": {"diff_ids": [A, B]},
            "history": [{"created_by": str(step)} for step in range(steps)],
        }
    )

    assert (fits, expected) == (found.history_fits, found.layer_history)


@pytest.mark.parametrize(
    "document",
    [
        pytest.param([], id="row-18-array"),
        pytest.param({"rootfs": []}, id="rootfs"),
        pytest.param({"rootfs": {"diff_ids": "x"}}, id="diff-ids"),
        pytest.param({"rootfs": {"diff_ids": [1]}}, id="diff-ids-of-numbers"),
        pytest.param({"history": {}}, id="history"),
        pytest.param({"history": [{"empty_layer": "yes"}]}, id="empty-layer"),
        pytest.param({"config": {"Env": "PATH"}}, id="environment"),
        pytest.param({"config": {"Labels": []}}, id="labels"),
        pytest.param({"os": 1}, id="os"),
        pytest.param({"config": {}, "Config": {}}, id="another-case"),
    ],
)
def test_a_config_that_breaks_its_specification_is_refused(document):
    with pytest.raises(InvalidManifest):
        config(document)


def test_a_config_has_a_limit_of_layers():
    with pytest.raises(LimitExceeded) as error:
        config({"rootfs": {"diff_ids": [A] * 3}}, Limits(max_layers=2))

    assert "max_layers" == error.value.limit


@pytest.mark.hostile(row=14)
def test_a_diff_id_that_is_none_is_refused():
    with pytest.raises(InvalidDigest):
        config({"rootfs": {"diff_ids": ["sha256:x"]}})
