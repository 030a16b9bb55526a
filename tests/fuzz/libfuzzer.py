"""One target under libFuzzer: ``python -m tests.fuzz.libfuzzer TARGET [CORPUS] [FLAGS]``."""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["layers", "scanner"]):
    from tests.fuzz.targets import TARGETS


def main() -> None:
    """Hand the process over to libFuzzer, which ends it."""
    program, name, *rest = sys.argv
    target = TARGETS[name]

    def read(data: bytes) -> None:
        target(data)

    atheris.Setup([program, *rest], read)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
