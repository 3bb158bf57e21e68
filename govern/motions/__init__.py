"""Motions: what is proposed to whom, in which words, where it is on its way, and which majority it takes."""
