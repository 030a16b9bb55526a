"""How what a project declares, what it has locked and what is installed differ from each other."""
