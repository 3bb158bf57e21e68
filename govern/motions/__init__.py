"""Motions: proposals before a body, the votes on them, and the resolutions that they become."""
