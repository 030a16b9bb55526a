"""Files that installers and build tools write, from bytes to values: pure, and never raising."""
