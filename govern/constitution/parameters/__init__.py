"""Every value that a mutual's rules can set: its kind, its default, its bound, its source and its locks."""
