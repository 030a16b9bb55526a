"""Debian's registry on this machine, with images that are layouts already.

Its directory of blobs is one of links, so that nothing is pushed and nothing is copied.
"""

from __future__ import annotations

import json
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PROGRAM = "docker-registry"
START_SECONDS = 10
TAG = "latest"


@contextmanager
def serving(layouts: Sequence[Path]) -> Iterator[str]:
    """Run a registry with the one image of each layout, and give its host."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{listener.getsockname()[1]}"
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary)
        for layout in layouts:
            store(layout, root / "docker/registry/v2")
        configuration = {
            "version": 0.1,
            "log": {"level": "error", "accesslog": {"disabled": True}},
            "storage": {"filesystem": {"rootdirectory": temporary}},
            "http": {"addr": host},
        }
        file = root / "registry.json"
        file.write_text(json.dumps(configuration))
        process = subprocess.Popen(
            [PROGRAM, "serve", str(file)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            wait_for(host)
            yield host
        finally:
            process.terminate()
            process.wait()


def store(layout: Path, root: Path) -> None:
    """Link what a layout has to where the registry looks for it."""
    repository = root / "repositories" / name_of(layout)
    (top,) = json.loads((layout / "index.json").read_bytes())["manifests"]
    for blob in layout.glob("blobs/sha256/*"):
        data = root / "blobs/sha256" / blob.name[:2] / blob.name / "data"
        if not data.exists():
            data.parent.mkdir(parents=True)
            data.symlink_to(blob.absolute())
        for kind in ("_layers", "_manifests/revisions"):
            point(repository / kind / "sha256" / blob.name / "link", f"sha256:{blob.name}")
    point(repository / "_manifests/tags" / TAG / "current/link", top["digest"])


def name_of(layout: Path) -> str:
    """Return what the image of a layout is called in the registry."""
    return layout.name.lower()


def point(link: Path, digest: str) -> None:
    """Write what the registry has in the place of a link."""
    link.parent.mkdir(parents=True)
    link.write_text(digest)


def wait_for(host: str) -> None:
    """Return when a server answers, or raise if it never does."""
    name, _, port = host.partition(":")
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            socket.create_connection((name, int(port))).close()
        except ConnectionRefusedError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return
