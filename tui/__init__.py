"""The terminal app of regulars; its package until the app is built."""
