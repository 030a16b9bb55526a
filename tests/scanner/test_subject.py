"""What an image says of itself."""

from __future__ import annotations

import pytest

from layers import Image, Layer, LayerInfo
from layers.base_image import BaseImage
from layers.manifest import ImageConfig
from layers.reference import Platform
from layers.snapshot import Snapshot
from scanner.subject import subject_of
from tests.support.images import snapshot_of
from testdata.images.writer import digest, tar_of

NAMES = [digest(b"%d" % number) for number in range(3)]
