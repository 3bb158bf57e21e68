"""Work that is done later: queued in the same transaction as its cause, done by the worker."""
