"""The demonstration: Calder Valley Care Mutual, with people from a seeded generator and elections under way."""
