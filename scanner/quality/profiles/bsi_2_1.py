"""The technical guideline TR-03183-2 of Germany's BSI, version 2.1.0 (20 August 2025).

It takes no unknowns for what is required, and nobody's address may be withheld. What is additional
(5.2.3, 5.2.4) must be there if it exists, which no document tells: so it is recommended here.
What was scanned is a logical component (3.2.2), which is no file and has no hash of one.
"""

from __future__ import annotations

from typing import Final

from scanner.quality import component_data as component
from scanner.quality import document_data as document
from scanner.quality.presence import STRICT
from scanner.quality.profile import Element, Profile, Scope

BSI_2_1: Final = Profile(
    name="bsi-2.1",
    title="BSI TR-03183-2, Software Bill of Materials (SBOM), version 2.1.0",
    url="https://www.bsi.bund.de/SharedDocs/Downloads/EN/BSI/Publications/TechGuidelines/TR03183/"
    "BSI-TR-03183-2_v2_1_0.pdf",
    document=(
        Element(datum=document.NO_VULNERABILITIES, reference="3.1"),
        Element(datum=document.BSI_FORMAT, reference="4"),
        Element(datum=document.COVERAGE, reference="5.1"),
        Element(datum=document.AUTHOR_ADDRESS, reference="5.2.1: Creator of the SBOM"),
        Element(datum=document.TIMESTAMP, reference="5.2.1: Timestamp"),
        Element(datum=document.URI, reference="5.2.3: SBOM-URI", is_required=False),
    ),
    components=(
        Element(datum=component.ADDRESS, reference="5.2.2: Component creator", accepts=STRICT),
        Element(datum=component.NAME, reference="5.2.2: Component name"),
        Element(datum=component.VERSION, reference="5.2.2: Component version"),
        Element(
            datum=component.FILENAME,
            reference="5.2.2: Filename of the component",
            scope=Scope.COMPONENTS,
        ),
        Element(datum=component.DEPENDENCIES, reference="5.2.2: Dependencies on other components"),
        Element(
            datum=component.COMPLETENESS,
            reference="5.2.2: Dependencies on other components",
        ),
        Element(datum=component.CONCLUDED, reference="5.2.2: Distribution licences"),
        Element(
            datum=component.DEPLOYABLE_HASH,
            reference="5.2.2: Hash value of the deployable component",
            scope=Scope.COMPONENTS,
        ),
        Element(
            datum=component.FILE_PROPERTIES,
            reference="5.2.2: Executable, Archive and Structured property",
            scope=Scope.COMPONENTS,
        ),
        Element(
            datum=component.SOURCE,
            reference="5.2.4: Source code URI",
            scope=Scope.COMPONENTS,
            is_required=False,
        ),
        Element(
            datum=component.DOWNLOAD,
            reference="5.2.4: URI of the deployable form of the component",
            scope=Scope.COMPONENTS,
            is_required=False,
        ),
        Element(
            datum=component.IDENTIFIER,
            reference="5.2.4: Other unique identifiers",
            is_required=False,
        ),
        Element(datum=component.DECLARED, reference="5.2.4: Original licences", is_required=False),
    ),
)
