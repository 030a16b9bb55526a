"""What became of findings between two reports."""
