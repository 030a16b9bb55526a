"""Documents in the shape that Syft 1 gives its JSON (schema 16)."""

from __future__ import annotations

import json
from typing import Any, Final

LAYERS: Final = ("sha256:" + "a" * 64, "sha256:" + "b" * 64)
MANIFEST: Final = "sha256:" + "c" * 64
DEB: Final = "pkg:deb/debian/python3-idna@3.3-1?arch=all&distro=debian-12"


def artifact(name: str, version: str, /, **fields: object) -> dict[str, Any]:
    """Return a distribution as ``python-installed-package-cataloger`` has it."""
    return {
        "id": f"id-{name}",
        "name": name,
        "version": version,
        "type": "python",
        "foundBy": "python-installed-package-cataloger",
        "locations": [
            {
                "path": f"/usr/lib/python3/dist-packages/{name}-{version}.dist-info/METADATA",
                "layerID": LAYERS[1],
                "accessPath": f"/usr/lib/python3/dist-packages/{name}-{version}.dist-info/METADATA",
            }
        ],
        "licenses": [
            {
                "value": "MIT",
                "spdxExpression": "MIT",
                "type": "declared",
                "urls": [],
                "locations": [],
            }
        ],
        "language": "python",
        "cpes": [],
        "purl": f"pkg:pypi/{name}@{version}",
        "metadataType": "python-package",
        "metadata": {
            "name": name,
            "version": version,
            "author": "Ann",
            "authorEmail": "ann@example.org",
            "platform": "",
            "sitePackagesRootPath": "/usr/lib/python3/dist-packages",
        },
    } | fields


def related(parent: str, kind: str, child: str) -> dict[str, str]:
    """Return a relation of two artifacts, by their names."""
    return {"parent": f"id-{parent}", "child": f"id-{child}", "type": kind}


def syft(*artifacts: dict[str, Any], **fields: object) -> bytes:
    """Return a document about an image of two layers."""
    document = {
        "artifacts": artifacts,
        "artifactRelationships": [],
        "source": {
            "id": "id-image",
            "name": "example.org/app",
            "version": MANIFEST,
            "type": "image",
            "metadata": {
                "userInput": "example.org/app:1",
                "imageID": "sha256:" + "d" * 64,
                "manifestDigest": MANIFEST,
                "tags": ["example.org/app:1"],
                "layers": [{"digest": each, "size": 1} for each in LAYERS],
                "architecture": "amd64",
                "os": "linux",
            },
        },
        "distro": {"id": "debian", "versionID": "12"},
        "descriptor": {"name": "syft", "version": "1.33.0"},
        "schema": {"version": "16.0.40", "url": "https://example.org/schema.json"},
    } | fields
    return json.dumps(document).encode()
