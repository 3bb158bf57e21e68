"""The journal: what was done, when and by whom, in a form that shows if it was changed."""
