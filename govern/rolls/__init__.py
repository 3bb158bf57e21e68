"""Rolls: who may vote in one decision, derived from the register and frozen."""
