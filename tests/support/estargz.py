"""eStargz layers as containerd makes them: its library, called by a program of a few lines."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.layouts import TAR, Layout
from tests.support.toc import STARGZ

PROGRAM = Path(__file__).parent.parent.parent / "testdata/estargz/convert.go"
LIBRARIES = Path("/usr/share/gocode")
"""Where Debian has the sources of Go's libraries."""
LIBRARY = LIBRARIES / "src/github.com/containerd/stargz-snapshotter/estargz"


@dataclass(frozen=True)
class Converter:
    """The program, and a directory for what it reads and writes."""

    program: Path
    directory: Path

    @classmethod
    def build(cls, directory: Path) -> Converter:
        """Build the program, or skip the test where that can't be done."""
        if not shutil.which("go"):
            pytest.skip("Go is not installed")
        if not LIBRARY.is_dir():
            pytest.skip("golang-github-containerd-stargz-snapshotter-dev is not installed")
        program = directory / "convert"
        environment = {**os.environ, "GO111MODULE": "off", "GOPATH": str(LIBRARIES), "GOFLAGS": ""}
        subprocess.run(
            ["go", "build", "-o", program, PROGRAM], check=True, env=environment, cwd="/"
        )
        return cls(program, directory)

    def converted(self, layout: Path, chunk: int) -> tuple[Layout, dict[str, object]]:
        """Return the image of a layout without compression, and its entry.

        Files of more than so many bytes have several chunks.
        """

        def document(descriptor: dict[str, str]) -> dict[str, object]:
            return dict(json.loads(blob(descriptor).read_bytes()))

        def blob(descriptor: dict[str, str]) -> Path:
            return layout / "blobs" / descriptor["digest"].replace(":", "/")

        (top,) = json.loads((layout / "index.json").read_bytes())["manifests"]
        manifest = json.loads(blob(top).read_bytes())
        made, diff_ids, layers = Layout(), [], []
        for descriptor in manifest["layers"]:
            data, toc_digest, diff_id = self._layer(blob(descriptor), chunk)
            annotations = {STARGZ: toc_digest}
            layers.append(made.blob(data, f"{TAR}+gzip", annotations=annotations))
            diff_ids.append(diff_id)
        config = document(manifest["config"])
        config["rootfs"] = {"type": "layers", "diff_ids": diff_ids}
        return made, made.image(config=config, manifest={"layers": layers})

    def _layer(self, tar: Path, chunk: int) -> tuple[bytes, str, str]:
        target = self.directory / "layer"
        result = subprocess.run(
            [self.program, tar, target, str(chunk)], check=True, capture_output=True, text=True
        )
        toc_digest, diff_id = result.stdout.split()
        return target.read_bytes(), toc_digest, diff_id
