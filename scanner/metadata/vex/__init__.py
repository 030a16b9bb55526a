"""Statements on whether something is affected (VEX), in three formats, as values of one kind."""
