"""Polls, credentials, the marked roll and the sealed box."""
