"""Files that set options: where they are, what is in them, and what they may say.

Which options there are is not known here: the commands tell (:mod:`scanner.cli.configured`).
"""
