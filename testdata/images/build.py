"""Builds the sample images: ``make images``.

Every image is written in all forms that Lading reads, by a writer of our own, and by skopeo and
umoci where they are installed: what real tools write has to be read as well.
"""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import tarfile
import tempfile
from io import BytesIO
from pathlib import Path

from testdata.images.recipes import RECIPES, Recipe, Step
from testdata.images.writer import (
    COMPRESSIONS,
    EPOCH,
    Image,
    Layer,
    docker_files,
    layout_blobs,
    write_archive,
    write_directory,
)

SEEN = dict[str, tuple[object, ...]]


def main(destination: Path) -> None:
    """Build all images into a directory, which is emptied first."""
    shutil.rmtree(destination, ignore_errors=True)
    destination.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as temporary:
        os.environ["LADING_REQUIREMENTS"] = f"{temporary}/requirements.txt"
        for recipe in RECIPES:
            print(f"{recipe.name}: {recipe.why}")
            root = Path(temporary) / recipe.name
            root.mkdir()
            image = build(recipe, root)
            write(image, destination / recipe.name)
            write_root(root, destination / recipe.name)
            root.rename(destination / f"{recipe.name}.rootfs")


def build(recipe: Recipe, root: Path) -> Image:
    """Take the steps of a recipe; each one's changes are a layer."""
    layers = []
    before: SEEN = {}
    for step in recipe.steps:
        step.change(root)
        after = seen(root)
        layers.append(Layer(layer_tar(root, before, after, step), f"RUN {step.does}"))
        before = after
    return Image(layers, name=f"lading.test/{recipe.name}:1")


def seen(root: Path) -> SEEN:
    """Return what tells whether a path was changed."""
    result: SEEN = {}
    for path in sorted(root.rglob("*")):
        status = path.lstat()
        is_directory = stat.S_ISDIR(status.st_mode)
        target = os.readlink(path) if path.is_symlink() else ""
        content = () if is_directory else (status.st_ino, status.st_size, status.st_mtime_ns)
        result[str(path.relative_to(root))] = (status.st_mode, target, *content)
    return result


def layer_tar(root: Path, before: SEEN, after: SEEN, step: Step) -> bytes:
    """Return a tar archive of what was added or changed, with whiteouts for what was removed."""
    result = BytesIO()
    inodes: dict[int, str] = {}
    with tarfile.open(fileobj=result, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for path in sorted(path for path in after if before.get(path) != after[path]):
            member = archive.gettarinfo(str(root / path), arcname=path)
            member.mtime, member.uid, member.gid, member.uname, member.gname = EPOCH, 0, 0, "", ""
            inode = (root / path).lstat().st_ino
            if member.isreg() and inode in inodes:
                member.type, member.linkname, member.size = tarfile.LNKTYPE, inodes[inode], 0
            inodes.setdefault(inode, path)
            content = (root / path).open("rb") if member.isreg() else None
            archive.addfile(member, content)
        for path in removed(before, after, step.opaque):
            parent, _, name = path.rpartition("/")
            archive.addfile(tarfile.TarInfo(f"{parent}/.wh.{name}" if parent else f".wh.{name}"))
        for path in step.opaque:
            archive.addfile(tarfile.TarInfo(f"{path}/.wh..wh..opq"))
    return result.getvalue()


def removed(before: SEEN, after: SEEN, opaque: tuple[str, ...]) -> list[str]:
    """Return the topmost of the paths that are gone, but for those that an opaque marker hides."""
    gone = {path for path in before if path not in after}
    return sorted(
        path
        for path in gone
        if path.rpartition("/")[0] not in gone
        and not any(path.startswith(f"{directory}/") for directory in opaque)
    )


def write(image: Image, base: Path) -> None:
    """Write an image in every form."""
    for compression in COMPRESSIONS:
        suffix = "" if compression == "gzip" else f"-{compression}"
        layout = layout_blobs([(image, "latest")], compression)
        write_directory(base.with_name(f"{base.name}.oci{suffix}"), layout)
    layout = layout_blobs([(image, "latest")], "gzip")
    write_archive(base.with_name(f"{base.name}.oci.tar"), layout)
    docker = docker_files([image])
    write_archive(base.with_name(f"{base.name}.docker.tar"), docker)
    write_archive(base.with_name(f"{base.name}.docker.tar.gz"), docker, "gzip")
    write_archive(base.with_name(f"{base.name}.docker.tar.zst"), docker, "zstd")
    if shutil.which("skopeo"):
        by_skopeo(base)
    if shutil.which("umoci"):
        by_umoci(image, base)


def write_root(root: Path, base: Path) -> None:
    """Write the file system that an image unpacks to into an archive, plain and compressed."""
    for form, mode in (("tar", "w"), ("tar.xz", "w:xz")):
        with tarfile.open(f"{base}.rootfs.{form}", mode) as archive:  # type: ignore[call-overload]
            archive.add(root, arcname=".")


def by_skopeo(base: Path) -> None:
    """Have skopeo convert our layout into its own forms."""
    source = f"oci:{base}.oci:latest"
    for form in (
        f"docker-archive:{base}.skopeo.docker.tar",
        f"oci-archive:{base}.skopeo.oci.tar",
        f"dir:{base}.skopeo.dir",
    ):
        tool("skopeo", "copy", "--quiet", source, form)
    tool(
        "skopeo", "copy", "--quiet", "--dest-compress-format", "zstd", "--dest-compress",
        source, f"oci:{base}.skopeo.oci-zstd:latest",
    )  # fmt: skip


def by_umoci(image: Image, base: Path) -> None:
    """Have umoci put our layers together."""
    layout = f"{base}.umoci.oci"
    tool("umoci", "init", "--layout", layout)
    tool("umoci", "new", "--image", f"{layout}:latest")
    with tempfile.TemporaryDirectory() as temporary:
        for number, layer in enumerate(image.layers):
            path = Path(temporary) / f"{number}.tar"
            path.write_bytes(layer.tar)
            tool("umoci", "raw", "add-layer", "--image", f"{layout}:latest", str(path))
    tool("umoci", "gc", "--layout", layout)


def tool(*command: str) -> None:
    """Run a tool; its output is shown only if it fails."""
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode:
        sys.exit(f"{' '.join(command)}:\n{result.stdout}{result.stderr}")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
