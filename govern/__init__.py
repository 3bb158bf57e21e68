"""Govern: the platform on which mutuals govern themselves."""
