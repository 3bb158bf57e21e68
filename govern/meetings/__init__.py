"""Meetings: the general meetings that vote on motions, who is called to them, by which notice, and until when."""
