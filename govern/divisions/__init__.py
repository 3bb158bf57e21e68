"""Divisions: each putting of a motion to a roll, by name, by hands or in secret, from its call to what is declared."""
