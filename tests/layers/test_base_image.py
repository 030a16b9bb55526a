"""Which layers an image was built on: H15."""

from __future__ import annotations

import pytest

from layers.base_image import BaseImage, Step, base_image_of

DEBIAN = [
    Step(created_by="/bin/sh -c #(nop) ADD file in / "),
    Step(created_by='CMD ["bash"]', is_empty=True),
]
PYTHON = [
    *DEBIAN,
    Step(created_by="ENV PATH=/usr/local/bin", is_empty=True),
    Step(created_by="RUN make install"),
    Step(created_by='/bin/sh -c #(nop)  CMD ["python3"]', is_empty=True),
]
OWN = [Step(created_by="COPY . /app"), Step(created_by="RUN pip install shop")]


def above(name: str) -> list[Step]:
    """Return two steps of Buildah above an image of that name."""
    intermediate = f"FROM {'0123456789ab' * 2}"
    return [
        Step(created_by="RUN a", comment=f"FROM {name}"),
        Step(created_by="RUN b", comment=intermediate),
    ]


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        pytest.param([], None, id="H15-no-history"),
        pytest.param(OWN, None, id="H15-no-command"),
        pytest.param(DEBIAN, None, id="H15-nothing-above-the-command"),
        pytest.param([*OWN, *DEBIAN[1:]], None, id="H15-a-command-of-its-own"),
        pytest.param([*DEBIAN[1:], *OWN], None, id="H15-nothing-below-the-command"),
        pytest.param(PYTHON, BaseImage(1, is_guess=True), id="H15-above-debian"),
        pytest.param([*PYTHON, *OWN], BaseImage(2, is_guess=True), id="H15-above-python"),
        pytest.param(
            [*PYTHON, *OWN, *DEBIAN[1:]],
            BaseImage(2, is_guess=True),
            id="H15-above-python-with-a-command-of-its-own",
        ),
        pytest.param(
            [*OWN, Step(created_by="RUN echo CMD x"), *OWN], None, id="H15-a-word-in-a-command"
        ),
        pytest.param(
            [*PYTHON[:4], *above("docker.io/library/python:3.12")],
            BaseImage(2, is_guess=False),
            id="H15-buildah",
        ),
        pytest.param(
            [*above("fedora"), *above("registry.test/python@sha256:00")],
            BaseImage(2, is_guess=False),
            id="H15-buildah-twice",
        ),
        pytest.param(above("scratch"), BaseImage(0, is_guess=False), id="H15-buildah-from-nothing"),
        pytest.param(
            [
                Step(created_by="RUN a", comment="FROMAGE"),
                Step(created_by="RUN b", comment="FROM "),
            ],
            None,
            id="H15-no-name",
        ),
    ],
)
def test_layers_are_of_the_base_image_as_far_as_the_history_tells(history, expected):
    assert expected == base_image_of(history)
