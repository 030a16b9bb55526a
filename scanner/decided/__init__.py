"""Files of decisions: how they are read, what they select, and rules to ignore findings."""
