"""Amendments: what would change a motion's text, who seconds and rules on it, and its text in another language."""
