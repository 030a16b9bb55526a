"""Documents of any shape: an answer or one of our errors, and nothing else."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from layers import Limits
from layers.errors import LayersError
from layers.manifest import Index, Manifest, parse_config, parse_manifest

KEYS = st.sampled_from(
    (
        "Manifests",
        "annotations",
        "architecture",
        "artifactType",
        "config",
        "created_by",
        "diff_ids",
        "digest",
        "empty_layer",
        "history",
        "layers",
        "manifests",
        "mediaType",
        "os",
        "platform",
        "rootfs",
        "schemaVersion",
        "size",
        "variant",
    )
)
DIGESTS = st.sampled_from(("sha256:" + "0" * 64, "sha512:" + "f" * 128, "sha256:../../x", ""))
VALUES = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(), DIGESTS
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(KEYS, inner, max_size=6)),
    max_leaves=25,
)
DOCUMENTS = st.dictionaries(KEYS, VALUES, max_size=8)
LIMITS = Limits(max_layers=3, max_index_entries=3, max_document_depth=6)


@settings(deadline=None, max_examples=500)
@given(st.one_of(st.binary(), DOCUMENTS.map(lambda fields: json.dumps(fields).encode())))
def test_a_manifest_is_one_or_an_error(data):
    try:
        found = parse_manifest("document", data, LIMITS)
    except LayersError:
        return

    match found:
        case Index(manifests):
            assert len(manifests) <= LIMITS.max_index_entries
        case Manifest(_, layers):
            assert len(layers) <= LIMITS.max_layers


@settings(deadline=None, max_examples=500)
@given(st.one_of(st.binary(), DOCUMENTS.map(lambda fields: json.dumps(fields).encode())))
def test_a_config_is_one_or_an_error(data):
    try:
        found = parse_config("document", data, LIMITS)
    except LayersError:
        return

    assert len(found.diff_ids) <= LIMITS.max_layers
    assert len(found.layer_history) == len(found.diff_ids)
