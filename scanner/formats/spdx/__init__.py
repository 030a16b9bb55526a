"""SPDX documents: 2.3 as JSON and tag-value, 3.0.1 as JSON-LD, all from one mapping."""
