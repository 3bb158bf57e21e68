"""Deciding: when a resolution is carried, as pure functions with their sums in words."""
