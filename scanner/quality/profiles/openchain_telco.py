"""The OpenChain Telco SBOM Guide, version 1.1 (April 2025), which takes SPDX 2 alone.

What SPDX 2.2 makes everybody write (licences, a copyright, a download location) may be
``NOASSERTION`` there, which says that it is not known. Checksums and package URLs are recommended.
"""

from __future__ import annotations

from typing import Final

from scanner.quality import component_data as component
from scanner.quality import document_data as document
from scanner.quality.presence import ADMITTED
from scanner.quality.profile import Element, Profile

OPENCHAIN_TELCO: Final = Profile(
    name="openchain-telco",
    title="OpenChain Telco SBOM Guide, version 1.1",
    url="https://github.com/OpenChain-Project/Telco-WG/blob/main/OpenChain-Telco-SBOM-Guide_EN.md",
    document=(
        Element(datum=document.SPDX_2, reference="3.1 Data Format"),
        Element(datum=document.DATA_LICENSE, reference="3.2 DataLicense"),
        Element(datum=document.DOCUMENT_NAME, reference="3.2 DocumentName"),
        Element(datum=document.NAMESPACE, reference="3.2 DocumentNamespace"),
        Element(datum=document.ORGANIZATION, reference="3.5 Creator: Organization"),
        Element(datum=document.TOOL_VERSION, reference="3.5 Creator: Tool"),
        Element(datum=document.TIMESTAMP, reference="3.5 Created"),
        Element(datum=document.LIFECYCLE, reference="3.5 CreatorComment: SBOM Type"),
        Element(datum=document.COVERAGE, reference="3.8 SBOM Scope", accepts=ADMITTED),
        Element(datum=document.SIGNATURE, reference="3.11 SBOM Verification", is_required=False),
    ),
    components=(
        Element(datum=component.NAME, reference="3.2 PackageName"),
        Element(datum=component.VERSION, reference="3.2 PackageVersion"),
        Element(datum=component.SUPPLIER, reference="3.2 PackageSupplier", accepts=ADMITTED),
        Element(
            datum=component.DOWNLOAD, reference="3.2 PackageDownloadLocation", accepts=ADMITTED
        ),
        Element(
            datum=component.CONCLUDED, reference="3.2 PackageLicenseConcluded", accepts=ADMITTED
        ),
        Element(datum=component.DECLARED, reference="3.2 PackageLicenseDeclared", accepts=ADMITTED),
        Element(datum=component.COPYRIGHT, reference="3.2 PackageCopyrightText", accepts=ADMITTED),
        Element(datum=component.CHECKSUM, reference="3.2 PackageChecksum", is_required=False),
        Element(datum=component.PURL, reference="3.2 ExternalRef", is_required=False),
    ),
)
