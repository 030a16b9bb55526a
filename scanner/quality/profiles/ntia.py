"""The minimum elements of the NTIA (12 July 2021): seven data fields.

The author may be a tool: "some third party analysis tool" is among the sources that it names. What
a component depends on may be unknown, if that is said ("Known Unknowns").
"""

from __future__ import annotations

from typing import Final

from scanner.quality import component_data as component
from scanner.quality import document_data as document
from scanner.quality.presence import ADMITTED
from scanner.quality.profile import Element, Profile

NTIA: Final = Profile(
    name="ntia",
    title="NTIA, The Minimum Elements For a Software Bill of Materials (2021)",
    url="https://www.ntia.gov/report/2021/minimum-elements-software-bill-materials-sbom",
    document=(
        Element(datum=document.FORMAT, reference="Automation Support"),
        Element(datum=document.AUTHOR_OR_TOOL, reference="Data Fields: Author of SBOM Data"),
        Element(datum=document.TIMESTAMP, reference="Data Fields: Timestamp"),
        Element(
            datum=document.COVERAGE,
            reference="Practices and Processes: Known Unknowns",
            accepts=ADMITTED,
        ),
    ),
    components=(
        Element(datum=component.SUPPLIER, reference="Data Fields: Supplier Name"),
        Element(datum=component.NAME, reference="Data Fields: Component Name"),
        Element(datum=component.VERSION, reference="Data Fields: Version of the Component"),
        Element(datum=component.IDENTIFIER, reference="Data Fields: Other Unique Identifiers"),
        Element(
            datum=component.DEPENDENCIES,
            reference="Data Fields: Dependency Relationship",
            accepts=ADMITTED,
        ),
    ),
)
