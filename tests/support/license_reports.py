"""Reports of licences, built from the values of the model."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING

from scanner.licenses.decided.policy import Outcome, Policy, Rule, Selection
from scanner.licenses.report import license_report
from scanner.model.component import Evidence
from scanner.model.inventory import LayerFacts
from scanner.model.license import (
    NONE,
    DeclaredLicense,
    LicenseConflict,
    LicenseMatch,
    LicenseStatement,
    LicenseText,
    Licensing,
)
from tests.support.reports import IMAGE, NASTY, SITE, component, inventory_of

if TYPE_CHECKING:
    from scanner.licenses.report import LicenseReport
    from scanner.model.component import Component

MIT_GRANT = """\
Permission is hereby granted, free of charge, to any person obtaining a copy of this software, to
deal in the Software without restriction.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND.
"""
BSD = """\
Copyright (c) 2013-2024, Kim Davies and contributors.
All rights reserved.

Redistribution and use in source and binary forms, with or without modification, are permitted.
Neither the name of the copyright holder nor the names of its contributors may be used.
"""
GPL = """\
GNU GENERAL PUBLIC LICENSE
Version 3, 29 June 2007

Everyone is permitted to copy and distribute verbatim copies of this license document.
"""
SUBJECT = replace(
    IMAGE,
    layers=(
        *IMAGE.layers,
        LayerFacts(index=1, diff_id=None, digest=None, created_by="COPY . /app", in_base=False),
    ),
)
DAY = date(2025, 1, 1)
POLICY = Policy(
    rules=(
        Rule(
            name="no copyleft",
            outcome=Outcome.DENY,
            selection=Selection(categories=frozenset(("copyleft",))),
            reason="it must not be shipped",
        ),
        Rule(
            name="terms of their own",
            outcome=Outcome.FLAG,
            selection=Selection(categories=frozenset(("other",))),
        ),
    ),
    bundled=Outcome.FLAG,
    unknown=Outcome.ALLOW,
)


def mit(*holders: str) -> bytes:
    """Return a text of the MIT licence for these holders of copyrights."""
    lines = "".join(f"Copyright (c) {holder}\n" for holder in holders)
    return f"MIT License\n\n{lines}\n{MIT_GRANT}".encode()


def digest_of(data: bytes) -> str:
    """Return the digest by which an inventory has a text."""
    return f"sha256:{sha256(data).hexdigest()}"


def text(path: str, data: bytes, expression: str | None = None, **changes: object) -> LicenseText:
    """Return what was found in a file that is one licence, or none that is known."""
    lines = data.count(b"\n")
    match = LicenseMatch(
        expression=expression or "",
        score=0.98,
        first_line=1,
        last_line=max(lines, 1),
        technique="text",
    )
    value = LicenseText(
        path=path,
        digest=digest_of(data),
        layer=0,
        matches=(match,) if expression else (),
        coverage=0.97 if expression else 0.0,
        copyrights=tuple(
            line
            for line in data.decode("utf-8", "replace").splitlines()
            if line.startswith("Copyright (c)")
        ),
    )
    return replace(value, **changes)  # type: ignore[arg-type] # any of its fields


def licensed(
    name: str,
    version: str | None,
    concluded: str | None,
    *texts: LicenseText,
    **changes: object,
) -> Component:
    """Return a distribution that declares an expression, and is concluded to be under it."""
    value = Licensing(
        declared=concluded,
        statements=(
            LicenseStatement(
                source="License-Expression", raw=concluded or "", expression=concluded
            ),
        )
        if concluded
        else (),
        detected=texts,
        concluded=concluded,
        confidence=1.0 if concluded else 0.0,
        reason="its expression and its texts agree" if concluded else "nothing is declared",
    )
    return component(
        name,
        version,
        license=DeclaredLicense(expression=concluded),
        licensing=replace(value, **changes),  # type: ignore[arg-type] # any of its fields
    )


def path_in(name: str, version: str, file: str = "licenses/LICENSE") -> str:
    """Return where a distribution has a file."""
    return f"{SITE}/{name}-{version}.dist-info/{file}"


def license_report_of(*components: Component, texts: tuple[bytes, ...] = ()) -> LicenseReport:
    """Return a report of components, with the texts that they have."""
    inventory = replace(
        inventory_of(*components, subject=SUBJECT),
        license_texts={digest_of(data): data for data in texts},
    )
    return license_report(inventory, POLICY, today=DAY)


def awkward() -> LicenseReport:
    """Return a report of what images may say to hurt those who read it."""
    nasty = f"{NASTY}café العربية</script><script>document.title='run'</script>"
    markup = '"><img src=x onerror="document.title=1"><b>&amp;{{ 7 * 7 }}{% raw %}'
    hostile = f"{NASTY}</pre><script>document.title='run'</script>\r\n=1+1\f\n".encode(
        "utf-8", "surrogatepass"
    )
    named = licensed(markup, "1", "MIT", text("../../etc/passwd", hostile, nasty))
    return license_report_of(
        named,
        licensed(
            "=cmd|'/c calc'!A1",
            "+1",
            "@SUM(1)",
            text("C:\\con/aux.txt", hostile, "MIT"),
            reason=f"-{nasty}",
            curated_by="\t=1",
        ),
        licensed(
            nasty,
            None,
            None,
            text(f"{SITE}/caf\udce9-1.dist-info/licenses/../\udce9", hostile, markup),
            conflicts=(LicenseConflict(kind=markup, message=nasty, advice=markup),),
            statements=(LicenseStatement(source=nasty, raw="x" * 100_000, reason=markup),),
        ),
        replace(licensed("long", "1", "MIT"), license=DeclaredLicense(text="word " * 20_000)),
        component("bare", None),
        texts=(hostile,),
    )


def _library() -> LicenseReport:
    one, two = mit("2009 Ann Author"), mit("2020 Bo Builder", "2021 Cy Coder")
    bsd, gpl = BSD.encode(), GPL.encode()
    conflict = LicenseConflict(
        kind="declared-text",
        message="declared MIT, but its text is GPL-3.0-only",
        advice="Ask the authors which of them holds, and write down the answer as a curation.",
    )
    attrs = licensed("attrs", "25.1", "MIT", text(path_in("attrs", "25.1"), one, "MIT"))
    elsewhere = "app/site-packages/attrs-25.1.dist-info"
    copied = licensed("attrs", "25.1", "MIT", text(f"{elsewhere}/licenses/LICENSE", one, "MIT"))
    return license_report_of(
        attrs,
        replace(copied, environment="app", evidence=Evidence(elsewhere, layer=1)),
        licensed("urllib3", "2.2", "MIT", text(path_in("urllib3", "2.2"), two, "MIT")),
        licensed(
            "idna",
            "3.4",
            "BSD-3-Clause",
            text(path_in("idna", "3.4"), bsd, "BSD-3-Clause"),
            declared=None,
            statements=(
                LicenseStatement(
                    source="classifier",
                    raw="License :: OSI Approved :: BSD License",
                    reason="a family, and not a licence",
                ),
            ),
            reason="the family that is declared is settled by the text",
            confidence=0.95,
        ),
        licensed(
            "converter",
            "1.0",
            "GPL-3.0-only",
            text(path_in("converter", "1.0"), gpl, "GPL-3.0-only", is_third_party=False),
            declared="MIT",
            bundled=("LGPL-2.1-only", "Zlib"),
            conflicts=(conflict,),
            needs_review=True,
            confidence=0.6,
            reason="the text outweighs the field",
        ),
        licensed("textless", "0.1", "Apache-2.0"),
        licensed("proprietary", "7", "LicenseRef-Proprietary", curated_by="legal@shop.test"),
        licensed("silent", "0.9", None, declared=NONE, needs_review=True),
        texts=(one, two, bsd, gpl),
    )


LIBRARY = _library()
"""With something of everything that a report of licences tells."""
