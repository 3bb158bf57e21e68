"""Elections of directors: from notice to declaration."""
