"""Prints what the till has."""
# /// script
# requires-python = ">=3.11"
# dependencies = [
#   "rich>=13",
#   "httpx==0.27.2",
# ]
# ///

print("…")
