"""Who holds the seats of the board, since when, until when, and how they came to."""
