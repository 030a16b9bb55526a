"""What is there on this machine for Lading to work with; nothing of it is changed."""
