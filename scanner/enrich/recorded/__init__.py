"""What follows from the lists of files that distributions left."""
