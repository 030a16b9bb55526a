"""Framing Software Component Transparency, third edition (CISA, 2024), at its minimum level.

Licence and copyright notice are asked of what was scanned alone; of all else they are "recommended
practice". What is unknown is said to be (2.3.1), and what is withheld, too (2.3.2).
"""

from __future__ import annotations

from typing import Final

from scanner.quality import component_data as component
from scanner.quality import document_data as document
from scanner.quality.presence import ADMITTED
from scanner.quality.profile import Element, Profile, Scope

FSCT3: Final = Profile(
    name="fsct3",
    title="Framing Software Component Transparency, third edition (2024), minimum",
    url="https://www.cisa.gov/resources-tools/resources/framing-software-component-transparency-2024",
    document=(
        Element(datum=document.AUTHOR, reference="2.2.1.1 Author Name"),
        Element(datum=document.TIMESTAMP, reference="2.2.1.2 Timestamp"),
        Element(datum=document.LIFECYCLE, reference="2.2.1.3 Type"),
        Element(datum=document.PRIMARY, reference="2.2.1.4 Primary Component"),
        Element(
            datum=document.COVERAGE,
            reference="2.3.3 Unknown Dependencies",
            accepts=ADMITTED,
        ),
    ),
    components=(
        Element(datum=component.NAME, reference="2.2.2.1 Component Name"),
        Element(datum=component.VERSION, reference="2.2.2.2 Version", accepts=ADMITTED),
        Element(datum=component.SUPPLIER, reference="2.2.2.3 Supplier Name", accepts=ADMITTED),
        Element(datum=component.IDENTIFIER, reference="2.2.2.4 Unique Identifier"),
        Element(datum=component.HASH, reference="2.2.2.5 Cryptographic Hash", accepts=ADMITTED),
        Element(datum=component.DEPENDENCIES, reference="2.2.2.6 Relationship", accepts=ADMITTED),
        Element(datum=component.COMPLETENESS, reference="2.2.2.6.4 Relationship Completeness"),
        Element(
            datum=component.CONCLUDED,
            reference="2.2.2.7 License",
            accepts=ADMITTED,
            scope=Scope.SUBJECT,
        ),
        Element(
            datum=component.LICENSE,
            reference="2.2.2.7 License, recommended practice",
            is_required=False,
        ),
        Element(
            datum=component.COPYRIGHT,
            reference="2.2.2.8 Copyright Notice",
            accepts=ADMITTED,
            scope=Scope.SUBJECT,
        ),
    ),
)
