"""What no scanner can do without: decompressing and hashing the layers of an OCI layout.

``python -m benchmarks.limit LAYOUT`` does that with the fastest libraries, on all processors, the
biggest layers first, and nothing else. Prints the bytes that came out.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from isal import isal_zlib
from zstandard import ZstdDecompressor

CHUNK_BYTES = 1 << 17


def main(layout: Path) -> int:
    """Read all layers of the one image in a layout, and return their size."""
    index = json.loads((layout / "index.json").read_bytes())
    manifest = json.loads(blob(layout, index["manifests"][0]["digest"]).read_bytes())
    layers = sorted(manifest["layers"], key=lambda layer: -int(layer["size"]))
    with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        return sum(pool.map(read, [blob(layout, layer["digest"]) for layer in layers]))


def blob(layout: Path, digest: str) -> Path:
    """Return the file of a blob."""
    return layout / "blobs" / digest.replace(":", "/")


def read(path: Path) -> int:
    """Decompress and hash a layer."""
    digest = hashlib.sha256()
    size = 0
    with path.open("rb", buffering=0) as file:
        is_gzip = os.pread(file.fileno(), 2, 0) == b"\x1f\x8b"
        new = isal_zlib.decompressobj(31) if is_gzip else ZstdDecompressor().decompressobj()
        while data := file.read(CHUNK_BYTES):
            digest.update(data)
            size += len(new.decompress(data))
    return size


if __name__ == "__main__":
    print(main(Path(sys.argv[1])))
