"""The registrar: what is sent of a resolution, in whose hands, and what was answered, by the word of two."""
