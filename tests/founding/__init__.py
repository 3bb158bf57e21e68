"""The founding test: no sequence of commands by outsiders makes any of them a member."""
