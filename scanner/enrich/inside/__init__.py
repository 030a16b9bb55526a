"""What is inside of a distribution: copies of others, and code that is no Python code."""
