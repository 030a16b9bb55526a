"""The image in an archive, whose blobs can be had: what ``docker save`` writes, or an OCI layout.

Newer versions of Docker write both at once; then the layout counts, for it has digests.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from layers.docker_archive import MANIFEST, docker_image
from layers.errors import UnreadableImage
from layers.layout import INDEX, layout_image

if TYPE_CHECKING:
    from layers.files import Files
    from layers.image import Image, ReadOptions

NEITHER: Final = (
    f"not an image: a tar archive with neither {INDEX} nor {MANIFEST}, nor what the top of a file "
    "system has; rootfs: in front has it read as one all the same"
)


def holds_image(files: Files) -> bool:
    """Tell whether there is a list of an image's layers."""
    return INDEX in files or MANIFEST in files


def archived_image(location: str, files: Files, options: ReadOptions) -> Image:
    """Return the wanted image of an archive of either kind.

    Raises:
        LayersError: if it is of neither, there is none or several that fit, or a document is not as
            it should be.

    """
    if INDEX in files:
        return layout_image(location, "oci-archive", files, options)
    if MANIFEST in files:
        return docker_image(location, "docker-archive", files, options)
    raise UnreadableImage(location, NEITHER)
