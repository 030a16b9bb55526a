"""``python -m scanner`` is ``lading``."""

from scanner.cli import main

main()
