"""Admissions: an application, what shows it, what was decided on it and by whom, and the entry that follows."""
