"""Documents that people keep: set in type, the same each time from the same facts."""
