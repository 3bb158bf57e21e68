"""The register of members: persons, memberships, and how each came to be entered."""
