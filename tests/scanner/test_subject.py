"""What an image says of itself."""

from __future__ import annotations

import pytest

from layers import Image, Layer, LayerInfo, Platform
from layers.base_image import BaseImage
from layers.digest import Digest
from layers.manifest import ImageConfig
from scanner.subject import subject_of
from tests.support.images import snapshot_of

DIGESTS = tuple(Digest.of(b"%d" % number) for number in range(3))
LAYERS = tuple(Layer(LayerInfo(diff_id=digest), lambda: snapshot_of(b"")) for digest in DIGESTS)


@pytest.mark.parametrize(
    ("base", "steps", "expected"),
    [
        pytest.param(None, 3, ([None, None, None], False), id="H15-not-told"),
        pytest.param(
            BaseImage(2, is_guess=False), 3, ([True, True, False], False), id="H15-stated"
        ),
        pytest.param(BaseImage(1, is_guess=True), 3, ([True, False, False], True), id="H15-guess"),
        pytest.param(
            BaseImage(1, is_guess=True), 2, ([None, None, None], False), id="H15-does-not-fit"
        ),
    ],
)
def test_a_layer_is_of_the_base_image_or_was_added_to_it(base, steps, expected):
    config = ImageConfig(
        platform=Platform("linux", "amd64"), diff_ids=DIGESTS, history=("",) * steps, base=base
    )

    subject = subject_of(Image(location="", source="oci", layers=LAYERS, config=config))

    assert expected == ([layer.in_base for layer in subject.layers], subject.base_is_guess)
