"""Python distributions in container images and file systems: inventory, SBOM and findings."""
