"""The mutual, its rule book by date, its constituencies, its board plan and its decisions."""
