"""Inventory and advisories to findings: pure functions."""
