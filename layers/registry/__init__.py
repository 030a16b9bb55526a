"""Reading from registries, and writing to them, after the distribution specification 1.1.

What a registry says is as little to be trusted as what an image holds: bodies are bounded, content
is what its digest says, and a password goes nowhere but to whom it was meant for.
"""
