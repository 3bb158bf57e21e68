"""The door for browsers: one module of pages for each room."""
