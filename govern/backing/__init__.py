"""Backing: who stands behind a motion, with their own word or with a name on paper, and who takes it over."""
