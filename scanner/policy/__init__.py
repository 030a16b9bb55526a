"""Policies: what of a report is allowed, to be told, or reason to fail."""
