"""What everything stands on: time, words, refusals, actors and the database."""
