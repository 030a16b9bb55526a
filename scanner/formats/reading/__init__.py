"""Documents as inventories: SBOMs of any tool, and reports of our own."""
