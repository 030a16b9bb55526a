"""What is attached to an image."""

from __future__ import annotations

import json

from layers.artifact import Artifact
from layers.digest import Digest
from layers.limits import Limits
from layers.manifest import OCI_MANIFEST, Descriptor, Manifest, parse_manifest

IMAGE = Descriptor(media_type=OCI_MANIFEST, digest=Digest.of(b"image"), size=5)
LAYER = Descriptor(media_type="text/spdx", digest=Digest.of(b"sbom"), size=4)
ARTIFACT = Artifact(
    artifact_type="text/spdx", layer=LAYER, subject=IMAGE, annotations=(("created", "now"),)
)


def test_a_manifest_has_the_form_of_the_specification():
    expected = {
        "schemaVersion": 2,
        "mediaType": "application/vnd.oci.image.manifest.v1+json",
        "artifactType": "text/spdx",
        "config": {
            "mediaType": "application/vnd.oci.empty.v1+json",
            # As the specification itself gives it.
            "digest": "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
            "size": 2,
        },
        "layers": [{"mediaType": "text/spdx", "digest": str(LAYER.digest), "size": 4}],
        "subject": {"mediaType": OCI_MANIFEST, "digest": str(IMAGE.digest), "size": 5},
        "annotations": {"created": "now"},
    }

    assert expected == json.loads(ARTIFACT.manifest)


def test_a_manifest_is_read_as_it_was_made():
    parsed = parse_manifest("artifact", ARTIFACT.manifest, Limits())

    assert isinstance(parsed, Manifest)
    assert ("text/spdx", (LAYER,), IMAGE) == (parsed.artifact_type, parsed.layers, parsed.subject)
    assert (("created", "now"),) == parsed.annotations
    assert not parsed.is_image


def test_its_entry_in_a_list_says_what_its_manifest_says():
    entry = ARTIFACT.entry

    assert Digest.of(ARTIFACT.manifest) == entry.digest
    assert len(ARTIFACT.manifest) == entry.size
    assert (ARTIFACT.artifact_type, ARTIFACT.annotations) == (
        entry.artifact_type,
        entry.annotations,
    )
