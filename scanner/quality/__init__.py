"""How good a document is: what rules ask for and is not told, and a score.

Pure: an inventory and what a document says of itself in, gaps and points out.
"""
