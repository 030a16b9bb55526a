"""Feed files of NVD, written by hand."""

from __future__ import annotations

import json


def matching(
    version: str = "*", product: str = "example", target: str = "python", **bounds: object
) -> dict[str, object]:
    """Return a criterion; the version may have an update behind a colon."""
    full = version if ":" in version else f"{version}:*"
    criteria = f"cpe:2.3:a:vendor:{product}:{full}:*:*:*:{target}:*:*"
    return {"vulnerable": True, "criteria": criteria, **bounds}


def cve(*matches: object, id_: str = "CVE-2024-1001", **changes: object) -> dict[str, object]:
    """Return an entry of a feed with these criteria."""
    vector = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
    node = {"operator": "OR", "negate": False, "cpeMatch": list(matches)}
    fields = {
        "id": id_,
        "vulnStatus": "Analyzed",
        "published": "2024-01-02T03:04:05.678",
        "lastModified": "2024-02-03T04:05:06.789",
        "descriptions": [
            {"lang": "es", "value": "Un fallo"},
            {"lang": "en", "value": "A fault\nof example."},
        ],
        "metrics": {"cvssMetricV31": [{"cvssData": {"vectorString": vector}}]},
        "weaknesses": [{"description": [{"lang": "en", "value": "CWE-79"}]}],
        "references": [{"url": "https://example.test/1"}],
        "configurations": [{"nodes": [node]}],
    }
    return {"cve": fields | changes}


def feed(*entries: object) -> bytes:
    """Return a feed file."""
    head = {"format": "NVD_CVE", "version": "2.0", "timestamp": "2026-08-01T00:00:00.000"}
    return json.dumps({**head, "vulnerabilities": list(entries)}).encode()
