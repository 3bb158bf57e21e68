"""What people type, before the rules see it."""
