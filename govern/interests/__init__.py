"""Interests: whom a motion is about, who is close to them or has an interest in it, and who has no vote for that."""
