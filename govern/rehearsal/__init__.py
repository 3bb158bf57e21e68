"""Rehearsals: a whole election from a ballot file, on a scratch database, through the services that a real one uses."""
