"""A module that has the version of its project."""

__version__ = "0.3"
