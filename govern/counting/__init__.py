"""Counting: ballots in, a full record of every stage and the elected out. Pure, and on the standard library alone."""
