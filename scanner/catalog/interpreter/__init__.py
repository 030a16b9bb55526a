"""Interpreters: their programs, their versions, and the directories that they search."""
