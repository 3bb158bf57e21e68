"""The register of resolutions: what was put and what came of it, since when it has effect, and signed extracts."""
