"""Writes one document by spdx-tools, the reference library of SPDX 2: spdx_tools_writer.py FILE."""

from __future__ import annotations

import sys
from datetime import datetime

from spdx_tools.spdx.model import (
    Actor,
    ActorType,
    CreationInfo,
    Document,
    ExternalPackageRef,
    ExternalPackageRefCategory,
    Package,
    Relationship,
    RelationshipType,
    SpdxNoAssertion,
)
from spdx_tools.spdx.writer.write_anything import write_file

creation = CreationInfo(
    spdx_version="SPDX-2.3",
    spdx_id="SPDXRef-DOCUMENT",
    name="demo",
    document_namespace="https://lading.test/demo",
    creators=[Actor(ActorType.TOOL, "spdx-tools")],
    created=datetime(2025, 1, 1),  # noqa: DTZ001 - it takes UTC for granted
)
packages = [
    Package(
        spdx_id=f"SPDXRef-{name}",
        name=name,
        version=version,
        download_location=SpdxNoAssertion(),
        supplier=Actor(ActorType.ORGANIZATION, "The idna project", "idna@lading.test"),
        external_references=[
            ExternalPackageRef(
                ExternalPackageRefCategory.PACKAGE_MANAGER, "purl", f"pkg:pypi/{name}@{version}"
            )
        ],
        description="A text\nof two lines",
    )
    for name, version in (("demo", "1.0"), ("idna", "3.4"))
]
document = Document(
    creation_info=creation,
    packages=packages,
    relationships=[
        Relationship("SPDXRef-DOCUMENT", RelationshipType.DESCRIBES, "SPDXRef-demo"),
        Relationship("SPDXRef-demo", RelationshipType.DEPENDS_ON, "SPDXRef-idna"),
    ],
)
write_file(document, sys.argv[1])
