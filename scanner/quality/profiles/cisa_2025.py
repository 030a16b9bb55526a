"""The minimum elements of CISA, draft of 22 August 2025: eleven data fields, and practices.

An unknown is said to be one, and told from what is withheld ("Known Unknowns"); so all but a name
and one identifier may be unknown. Unlike with the NTIA, a tool is no author.
"""

from __future__ import annotations

from typing import Final

from scanner.quality import component_data as component
from scanner.quality import document_data as document
from scanner.quality.presence import ADMITTED
from scanner.quality.profile import Element, Profile

CISA_2025: Final = Profile(
    name="cisa-2025",
    title="CISA, 2025 Minimum Elements for a Software Bill of Materials (draft)",
    url="https://www.cisa.gov/resources-tools/resources/"
    "2025-minimum-elements-software-bill-materials-sbom",
    document=(
        Element(datum=document.FORMAT, reference="Automation Support"),
        Element(datum=document.AUTHOR, reference="Data Fields: SBOM Author"),
        Element(datum=document.TOOL, reference="Data Fields: Tool Name"),
        Element(datum=document.TIMESTAMP, reference="Data Fields: Timestamp"),
        Element(datum=document.LIFECYCLE, reference="Data Fields: Generation Context"),
        Element(
            datum=document.COVERAGE,
            reference="Practices and Processes: Coverage",
            accepts=ADMITTED,
        ),
    ),
    components=(
        Element(
            datum=component.SUPPLIER,
            reference="Data Fields: Software Producer",
            accepts=ADMITTED,
        ),
        Element(datum=component.NAME, reference="Data Fields: Component Name"),
        Element(
            datum=component.VERSION,
            reference="Data Fields: Component Version",
            accepts=ADMITTED,
        ),
        Element(datum=component.IDENTIFIER, reference="Data Fields: Software Identifiers"),
        Element(
            datum=component.HASH,
            reference="Data Fields: Component Hash",
            accepts=ADMITTED,
        ),
        Element(
            datum=component.LICENSE,
            reference="Data Fields: License",
            accepts=ADMITTED,
        ),
        Element(
            datum=component.DEPENDENCIES,
            reference="Data Fields: Dependency Relationship",
            accepts=ADMITTED,
        ),
    ),
)
