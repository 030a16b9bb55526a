"""Advisories from feeds, and the local index of them that a scan uses."""
