"""Changes of the rules: from a draft that a motion brings, by the consent of each class, to their registration."""
