"""The migrations build what the tables say, on both engines."""
