"""What is told in the same words wherever people read it: on a terminal, and on a page."""
