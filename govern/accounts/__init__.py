"""Who can sign in, and which offices they hold."""
