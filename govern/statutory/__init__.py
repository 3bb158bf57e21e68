"""Statutory resolutions: the course that the Act lays down, its two meetings, its days, and instruments to sign."""
