"""What we agreed about the code itself, so that agreeing once is enough."""
